import type { LineLabel } from "../condense/condensed.ts";

/**
 * What we say, before any platform's markup. Every string is plain text from a mail or from us, cleaned but not
 * escaped: renderers escape. Budgets (lines, characters, nodes) are already kept.
 */
export interface Post {
  /**
   * `card` opens a conversation and is edited as it moves on; `reply` stands within one; `line` is a change of state,
   * one message that replies to the card; `answer` is what a command gets.
   */
  readonly form: "card" | "reply" | "line" | "answer";
  /** First line: what and who, since a push notification shows only that. `wbus: add burst mode`, `Tom Okafor`. */
  readonly title: string;
  /** The subject's brackets, before the title of a card: `[PATCH v2 0/4]`. */
  readonly tag?: string;
  /** Right behind the title of a reply: `on 2/4 · ring.c:212 wbus_fill()`, `answers Ines Marsh`. */
  readonly anchor?: string;
  /** Lines under the title: `Nora Lind · wbus, also dt-bindings`, `4 patches, 6 files, +212 −31`. */
  readonly byline: readonly string[];
  readonly blocks: readonly Block[];
  /** The last line. A card's counters and state live here alone. */
  readonly footer: readonly FooterItem[];
  /** True where `full` shows more than this post. */
  readonly isCut: boolean;
  /** The short id of the mail it is about, for `full`, `why` and links; absent where there is none. */
  readonly mail?: string;
  /** Mails that this card only counts, oldest first: patches of the series, bare trailers, robots' successes. */
  readonly counted?: readonly CountedMail[];
  /** Sent as a file: an answer too long for a message. */
  readonly file?: TextFile;
  /** When the mail arrived, ISO 8601 in UTC. */
  readonly at?: string;
}

export type Block =
  /** Quoted lines that the next block answers, marks taken off. */
  | { readonly kind: "quote"; readonly lines: readonly string[]; readonly code: boolean }
  /** The author's lines, line breaks kept; a blank line parts paragraphs. */
  | { readonly kind: "text"; readonly lines: readonly string[] }
  | { readonly kind: "code"; readonly language: "diff" | "text"; readonly lines: readonly string[] }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "tags"; readonly tags: readonly { readonly name: string; readonly who: string }[] }
  /** Mails under a heading of ours, each in one line that leads to it: what a digest is made of. */
  | { readonly kind: "mails"; readonly heading: string; readonly rows: readonly MailRow[] }
  /** Mails with their place in the tree: the answer to `thread`. */
  | { readonly kind: "tree"; readonly rows: readonly TreeRow[] }
  /** A whole mail's text, each line with its label: the answer to `full`. */
  | {
      readonly kind: "mail";
      readonly lines: readonly { readonly text: string; readonly label: LineLabel; readonly depth: number }[];
    };

export interface MailRow {
  /** `wbus: add burst mode v2 1–3 → wbus/next`. */
  readonly text: string;
  readonly mail: string;
}

export interface TreeRow {
  readonly depth: number;
  readonly title: string;
  readonly who: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly mail: string;
}

export type FooterItem =
  | { readonly kind: "state"; readonly text: string; readonly tone: "neutral" | "good" | "bad" | "warn" }
  /** Our own word as a link to a target that we computed: `{text: "lore", url: "https://…"}`. Never text from a mail. */
  | { readonly kind: "link"; readonly text: string; readonly url: string }
  /** The short id, last. */
  | { readonly kind: "id"; readonly text: string };

export interface CountedMail {
  readonly mail: string;
  /** `2/4 wbus: fill the ring`, `Reviewed-by on 2/4`. */
  readonly label: string;
  readonly who: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export interface TextFile {
  /** Made by us: `k7q2m9xa.patch`. */
  readonly name: string;
  readonly type: "text/plain" | "text/x-diff";
  /** At most 256 KiB in UTF-8. */
  readonly text: string;
}
