import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { scoreComments } from "../../bench/threads/comments.ts";
import type { Inspected } from "../../bench/threads/inspected.ts";
import { patchText, written } from "../support/stage.ts";

const patch = written({ id: "p@x", subject: "[PATCH] wbus: fill the ring", text: patchText("wbus/ring.c") });
const place = { threadRoot: "p@x", headerParent: "p@x", lists: [] };

/** How many comments the benchmark sees in an answer that quotes the patch's diff and goes on with `below`. */
function comments(...below: readonly string[]): number {
  const quoted = patchText("wbus/ring.c")
    .split("\n")
    .map((line) => `> ${line}`)
    .slice(0, -3);
  const answer = written({
    id: "a@x",
    subject: "Re: [PATCH] wbus: fill the ring",
    from: "Inès Marsh <ines.marsh@example.org>",
    refs: ["p@x"],
    text: [...quoted, "> +	fill_the_ring(bus);", "", ...below].join("\n"),
  });
  const rows = new Map([["a@x", [{ comments: [] } as unknown as Inspected]]]);
  const [file] = scoreComments({
    mails: [patch, answer],
    places: [{ messageId: "a@x", parent: null, ...place }],
    rows,
  });
  return file!.of;
}

describe("below lines of a quoted diff, the benchmark takes for a comment", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [below: string[], isComment: boolean, because: string][] = [
    [["Why is this not locked?"],                                true,  "it says something"],
    [["Thanks, but why is this not locked?"],                    true,  "thanks are not all of it"],
    [["Thanks,", "", "I take it as it is."],                     true,  "something follows the thanks"],
    [["Why?", "> + more"],                                       true,  "the next quote ends it, one word is enough"],
    [["Best regards,", "Inès"],                                  false, "a farewell with the name"],
    [["Many thanks!", "", "Ines"],                               false, "the name without its accent"],
    [["/Inès Marsh"],                                            false, "the name alone"],
    [["With kind regards", "IM"],                                false, "initials"],
    [["Regards", "Ravi"],                                        true,  "a name that is not the sender's may be a question"],
    [["Reviewed-by: Inès Marsh <ines.marsh@example.org>"],       false, "a tag is about the patch"],
    [["-- ", "Inès Marsh, kernel things"],                       false, "a signature"],
    [["Thanks", "____________________________", "wbus mailing list"], false, "the list's footer"],
  ];
  for (const [below, isComment, because] of rows)
    test(`${JSON.stringify(below.join(" / "))}: ${isComment ? "yes" : "no"}, since ${because}`, () =>
      assert.equal(comments(...below), isComment ? 1 : 0));
});
