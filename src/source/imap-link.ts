import { backoff } from "./backoff.ts";
import { connectImap, type ImapConnection } from "./imap-connection.ts";
import type { ImapSettings } from "./imap-options.ts";
import { CommandError, troubleOf } from "./imap-trouble.ts";
import { MailSourceError } from "./mail-source.ts";

/** The connection of one source: made when it is needed, dropped when something fails, never made again by itself. */
export interface ImapLink {
  /** The connection, made where there is none. @throws {CommandError | MailSourceError} */
  open(signal: AbortSignal): Promise<ImapConnection>;
  /** Drops the connection, and words what went wrong. */
  failed(cause: unknown): MailSourceError;
  /** What the server told so far is known. */
  settle(): void;
  /** Resolves when the server tells something, after the poll interval, when the connection is gone or `signal` aborts. */
  stirred(signal: AbortSignal): Promise<void>;
  readonly isClosed: boolean;
  close(): Promise<void>;
}

export function imapLink(settings: ImapSettings): ImapLink {
  const { name, host, port, mailbox, pollMs, now, onNotice } = settings;
  const pauses = backoff(settings.random);
  const waiting = new Set<() => void>();
  let connection: ImapConnection | undefined;
  let connectedAt = 0;
  let secret = "";
  let refused: { readonly error: MailSourceError; readonly at: number } | undefined;
  let hasStirred = false;
  const closing = new AbortController();
  let toldNoIdle = false;

  function stir(): void {
    hasStirred = true;
    for (const wake of [...waiting]) wake();
  }

  /** A login that was refused is not tried before its time, whoever asks. */
  function keepOff(): void {
    if (refused === undefined) return;
    const elapsed = now().getTime() - refused.at;
    const left = refused.error.retryAfterMs - elapsed;
    if (elapsed >= 0 && left > 0) throw new MailSourceError(refused.error.message, "login", left);
  }

  function tellNoIdle(): void {
    const detail = `the server does not push; it is asked every ${pollMs / 1000} s`;
    if (!toldNoIdle) onNotice({ event: "no-idle", detail });
    toldNoIdle = true;
  }

  return {
    async open(signal) {
      // A lost one is a failure to tell and to wait after, or a server that drops everybody would be called in a loop.
      if (connection?.gone.aborted) throw new CommandError("IDLE", connection.gone.reason);
      if (connection !== undefined) return connection;
      keepOff();
      secret = await settings.password().catch((cause) => {
        throw new CommandError("password", cause);
      });
      connection = await connectImap(settings, secret, AbortSignal.any([signal, closing.signal]), stir);
      connectedAt = now().getTime();
      refused = undefined;
      const { client, mailbox: opened } = connection;
      onNotice({ event: "connected", detail: `${host}:${port} ${mailbox}, ${opened.exists} mails` });
      if (!client.capabilities.has("IDLE")) tellNoIdle();
      return connection;
    },

    failed(cause) {
      const healthyMs = connection === undefined ? 0 : now().getTime() - connectedAt;
      connection?.client.close();
      connection = undefined;
      if (cause instanceof MailSourceError) return cause;
      const { trouble, line } = troubleOf(cause);
      const words = secret === "" ? line : line.replaceAll(secret, "[password]");
      // No cause on purpose: the library's errors carry commands and the server's whole answer.
      const error = new MailSourceError(
        `${name}: ${host}:${port}: ${words}`,
        trouble,
        pauses.failed(trouble, healthyMs),
      );
      if (trouble === "login") refused = { error, at: now().getTime() };
      return error;
    },

    settle() {
      hasStirred = false;
    },

    async stirred(signal) {
      if (signal.aborted || hasStirred || connection === undefined || connection.gone.aborted) return;
      const { client } = connection;
      client.idle().then(
        (outcome) => {
          if (outcome === false && client.usable) tellNoIdle();
        },
        () => undefined, // the connection's own events tell of its end
      );
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve();
      const clock = setTimeout(wake, pollMs);
      waiting.add(wake);
      signal.addEventListener("abort", wake);
      await promise;
      signal.removeEventListener("abort", wake);
      clearTimeout(clock);
      waiting.delete(wake);
    },

    get isClosed() {
      return closing.signal.aborted;
    },

    async close() {
      closing.abort();
      const last = connection;
      connection = undefined;
      stir();
      await last?.close(1_000);
    },
  };
}
