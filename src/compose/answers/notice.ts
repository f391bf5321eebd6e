import type { Post } from "../post.ts";

/** A short answer: what was done or why not, each line a paragraph of our own words. */
export function notice(title: string, ...lines: readonly string[]): Post {
  return {
    form: "answer",
    title,
    byline: [],
    blocks:
      lines.length > 0 ? [{ kind: "text", lines: lines.flatMap((line, at) => (at === 0 ? [line] : ["", line])) }] : [],
    footer: [],
    isCut: false,
  };
}

/** The same for a mail that is not there, not yet shown, held back, or of a list that may not be shown in the channel. */
export const notFound: Post = notice(
  "Not found",
  "No mail by that name can be shown here. Give the short id at the end of a post, or a Message-ID, or say it in reply to a post.",
);

/** The same for somebody who never wrote, and for one whose mail may not be shown here. */
export const noSuchPerson: Post = notice(
  "Not found",
  "Nobody by that name wrote to a list that can be shown here. Say it in reply to a post of theirs, or name a mail of theirs by its short id.",
);

/** The same for a list that there is not and one that may not be shown in the channel; `near`: names that may have been meant. */
export function noSuchName(near: readonly string[] = []): Post {
  return notice(
    "Not found",
    "There is no list or subsystem by that name here.",
    ...(near.length > 0 ? [`Near to it: ${near.join(", ")}.`] : []),
  );
}

/** `2026-11-03 09:56 UTC`; for an instant out of range, which mail headers hold, `at an unknown time`. */
export function instant(date: Date): string {
  return Number.isNaN(date.getTime())
    ? "at an unknown time"
    : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
