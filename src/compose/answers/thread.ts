import type { MessageId } from "../../mail/message-id.ts";
import { tree } from "../../thread/tree.ts";
import { authorName, subjectLine } from "../names.ts";
import { count } from "../place.ts";
import type { Post } from "../post.ts";
import { notice } from "./notice.ts";

const maxRows = 40;

export interface ThreadMail {
  readonly short: string;
  readonly id: MessageId;
  /** Oldest first. */
  readonly ancestors: readonly MessageId[];
  readonly subject: string;
  readonly author: string;
  readonly arrivedAt: Date;
}

/** The answer to `thread`: the mails that may be shown, each below the nearest of its ancestors among them. */
export function threadTree(title: string, short: string, mails: readonly ThreadMail[]): Post {
  const here = new Set(mails.map((mail) => mail.id));
  const rows = tree(
    mails.map((mail) => {
      const parent = mail.ancestors.findLast((id) => id !== mail.id && here.has(id));
      return { ...mail, ...(parent === undefined ? {} : { parent }) };
    }),
  );
  const more = rows.length - maxRows;
  return {
    ...notice(title),
    byline: [count(mails.length, "mail")],
    blocks: [
      {
        kind: "tree",
        rows: rows.slice(0, maxRows).map(({ mail, depth }) => ({
          depth,
          title: subjectLine(mail.subject, 200),
          who: authorName(mail.author, 100),
          at: mail.arrivedAt.toISOString(),
          mail: mail.short,
        })),
      },
      ...(more > 0 ? [{ kind: "text", lines: [`and ${more} more`] } as const] : []),
    ],
    footer: [{ kind: "id", text: short }],
    isCut: more > 0,
    mail: short,
  };
}
