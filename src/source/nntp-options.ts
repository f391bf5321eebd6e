import { type ImapStart, isLoopback } from "./imap-options.ts";

/** A group that is read. */
export interface NewsGroup {
  /** `inbox.comp.wbus`. */
  readonly group: string;
  /** What stands in List-Id, for articles that have none: `wbus.lists.example.org`. */
  readonly list?: string;
}

/** Something the operator's log should say; `detail` is one clean line. */
export interface NewsNotice {
  readonly event:
    | "renumbered" // the group was made anew; its last mails are read again
    | "cursor-unreadable" // reading begins anew
    | "vanished" // articles that the overview had were gone when they were asked for
    | "feared"; // the connection breaks over an article again and again: it is passed over
  readonly detail: string;
}

export interface NntpOptions {
  /** The account's name; the source of a group is `name/group`. */
  readonly name: string;
  /** `news.example.org`. */
  readonly host: string;
  readonly port: number;
  /** `none` takes no login but on this machine itself. STARTTLS (RFC 4642) never falls back to it. */
  readonly tls: "implicit" | "starttls" | "none";
  /** PEM: the authority that signed the server's certificate, in place of the system's own list. */
  readonly ca?: string;
  /** Absent where the server gives its articles to everybody. */
  readonly login?: {
    readonly user: string;
    /** Asked for at each login, so that a changed password needs no restart. */
    readonly password: () => Promise<string>;
  };
  readonly groups: readonly NewsGroup[];
  /** By the dates of the articles: the server does not tell when they came. */
  readonly start: ImapStart;
  /** Milliseconds between looks. The server tells nothing by itself. */
  readonly pollMs: number;
  /** Milliseconds for one answer that does not get on; 60 s. */
  readonly commandMs?: number;
  /** Milliseconds that the server is left alone after each hundred articles; 2 s. */
  readonly pauseMs?: number;
  readonly now: () => Date;
  readonly onNotice?: (group: string, notice: NewsNotice) => void;
  /** `Math.random`, for the jitter of pauses. */
  readonly random?: () => number;
}

export type NntpSettings = Required<Omit<NntpOptions, "ca" | "login">> & Pick<NntpOptions, "ca" | "login">;

/**
 * `options` with every default.
 * @throws {Error} where they would send a password in the clear
 */
export function nntpSettings(options: NntpOptions): NntpSettings {
  const { name, host, tls, login } = options;
  if (tls === "none" && login !== undefined && !isLoopback(host)) {
    throw new Error(`${name}: tls "none" sends the password in the clear to ${host}; use "implicit" or "starttls"`);
  }
  return {
    commandMs: 60_000,
    pauseMs: 2_000,
    onNotice: () => undefined,
    random: Math.random,
    ...options,
  };
}
