import { IDLE_DAYS } from "../../series/following.ts";
import type { Post } from "../post.ts";
import { instant, notice } from "./notice.ts";

/** What came of `mute`, `cool` and `unmute`. */
export type MuteOutcome =
  | { readonly kind: "muted" | "cooled"; readonly until: Date; readonly isIdle: boolean }
  | { readonly kind: "unmuted" | "not-muted" };

/** The answer to them. `title` and `short` are those of the mail that was named. */
export function muting(outcome: MuteOutcome, title: string, short: string): Post {
  const [first, ...rest] = words(outcome, short);
  return { ...notice(first, title, ...rest), footer: [{ kind: "id", text: short }], mail: short };
}

function words(outcome: MuteOutcome, short: string): [title: string, ...lines: string[]] {
  const toEnd = `To end that, say "unmute" in reply to it, or "unmute ${short}".`;
  switch (outcome.kind) {
    case "muted": {
      const end = `until ${instant(outcome.until)}`;
      return [
        `Muted here ${outcome.isIdle ? `until ${IDLE_DAYS} days have passed without a mail` : end}`,
        "Nothing new of it is shown in this channel till then. Other channels go on.",
        ...(outcome.isIdle ? [`If none comes from now on, that is ${end}.`] : []),
        toEnd,
      ];
    }
    case "cooled":
      return [
        `Cooled here until ${instant(outcome.until)}`,
        "Its replies are counted on its card till then, and not shown. Other channels go on.",
        toEnd,
      ];
    case "unmuted":
      return ["All of it is shown here again from now on"];
    case "not-muted":
      return ["It was neither muted nor cooled here"];
  }
}
