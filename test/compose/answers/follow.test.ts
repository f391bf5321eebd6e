import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type FollowOutcome, following } from "../../../src/compose/answers/follow.ts";

describe("of following is said", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [outcome: FollowOutcome, title: string, more: RegExp][] = [
    ["followed",         "You follow this now",          /new version.*applied or merged.*30 days.*7 days.*unfollow k7q2m9xa/],
    ["followed-already", "You follow this already",      /"unfollow k7q2m9xa"/],
    ["too-many",         "You follow 200 here already",  /Unfollow another/],
    ["unfollowed",       "You no longer follow this",    /^wbus: a ring$/],
    ["not-followed",     "You did not follow this here", /^wbus: a ring$/],
  ];
  for (const [outcome, title, more] of rows) {
    test(outcome, () => {
      const post = following(outcome, "wbus: a ring", "k7q2m9xa", 200);
      assert.deepEqual([post.form, post.title, post.mail], ["answer", title, "k7q2m9xa"]);
      const [text] = post.blocks;
      assert.match(text?.kind === "text" ? text.lines.join(" ") : "", more);
    });
  }
});
