import type { FetchMessageObject, FetchQueryObject, SearchObject } from "imapflow";
import type { ImapConnection } from "./imap-connection.ts";
import { CommandError } from "./imap-trouble.ts";
import { formatUidSet, uidSetOf } from "./uid-set.ts";

/** The commands that reading takes. None of them can hang, and none changes anything on the server. */
export interface ImapCommands {
  /** Lets the server notice what is new: a SEARCH alone answers from what the session knew before. */
  freshen(): Promise<void>;
  /** UIDs that match, ascending. */
  search(query: SearchObject): Promise<readonly number[]>;
  /** The lowest UID that matches. */
  lowest(query: SearchObject): Promise<number | undefined>;
  /**
   * What the server gives of `uids`; it may omit some, or stop in the middle with a NO (RFC 5530 EXPUNGEISSUED, a broken
   * mail). `bytes`: about how much they are, for the limits.
   */
  fetch(
    uids: readonly number[],
    query: FetchQueryObject,
    bytes: number,
  ): Promise<ReadonlyMap<number, FetchMessageObject>>;
}

/** In one answer: rows, news of other mails included; and octets beyond those asked for. */
const most = { rows: 100_000, surplus: 64 << 20 };

/** Slower than this no link may be: octets per millisecond. */
const slowest = 8;

/**
 * Commands that end within `commandMs`, with the connection or with `signal`, whichever comes first.
 * After a failure the connection is of no use: whatever hangs in it would hold up the next command.
 * @throws {CommandError}
 */
export function imapCommands({ client, gone }: ImapConnection, commandMs: number, signal: AbortSignal): ImapCommands {
  async function ask<T>(doing: string, limitMs: number, work: (alive: () => void) => Promise<T>): Promise<T> {
    const { promise: cut, reject } = Promise.withResolvers<never>();
    const clock = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
    const lose = () => reject(gone.reason);
    const abort = () => reject(signal.reason);
    gone.addEventListener("abort", lose);
    signal.addEventListener("abort", abort);
    try {
      gone.throwIfAborted();
      signal.throwIfAborted();
      return await Promise.race([work(() => clock.refresh()), cut]);
    } catch (cause) {
      throw new CommandError(doing, gone.reason ?? cause);
    } finally {
      clearTimeout(clock);
      gone.removeEventListener("abort", lose);
      signal.removeEventListener("abort", abort);
    }
  }

  return {
    freshen: () => ask("NOOP", commandMs, () => client.noop()),

    search: (query) =>
      ask("SEARCH", commandMs, async () => {
        const uids = await client.search(query, { uid: true });
        if (!Array.isArray(uids)) throw refusal();
        return uids;
      }),

    lowest: (query) =>
      ask("SEARCH", commandMs, async () => {
        const found = await client.search(query, { uid: true, returnOptions: ["MIN"] });
        if (!found) throw refusal();
        return Array.isArray(found) ? found[0] : found.min;
      }),

    fetch: (uids, query, bytes) =>
      ask("FETCH", commandMs + bytes / slowest, async (alive) => {
        const wanted = new Set(uids);
        const rows = new Map<number, FetchMessageObject>();
        let [count, held] = [0, 0];
        try {
          // No command in this loop: it would wait for the FETCH, and the FETCH for it.
          for await (const row of client.fetch(formatUidSet(uidSetOf(uids)), query, { uid: true })) {
            alive();
            count += 1;
            held += row.source?.length ?? 0;
            if (count > most.rows || held > bytes + most.surplus) throw new Error("more answers than questions");
            if (wanted.has(row.uid)) rows.set(row.uid, { ...rows.get(row.uid), ...row });
          }
        } catch (cause) {
          if ((cause as { responseStatus?: unknown }).responseStatus !== "NO") throw cause;
        }
        return rows;
      }),
  };
}

/** imapflow gives `false` for a SEARCH that the server refused. */
function refusal(): Error {
  return Object.assign(new Error("the server answers NO"), { responseStatus: "NO" });
}
