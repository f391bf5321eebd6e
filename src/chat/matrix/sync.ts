import { setTimeout as wait } from "node:timers/promises";
import { waitOf } from "./failure.ts";
import type { Homeserver } from "./sdk.ts";

/** An event in a room, as `/sync` gives it. */
export interface SyncEvent {
  readonly type: string;
  readonly event_id: string;
  readonly sender: string;
  readonly origin_server_ts: number;
  readonly state_key?: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** What changed since the token that was given. https://spec.matrix.org/v1.16/client-server-api/#syncing */
export interface SyncAnswer {
  readonly next_batch: string;
  readonly rooms?: {
    readonly join?: Readonly<
      Record<
        string,
        {
          readonly state?: { readonly events?: readonly SyncEvent[] };
          readonly timeline?: { readonly events?: readonly SyncEvent[] };
        }
      >
    >;
    readonly invite?: Readonly<Record<string, { readonly invite_state?: { readonly events?: readonly SyncEvent[] } }>>;
    readonly leave?: Readonly<Record<string, { readonly timeline?: { readonly events?: readonly SyncEvent[] } }>>;
  };
}

/** What we look at. Old events come with no first answer: what was said before we came is not for us. */
const ROOM_STATE = ["m.room.encryption", "m.room.tombstone", "m.room.member"];
const filterOf = (limit: number): string =>
  JSON.stringify({
    presence: { types: [] },
    account_data: { types: [] },
    room: {
      account_data: { types: [] },
      ephemeral: { types: [] },
      state: { types: ROOM_STATE, lazy_load_members: true },
      timeline: { types: ["m.room.message", "m.room.power_levels", ...ROOM_STATE], limit },
    },
  });

/** How long the server keeps an answer back where nothing happens, and how much later we give it up, in ms. */
const QUIET_MS = 30_000;
const GRACE_MS = 10_000;

/** Events of a room that one answer holds at most. */
const MOST_EVENTS = 100;

/** @throws whatever the SDK throws */
export async function snapshot(server: Homeserver): Promise<SyncAnswer> {
  const query = { timeout: "0", filter: filterOf(0), full_state: "false" };
  return (await server.ask("GET", PATH, { query })) as unknown as SyncAnswer;
}

const PATH = "/_matrix/client/v3/sync";

export interface SyncDeps {
  readonly server: Homeserver;
  /** Where the last run of ours ended; kept after the work that an answer made is done. */
  readonly token: { read(): Promise<string | undefined>; save(token: string): Promise<void> };
  readonly handle: (answer: SyncAnswer) => Promise<void>;
  /** The token is no longer taken: there is no way on. */
  readonly onRefused: (error: unknown) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Follows what happens from `next` on, until `signal` aborts. Waits longer after each failure, up to 5 minutes. */
export async function follow(deps: SyncDeps, next: string, signal: AbortSignal): Promise<void> {
  const { server, token, handle } = deps;
  const pause = (ms: number) => wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
  let since: string | undefined = (await token.read()) ?? next;
  let failures = 0;
  while (!signal.aborted) {
    const begun = performance.now();
    try {
      since ??= (await snapshot(server)).next_batch;
      const query = { since, timeout: String(QUIET_MS), filter: filterOf(MOST_EVENTS) };
      const asked = { query, timeoutMs: QUIET_MS + GRACE_MS };
      const answer = (await server.ask("GET", PATH, asked)) as unknown as SyncAnswer;
      await handle(answer);
      const isStuck = answer.next_batch === since && performance.now() - begun < STUCK_MS;
      since = answer.next_batch;
      await token.save(since);
      failures = 0;
      if (isStuck) await pause(STUCK_MS);
    } catch (error) {
      if (signal.aborted) return;
      const { errcode, statusCode } = error as { readonly errcode?: string; readonly statusCode?: number };
      if (statusCode === 401) return deps.onRefused(error);
      deps.onTrouble(error);
      // The server no longer knows where we were: from now on.
      if (errcode === "M_UNKNOWN_POS" || statusCode === 400) since = undefined;
      await pause(waitOf(error) ?? Math.min(300_000, 1000 * 2 ** failures) * (0.75 + Math.random() / 2));
      failures = Math.min(failures + 1, 9);
    }
  }
}

/** A server that answers at once that nothing happened is asked again no sooner, in ms. */
const STUCK_MS = 1000;
