import type { Filter } from "../route/filter.ts";
import type { Overrides, Wish } from "../route/wants.ts";

/** What the operator set, checked, with defaults filled in: frozen. Paths are absolute, times are milliseconds. */
export interface Config {
  /** Folder of the store and of all that must outlive the process. */
  readonly data: string;
  readonly sources: readonly SourceConfig[];
  readonly lists: readonly ListConfig[];
  /** By whose clocks digests come: `Europe/Berlin`. */
  readonly timezone: string;
  /** The table of subsystems, a file. */
  readonly subsystems?: string;
  /**
   * The kernel's MAINTAINERS file, or one like it, and the source tree's directories: a file that lists them, a folder with
   * git's repository of the tree, or the word `git` for that of the file.
   */
  readonly maintainers?: { readonly file: string; readonly directories?: string };
  /** Addresses, in lower case, whose mail is shown as subject and link only. */
  readonly omit: readonly string[];
  readonly kinds: KindsConfig;
  readonly web: WebConfig;
  readonly discord?: DiscordConfig;
  readonly matrix?: MatrixConfig;
  /** Where it tells how it is, and what it counts; nowhere where it is left out. */
  readonly health?: { readonly host: string; readonly port: number };
  readonly subscriptions: readonly SubscriptionConfig[];
  readonly channels: readonly ChannelConfig[];
  /** How long a card waits for the rest of its series, and a reply for its parent. */
  readonly waits: { readonly cardMs: number; readonly orphanMs: number };
  readonly log: { readonly level: "debug" | "info" | "warn" | "error" | "silent" };
}

export type SourceConfig = ImapConfig | FilesConfig | NewsConfig;

/** A news server; each of its groups is a source of its own, on one connection. */
export interface NewsConfig {
  readonly name: string;
  readonly type: "nntp";
  readonly host: string;
  readonly port: number;
  readonly tls: "implicit" | "starttls" | "none";
  /** PEM: the authority that signed the server's certificate. */
  readonly ca?: string;
  /** Absent where the server gives its articles to everybody. `password`: as for IMAP. */
  readonly login?: { readonly user: string; readonly password: () => Promise<string> };
  /** `list`: the List-Id of articles that have none. */
  readonly groups: readonly { readonly group: string; readonly list?: string }[];
  readonly start: "now" | "all" | { readonly sinceMs: number };
  readonly pollMs: number;
}

/** A Maildir or an mbox that others deliver into. */
export interface FilesConfig {
  readonly name: string;
  readonly type: "maildir" | "mbox";
  readonly path: string;
  readonly start: "now" | "all" | { readonly sinceMs: number };
  readonly pollMs: number;
}

/** One account; each of its mailboxes is a source of its own. */
export interface ImapConfig {
  readonly name: string;
  readonly type: "imap";
  readonly host: string;
  readonly port: number;
  readonly tls: "implicit" | "starttls" | "none";
  /** PEM: the authority that signed the server's certificate. */
  readonly ca?: string;
  readonly user: string;
  /** Asked for at each login. @throws {Error} which says what could not be read, never what was read */
  readonly password: () => Promise<string>;
  /** It gives an access token (XOAUTH2). */
  readonly isToken?: true;
  readonly mailboxes: readonly string[];
  readonly start: "now" | "all" | { readonly sinceMs: number };
  readonly pollMs: number;
}

export interface ListConfig {
  /** As in List-Id, lower case: `wbus.lists.example.org`. */
  readonly id: string;
  readonly name?: string;
  /** Where its mails can be read by everybody; `{id}` stands for the percent-encoded Message-ID. */
  readonly archive?: string;
  readonly visibility: Visibility;
}

/** Who may see a list: everybody, or these Discord servers, Matrix rooms or channels alone. */
export type Visibility =
  | "public"
  | { readonly guilds: readonly string[] }
  | { readonly rooms: readonly string[] }
  | { readonly channels: readonly string[] };

/** What the operator adds to the tables by which mails are told apart. */
export interface KindsConfig {
  readonly robots: readonly {
    readonly robot:
      | "kernel-test-robot"
      | "ci"
      | "syzbot"
      | "ai-review-bot"
      | "patchwork-bot"
      | "pr-tracker-bot"
      | "regzbot";
    /** Found in the sender's `name <address>`, lower case: `<ci@example.org>`, `@ci.example.org>`. */
    readonly marks: readonly string[];
  }[];
  /** Phrases at the head of a sentence: patches were applied, somebody says no outright. */
  readonly applied: readonly string[];
  readonly nak: readonly string[];
}

export interface DiscordConfig {
  /** The bot's. @throws {Error} which says what could not be read, never what was read */
  readonly token: () => Promise<string>;
  /** Where Discord's API is; its own address where it is left out. */
  readonly api?: string;
  /** Ids of users who may do everything. */
  readonly operators: readonly string[];
  /** The Message Content intent is switched on for the bot. */
  readonly readsMessages: boolean;
}

export interface MatrixConfig {
  /** `https://matrix.example.org`. */
  readonly homeserver: string;
  /** The bot's access token. @throws {Error} which says what could not be read, never what was read */
  readonly token: () => Promise<string>;
  /** Users who may do everything. */
  readonly operators: readonly string[];
  /** Users and servers who may invite the bot. */
  readonly allow: readonly string[];
  /** What a command begins with. */
  readonly prefix: string;
}

export interface WebConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly token?: string;
  /** `auto`: a channel for each list and subsystem; else these alone. */
  readonly channels: "auto" | readonly string[];
  /** What the channels that `auto` makes are shown. */
  readonly preset: "normal" | "quiet" | "everything";
}

export interface SubscriptionConfig extends Wish {
  /** `web:wbus`. */
  readonly channel: string;
}

/** What is set for all that a channel shows. */
export interface ChannelConfig extends Overrides {
  /** `web:wbus`. */
  readonly channel: string;
  readonly filters: readonly Filter[];
  readonly layout?: "thread" | "flat" | "forum";
  /** Messages an hour. */
  readonly cap?: number;
}
