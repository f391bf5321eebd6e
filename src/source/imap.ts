import { isIP } from "node:net";
import { type Backoff, backoff } from "./backoff.ts";
import { imapCommands } from "./imap-commands.ts";
import { connectImap, type ImapAccount, type ImapConnection, type ImapLimits } from "./imap-connection.ts";
import { readCursor, writeCursor } from "./imap-cursor.ts";
import { type FetchCount, fetchMails } from "./imap-fetch.ts";
import { type ImapStart, type Plan, planAnew, planOn } from "./imap-plan.ts";
import { CommandError, troubleOf } from "./imap-trouble.ts";
import { type Cursor, type MailSource, MailSourceError, type RawMail } from "./mail-source.ts";
import { highestUid, withUids } from "./uid-set.ts";

/** Something the operator's log should say; `detail` is one clean line. */
export interface Notice {
  /** `connected`, `no-idle`, `uidvalidity-changed`, `cursor-unreadable`, `late`, `omitted`, `vanished`. */
  readonly event: string;
  readonly detail: string;
}

export interface ImapOptions extends ImapAccount, Partial<ImapLimits> {
  /** The source's name in cursors, logs and `status`: `main/INBOX`. */
  readonly name: string;
  readonly start: ImapStart;
  /** Milliseconds between looks that happen whatever IDLE says. */
  readonly pollMs: number;
  /** Milliseconds between sweeps for UIDs that came to light late; 10 minutes. */
  readonly sweepMs?: number;
  readonly now: () => Date;
  readonly onNotice?: (notice: Notice) => void;
  /** `Math.random`, for the jitter of pauses. */
  readonly random?: () => number;
  /** Lets `tls: "none"` reach other machines than this one. */
  readonly allowPlain?: boolean;
}

/**
 * A mailbox read over IMAP. It is opened read-only and nothing in it is changed.
 *
 * A `MailSource` does not retry: what fails is thrown, the connection is dropped, and the next `since` makes a new one.
 * @throws {Error} where the options would send a password in the clear
 */
