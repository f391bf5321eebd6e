import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reflow } from "../../src/compose/reflow.ts";

const LONG = "This line is as long as mail clients make them before they break it,";

describe("prose loses the line breaks of the mail client", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [lines: string[], out: string[], because: string][] = [
    [[LONG, "and goes on."],                 [`${LONG} and goes on.`],              "the first line was full"],
    [["Short.", "Then another."],            ["Short.", "Then another."],           "the author broke it"],
    [[LONG, "- one", "- two"],               [LONG, "- one", "- two"],              "a list begins"],
    [[LONG, "2. second"],                    [LONG, "2. second"],                   "a numbered point begins"],
    [[LONG, "    int a;"],                   [LONG, "    int a;"],                  "an indent is code"],
    [[LONG, "", "", "Next."],                [LONG, "", "Next."],                   "a blank line parts paragraphs"],
    [[`- ${LONG}`, "of the point."],         [`- ${LONG} of the point.`],           "a point goes on, too"],
    [[LONG, "git tree:       upstream"],     [LONG, "git tree:       upstream"],    "a column of a table stands alone"],
    [[LONG, "Link: https://example.org/"],   [LONG, "Link: https://example.org/"],  "a trailer stands alone"],
  ];
  for (const [lines, out, because] of rows) {
    test(`${JSON.stringify(lines.map((line) => line.slice(0, 24)))}, since ${because}`, () =>
      assert.deepEqual(reflow(lines), out));
  }
});
