import { count } from "../place.ts";
import type { Post } from "../post.ts";
import { notice } from "./notice.ts";

/** The answer to whatever asks for a mail that is hidden. */
export const hiddenHere: Post = notice(
  "Hidden here",
  'An admin of a channel took this mail out of sight. An admin of that channel or the operator can say "unhide" to it.',
);

/** What became of its posts: channels where they are edited, and posts that may be out and cannot be. */
export interface HideOutcome {
  readonly channels: number;
  readonly unsure: number;
}

/** The answer to `hide`. */
export function hidden({ channels, unsure }: HideOutcome, short: string): Post {
  return answered(
    short,
    "Hidden everywhere",
    `Its posts in ${count(channels, "channel")} become one line, and what had not gone out does not. No command shows its text any more.`,
    ...(unsure > 0
      ? [`${count(unsure, "post")} may be in a channel and cannot be edited; the operator can remove it.`]
      : []),
    "What digests and answers have said of it stays, and what others quote of it.",
    `To show it again, say "unhide ${short}".`,
  );
}

/** The answer to `unhide`. */
export function shownAgain({ channels }: HideOutcome, short: string): Post {
  return answered(
    short,
    "Shown again",
    `Its posts in ${count(channels, "channel")} are as they were; what had not gone out before it was hidden is not posted any more.`,
  );
}

export const notHidden: Post = notice("Not hidden", "No hidden mail by that name can be shown again here.");

export const hiddenElsewhere: Post = notice(
  "It was hidden in another channel",
  "Only an admin of the channel where it was hidden, or the operator, can show it again.",
);

function answered(short: string, title: string, ...lines: readonly string[]): Post {
  return { ...notice(title, ...lines), footer: [{ kind: "id", text: short }], mail: short };
}