export function imapSource(options: ImapOptions): MailSource {
  const { name, now, pollMs, sweepMs = 600_000, onNotice = () => undefined } = options;
  // Silence is noticed after 40 s and is certain after 80 s: a dead link lives for less than 90 s.
  const limits: ImapLimits = { silenceMs: options.silenceMs ?? 40_000, commandMs: options.commandMs ?? 120_000 };
  if (options.tls === "none" && !isLoopback(options.host) && options.allowPlain !== true) {
    throw new Error(
      `${name}: tls "none" sends the password in the clear to ${options.host}; use "implicit" or "starttls"`,
    );
  }
  const pauses: Backoff = backoff(options.random ?? Math.random);
  const waiting = new Set<() => void>();
  let connection: ImapConnection | undefined;
  let connectedAt = 0;
  let sweptAt = Number.NEGATIVE_INFINITY;
  let reached: Cursor | undefined;
  let refused: { readonly error: MailSourceError; readonly at: number } | undefined;
  let secret = "";
  let closed = false;
  let hasStirred = false;
  let toldNoIdle = false;

  function stir(): void {
    hasStirred = true;
    for (const wake of [...waiting]) wake();
  }

  async function connected(signal: AbortSignal): Promise<ImapConnection> {
    // A lost one is a failure to be told and waited after, or a server that drops everybody would be called in a loop.
    if (connection?.gone.aborted) throw new CommandError("IDLE", connection.gone.reason);
    if (connection !== undefined) return connection;
    secret = await options.password().catch((cause) => {
      throw new CommandError("password", cause);
    });
    const made = await connectImap(options, limits, secret, signal, stir);
    if (closed) await made.close(0);
    connection = made;
    connectedAt = now().getTime();
    refused = undefined;
    onNotice({
      event: "connected",
      detail: `${options.host}:${options.port} ${options.mailbox}, ${made.mailbox.exists} mails`,
    });
    if (!made.client.capabilities.has("IDLE")) tellNoIdle();
    return made;
  }

  function tellNoIdle(): void {
    if (!toldNoIdle)
      onNotice({ event: "no-idle", detail: `the server does not push; it is asked every ${pollMs / 1000} s` });
    toldNoIdle = true;
  }

  /** Drops the connection and says what went wrong. */
  function failed(cause: unknown): MailSourceError {
    const healthyMs = connection === undefined ? 0 : now().getTime() - connectedAt;
    connection?.client.close();
    connection = undefined;
    const { trouble, line } = troubleOf(cause);
    const retryAfterMs = pauses.failed(trouble, healthyMs);
    const words = secret === "" ? line : line.replaceAll(secret, "[password]");
    // No cause on purpose: the library's errors carry commands and the server's whole answer.
    const error = new MailSourceError(`${name}: ${options.host}:${options.port}: ${words}`, trouble, retryAfterMs);
    if (trouble === "login") refused = { error, at: now().getTime() };
    return error;
  }

  /** A login that was refused is not tried before its time, whoever asks. */
  function keepOff(): void {
    if (refused === undefined) return;
    const elapsed = now().getTime() - refused.at;
    const left = refused.error.retryAfterMs - elapsed;
    if (elapsed >= 0 && left > 0) throw new MailSourceError(refused.error.message, "login", left);
  }

  async function plan(
    commands: ReturnType<typeof imapCommands>,
    cursor: Cursor | undefined,
    made: ImapConnection,
  ): Promise<Plan> {
    const position = cursor === undefined ? undefined : readCursor(cursor);
    if (cursor !== undefined && position === undefined) {
      onNotice({ event: "cursor-unreadable", detail: `begins anew at ${options.start.kind}` });
    }
    const sinceSweep = now().getTime() - sweptAt;
    if (position?.uidValidity === made.mailbox.uidValidity) {
      const sweeps = sinceSweep < 0 || sinceSweep >= sweepMs;
      const planned = await planOn(commands, position, now(), sweeps);
      if (sweeps) sweptAt = now().getTime();
      const late = planned.uids.filter((uid) => uid < highestUid(position.seen));
      if (late.length > 0) onNotice({ event: "late", detail: `${late.length} mails below the highest UID read` });
      return planned;
    }
    if (position !== undefined) {
      const change = `${position.uidValidity} became ${made.mailbox.uidValidity}; read again from ${new Date(position.from).toISOString()}`;
      onNotice({ event: "uidvalidity-changed", detail: change });
    }
    return planAnew(commands, made.mailbox, options.start, position?.from, now());
  }

  async function* read(cursor: Cursor | undefined, signal: AbortSignal): AsyncGenerator<RawMail> {
    const made = await connected(signal);
    const commands = imapCommands(made, limits.commandMs, signal);
    await commands.freshen();
    hasStirred = false;
    const { position, uids, settledBelow } = await plan(commands, cursor, made);
    const count: FetchCount = { vanished: 0, omitted: 0 };
    const wants = (uid: number, receivedAt: Date | undefined) =>
      uid > position.old || receivedAt === undefined || receivedAt.getTime() >= position.from;
    let { seen } = position;
    let at = 0;
    for await (const { uid, receivedAt, size, bytes } of fetchMails(commands, uids, wants, count)) {
      while (uids[at]! < uid) at += 1;
      seen = withUids(seen, uid < settledBelow ? (uids[at - 1] ?? uid - 1) + 1 : uid, uid);
      if (bytes === undefined) continue;
      if (signal.aborted) return;
      yield {
        cursor: writeCursor({ ...position, seen }),
        receivedAt: receivedAt ?? now(),
        bytes,
        wholeSize: size,
        origin: `${name} uid ${uid}`,
      };
    }
    reached = writeCursor({ ...position, seen });
    for (const event of ["vanished", "omitted"] as const) {
      if (count[event] > 0) onNotice({ event, detail: `${count[event]} mails between SEARCH and FETCH` });
    }
  }

  return {
    name,

    async *since(cursor, signal) {
      keepOff();
      reached = undefined;
      try {
        yield* read(cursor, signal);
      } catch (cause) {
        const error = failed(cause);
        if (signal.aborted || closed) return;
        throw error;
      }
    },

    caughtUp: () => reached,

    async changed(signal) {
      if (signal.aborted || hasStirred || connection === undefined || connection.gone.aborted) return;
      const { client } = connection;
      client.idle().then(
        (outcome) => {
          if (outcome === false && client.usable) tellNoIdle();
        },
        () => undefined, // the connection's own events tell of its end
      );
      const { promise, resolve } = Promise.withResolvers<void>();
      const clock = setTimeout(resolve, pollMs);
      waiting.add(resolve);
      signal.addEventListener("abort", stir);
      await promise;
      signal.removeEventListener("abort", stir);
      clearTimeout(clock);
      waiting.delete(resolve);
    },

    async close() {
      closed = true;
      const last = connection;
      connection = undefined;
      stir();
      await last?.close(1_000);
    },
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
