import type { Mailbox } from "../../mail/mail.ts";
import type { Patch } from "../../patch/patch.ts";

export interface Mailable {
  readonly author: Mailbox;
  readonly date?: Date;
  /** With its brackets: `[PATCH v3 2/7] wbus: fill the ring`. */
  readonly subject: string;
  readonly patch: Pick<Patch, "message" | "commitTrailers" | "diff">;
}

/**
 * The patch as a mail that `git am` takes (git-format-patch(1)), made from what we read, so that an attached or encoded
 * one works as well. It begins with `From:` and not with an mbox line: then no line of the message that starts with
 * `From ` can part it in two.
 */
export function formatPatch({ author, date, subject, patch }: Mailable): string {
  const trailers = patch.commitTrailers.map(({ name, value }) => `${name}: ${value}`);
  const paragraphs = [patch.message.trim(), trailers.join("\n")].filter((text) => text !== "");
  return `${[
    `From: ${mailbox(author)}`,
    `Date: ${(isDate(date) ? date : new Date(0)).toUTCString().replace("GMT", "+0000")}`,
    `Subject: ${subject}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    ...paragraphs.flatMap((text, at) => (at === 0 ? [text] : ["", text])),
    "---",
    "",
    patch.diff.endsWith("\n") ? patch.diff : `${patch.diff}\n`,
  ].join("\n")}`;
}

function isDate(date: Date | undefined): date is Date {
  return date !== undefined && !Number.isNaN(date.getTime());
}

function mailbox({ name, address }: Mailbox): string {
  const bare = address.replace(/[<>\s]/g, "");
  return `"${name.replace(/["\\]/g, "\\$&")}" <${bare === "" ? "unknown@invalid" : bare}>`;
}
