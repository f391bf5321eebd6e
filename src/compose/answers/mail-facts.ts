import type { MessageId } from "../../mail/message-id.ts";
import { whereToRead } from "../place.ts";
import type { FooterItem } from "../post.ts";

/** What an answer about one mail says of it. All strings are cleaned and of one line. */
export interface MailFacts {
  readonly short: string;
  readonly id: MessageId;
  readonly subject: string;
  readonly author: string;
  /** The names of its lists, or their ids where they have none. */
  readonly lists: readonly string[];
  readonly arrivedAt: Date;
  /** Where the archives of its lists keep it, computed by us; empty where none does. */
  readonly archives: readonly { readonly list: string; readonly url: string }[];
}

/** The last line: the first archive's link, then the short id. */
export function foot({ short, archives: [first] }: MailFacts): FooterItem[] {
  return whereToRead(short, first && { text: "archive", url: first.url });
}
