import type { MailSourceError } from "./mail-source.ts";

export type Trouble = MailSourceError["trouble"];

/** A step of the talk with the server that came to nothing: `connect`, `EXAMINE`, `SEARCH`, `FETCH`. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly doing: string;

  constructor(doing: string, cause: unknown) {
    super(`${doing} failed`, { cause });
    this.doing = doing;
  }
}

/** What imapflow puts on the errors it throws, as far as it matters here. */
interface Failure {
  readonly code?: unknown;
  readonly authenticationFailed?: unknown;
  readonly serverResponseCode?: unknown;
  readonly tlsFailed?: unknown;
  readonly mailboxMissing?: unknown;
  readonly responseStatus?: unknown;
  readonly responseText?: unknown;
  readonly response?: unknown;
  readonly message?: unknown;
}

interface Row {
  readonly trouble: Trouble;
  readonly says: string;
  readonly matches: (failure: Failure, doing: string) => boolean;
}

/** Codes with which a server refuses a login for reasons of its own, that pass by themselves (RFC 5530 §3). */
const passing: readonly unknown[] = ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"];

/** First match wins. */
// biome-ignore format: a table
const rows: readonly Row[] = [
  { trouble: "login",      says: "the password cannot be read",                              matches: (_, doing) => doing === "password" },
  { trouble: "connection", says: "the server takes no logins now",                           matches: (failure) => passing.includes(failure.serverResponseCode) },
  { trouble: "login",      says: "the login is refused; check user and password",            matches: (failure) => failure.authenticationFailed === true },
  { trouble: "tls",        says: "the certificate is not trusted; name its CA, or the host it is for", matches: hasCode(/CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME/) },
  { trouble: "tls",        says: "no TLS, and nothing is sent without it",                   matches: (failure) => failure.tlsFailed === true },
  { trouble: "tls",        says: "no TLS, and nothing is sent without it",                   matches: hasCode(/^ERR_(SSL|TLS)|^EPROTO$/) },
  { trouble: "protocol",   says: "the answer is too large, or not IMAP",                     matches: hasCode(/Too(Large|Many)|^ParserError|Tag$|^InvalidResponse$|ProcessingFailed$|NESTING/) },
  { trouble: "mailbox",    says: "there is no such mailbox; check its name",                 matches: (failure) => failure.mailboxMissing === true },
  { trouble: "mailbox",    says: "the mailbox cannot be opened",                             matches: (failure, doing) => isRefused(failure) && doing === "EXAMINE" },
  { trouble: "protocol",   says: "the command is refused",                                   matches: isRefused },
  { trouble: "connection", says: "no connection",                                            matches: () => true },
];

/** What kind of trouble it is, and one line for a person: `the login is refused; … (AUTHENTICATE: no such user)`. */
export function troubleOf(error: unknown): { readonly trouble: Trouble; readonly line: string } {
  const doing = error instanceof CommandError ? error.doing : "";
  const cause = error instanceof CommandError ? error.cause : error;
  const failure: Failure = typeof cause === "object" && cause !== null ? cause : {};
  const row = rows.find(({ matches }) => matches(failure, doing))!;
  const words = [failure.responseText, failure.response, failure.code, failure.message].find(
    (word) => typeof word === "string",
  );
  return { trouble: row.trouble, line: `${row.says} (${doing}: ${oneLine(String(words ?? cause))})` };
}

/** `text` on one line without control, bidi and invisible characters, at most 200 long: a server may say anything. */
export function oneLine(text: string): string {
  const line = text
    .slice(0, 2000)
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim();
  return line.length <= 200 ? line : `${line.slice(0, 199).replace(/[\ud800-\udbff]$/, "")}…`;
}

function isRefused(failure: Failure): boolean {
  return failure.responseStatus === "NO" || failure.responseStatus === "BAD";
}

function hasCode(pattern: RegExp): (failure: Failure) => boolean {
  return ({ code }) => typeof code === "string" && pattern.test(code);
}
