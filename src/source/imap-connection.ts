import { ImapFlow, type MailboxObject } from "imapflow";
import type { ImapSettings } from "./imap-options.ts";
import { CommandError } from "./imap-trouble.ts";

/** One connection with its mailbox open for reading. It is never reopened: a new one is made. */
export interface ImapConnection {
  readonly client: ImapFlow;
  /** As it was when it was opened. `uidNext` may be missing, other than its type says. */
  readonly mailbox: MailboxObject;
  /** Aborted once the connection is gone, with what was noticed of the reason. */
  readonly gone: AbortSignal;
  /** Says LOGOUT where that takes less than `graceMs`, and closes. */
  close(graceMs: number): Promise<void>;
}

/**
 * Connects, logs in and opens the mailbox read-only.
 *
 * `stirred` is called for each change the server tells of, and when the connection is lost.
 * @throws {CommandError}
 */
export async function connectImap(
  settings: ImapSettings,
  pass: string,
  signal: AbortSignal,
  stirred: () => void,
): Promise<ImapConnection> {
  const client = new ImapFlow({
    host: settings.host,
    port: settings.port,
    secure: settings.tls === "implicit",
    ...(settings.tls === "implicit" ? {} : { doSTARTTLS: settings.tls === "starttls" }),
    tls: settings.ca === undefined ? {} : { ca: settings.ca },
    auth: settings.isToken ? { user: settings.user, accessToken: pass } : { user: settings.user, pass },
    clientInfo: { name: "Listwire", version: false, vendor: false, "support-url": false },
    logger: false,
    // What the server sends is bounded before it is kept; a mail is asked for by its size first.
    maxLineLength: 32 << 20, // a million UIDs in one SEARCH answer are 8 MB
    maxLiteralSize: 60 << 20,
    maxResponseSize: 64 << 20,
    maxResponseTokens: 100_000,
    connectionTimeout: Math.min(30_000, settings.silenceMs),
    greetingTimeout: Math.min(15_000, settings.silenceMs),
    socketTimeout: settings.silenceMs,
    maxIdleTime: 4 * 60_000,
    autoIdleDelay: 250, // the library's own 15 s would show a mail that late
    disableCompression: true,
    disableAutoEnable: true, // no MODSEQ in every row, no change of encodings
  });
  const gone = new AbortController();
  let fault: Error | undefined;
  const lose = (reason: Error) => {
    gone.abort(reason);
    stirred();
  };
  // Before connect(), and for ever: an "error" without a listener ends the process, also after a logout.
  client.on("error", (error: Error) => {
    fault = error;
    lose(error);
  });
  client.on("close", () => lose(new Error("the server closed the connection")));
  client.on("exists", stirred);
  client.on("expunge", stirred);

  const abort = () => client.close();
  signal.addEventListener("abort", abort, { once: true });
  const clock = setTimeout(abort, settings.commandMs);
  let doing = "connect";
  try {
    signal.throwIfAborted();
    await client.connect();
    doing = "EXAMINE";
    const mailbox = await client.mailboxOpen(settings.mailbox, { readOnly: true });
    if (!mailbox) throw new Error("no mailbox was opened");
    return { client, mailbox, gone: gone.signal, close: (graceMs) => closeImap(client, graceMs) };
  } catch (cause) {
    client.close();
    throw new CommandError(doing, fault ?? cause);
  } finally {
    clearTimeout(clock);
    signal.removeEventListener("abort", abort);
  }
}

async function closeImap(client: ImapFlow, graceMs: number): Promise<void> {
  const clock = setTimeout(() => client.close(), graceMs);
  // Whatever a LOGOUT comes to, the connection is closed after it.
  await client.logout().catch(() => undefined);
  clearTimeout(clock);
  client.close();
}
