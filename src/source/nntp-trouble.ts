import { oneLine, type Trouble } from "./imap-trouble.ts";

/** The server's answer to a command was not the one that is needed to go on. */
export class RefusalError extends Error {
  override readonly name = "RefusalError";
  /** `GROUP`, `AUTHINFO`; `greeting` for what it says first. */
  readonly doing: string;
  /** Three digits (RFC 3977 §3.2). */
  readonly code: number;

  constructor(doing: string, code: number, text: string) {
    super(`${code} ${text}`);
    this.doing = doing;
    this.code = code;
  }
}

/** A step that came to nothing: no connection, no TLS, no answer, one that is none. */
export class StepError extends Error {
  override readonly name = "StepError";
  readonly doing: string;

  constructor(doing: string, cause: unknown) {
    super(`${doing} failed`, { cause });
    this.doing = doing;
  }
}

/** What came is not NNTP. */
export class NotNntpError extends Error {
  override readonly name = "NotNntpError";
}

interface Failed {
  readonly doing: string;
  /** The server's, 0 where it refused nothing. */
  readonly code: number;
  readonly cause: unknown;
}

interface Row {
  readonly trouble: Trouble;
  readonly says: string;
  readonly matches: (failed: Failed) => boolean;
}

/** First match wins. Codes: RFC 3977 §3.2.1, RFC 4643 §2.2, RFC 4642 §2.2. */
// biome-ignore format: a table
const rows: readonly Row[] = [
  { trouble: "login",      says: "the password cannot be read",                                      matches: ({ doing }) => doing === "password" },
  { trouble: "tls",        says: "it takes logins over TLS only; write `tls: implicit` or `tls: starttls`", matches: ({ code }) => code === 483 },
  { trouble: "tls",        says: "no TLS, and nothing is sent without it; look at the port and at `tls`", matches: ({ doing, code }) => doing === "STARTTLS" && code >= 500 },
  { trouble: "login",      says: "the server wants a login; write `user` and a password that may read it", matches: ({ code }) => code === 480 },
  { trouble: "connection", says: "the server takes nobody now",                                      matches: ({ code }) => code === 400 },
  { trouble: "login",      says: "the login is refused; check user and password",                    matches: ({ doing, code }) => doing === "AUTHINFO" && code !== 0 },
  { trouble: "login",      says: "the server lets us read nothing; ask its operator whether it takes readers from here", matches: ({ code }) => code === 502 },
  { trouble: "mailbox",    says: "there is no such group; check its name",                           matches: ({ code }) => code === 411 },
  { trouble: "tls",        says: "the certificate is not trusted; name its CA, or the host it is for", matches: hasCode(/CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME/) },
  { trouble: "tls",        says: "no TLS, and nothing is sent without it; look at the port and at `tls`", matches: hasCode(/^ERR_(SSL|TLS)|^EPROTO$/) },
  { trouble: "protocol",   says: "the command is refused",                                           matches: ({ code }) => code !== 0 },
  { trouble: "protocol",   says: "the answer is not NNTP; look at host, port and `tls`",             matches: ({ cause }) => cause instanceof NotNntpError },
  { trouble: "connection", says: "no connection",                                                    matches: () => true },
];

/** What kind of trouble it is, and one line for a person: `there is no such group; … (GROUP: 411 No such group)`. */
export function newsTroubleOf(error: unknown): { readonly trouble: Trouble; readonly line: string } {
  const failed: Failed =
    error instanceof RefusalError
      ? { doing: error.doing, code: error.code, cause: error }
      : error instanceof StepError
        ? { doing: error.doing, code: 0, cause: error.cause }
        : { doing: "connect", code: 0, cause: error };
  const row = rows.find(({ matches }) => matches(failed))!;
  const words = failed.cause instanceof Error ? failed.cause.message : String(failed.cause);
  return { trouble: row.trouble, line: `${row.says} (${failed.doing}: ${oneLine(words)})` };
}

/** True where it is the group that cannot be read, and others may be. */
export function isOfGroup(error: unknown): boolean {
  return error instanceof RefusalError && error.doing === "GROUP" && error.code !== 400;
}

function hasCode(pattern: RegExp): (failed: Failed) => boolean {
  return ({ cause }) => {
    const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
    return typeof code === "string" && pattern.test(code);
  };
}
