import { IDLE_DAYS, LANDED_DAYS } from "../../series/following.ts";
import type { Post } from "../post.ts";
import { notice } from "./notice.ts";

/** What came of `follow` and `unfollow`. */
export type FollowOutcome = "followed" | "followed-already" | "too-many" | "unfollowed" | "not-followed";

/** The answer to `follow` and `unfollow`. `title` and `short` are those of the mail that was named, `max` the most follows. */
export function following(outcome: FollowOutcome, title: string, short: string, max: number): Post {
  const [first, ...rest] = words(outcome, short, max);
  return { ...notice(first, title, ...rest), footer: [{ kind: "id", text: short }], mail: short };
}

function words(outcome: FollowOutcome, short: string, max: number): [title: string, ...lines: string[]] {
  const toStop = `To stop, say "unfollow" in reply to it, or "unfollow ${short}".`;
  switch (outcome) {
    case "followed":
      return [
        "You follow this now",
        "When this channel shows a new version of it, or that it was applied or merged, you are told by name; nobody else is.",
        `That ends by itself ${IDLE_DAYS} days after its last mail, or ${LANDED_DAYS} days after all of it is applied or merged. ${toStop}`,
      ];
    case "followed-already":
      return ["You follow this already", toStop];
    case "too-many":
      return [`You follow ${max} here already`, "That is as many as one may. Unfollow another one first."];
    case "unfollowed":
      return ["You no longer follow this"];
    case "not-followed":
      return ["You did not follow this here"];
  }
}
