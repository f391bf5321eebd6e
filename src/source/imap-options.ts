import { isIP } from "node:net";

/** Where reading begins in a mailbox that was never read: at what comes from now on, at mail that arrived since `ms` after 1970, or at its first mail. */
export type ImapStart =
  | { readonly kind: "now" }
  | { readonly kind: "since"; readonly ms: number }
  | { readonly kind: "all" };

/** Something the operator's log should say; `detail` is one clean line. */
export interface Notice {
  readonly event:
    | "connected"
    | "no-idle" // the server does not push, so the mailbox is only polled
    | "uidvalidity-changed" // all mail since the start is read again
    | "cursor-unreadable" // reading begins anew
    | "late" // mails came to light below others that were read before
    | "omitted" // the server lists mails and does not give them: asked for again at each sweep
    | "vanished" // mails were gone before they were read
    | "feared"; // the server breaks the connection over a mail: left out but for a sweep
  readonly detail: string;
}

export interface ImapOptions {
  /** The source's name in cursors, logs and `status`: `main/INBOX`. */
  readonly name: string;
  /** `imap.example.org`. */
  readonly host: string;
  readonly port: number;
  /** `none` sends the password in the clear, and only to this machine; see `allowPlain`. STARTTLS never falls back to it. */
  readonly tls: "implicit" | "starttls" | "none";
  /** PEM: the authority that signed the server's certificate, in place of the system's own list. */
  readonly ca?: string;
  readonly user: string;
  /** Asked for at each login, so that a changed password needs no restart. */
  readonly password: () => Promise<string>;
  /** What `password` gives is an access token (XOAUTH2, or OAUTHBEARER of RFC 7628 where the server has it). */
  readonly isToken?: boolean;
  readonly mailbox: string;
  readonly start: ImapStart;
  /** Milliseconds between looks that happen whatever IDLE says. */
  readonly pollMs: number;
  /** Milliseconds between sweeps for UIDs that came to light late; 10 minutes. */
  readonly sweepMs?: number;
  /** Milliseconds of silence after which the server is asked for a sign of life; dead after as much again; 40 s. */
  readonly silenceMs?: number;
  /** Milliseconds for one command without an answer that gets on; 120 s. */
  readonly commandMs?: number;
  readonly now: () => Date;
  readonly onNotice?: (notice: Notice) => void;
  /** `Math.random`, for the jitter of pauses. */
  readonly random?: () => number;
  /** Lets `tls: "none"` reach other machines than this one. */
  readonly allowPlain?: boolean;
}

export type ImapSettings = Required<Omit<ImapOptions, "ca" | "allowPlain">> & Pick<ImapOptions, "ca">;

/**
 * `options` with every default.
 * @throws {Error} where they would send a password in the clear
 */
export function imapSettings({ allowPlain = false, ...options }: ImapOptions): ImapSettings {
  const { name, host, tls } = options;
  if (tls === "none" && !isLoopback(host) && !allowPlain) {
    throw new Error(`${name}: tls "none" sends the password in the clear to ${host}; use "implicit" or "starttls"`);
  }
  return {
    sweepMs: 600_000,
    // Twice this is the most that a dead link goes unnoticed, and it may be 90 s.
    silenceMs: 40_000,
    commandMs: 120_000,
    onNotice: () => undefined,
    random: Math.random,
    isToken: false,
    ...options,
  };
}

/** True where `host` is this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
