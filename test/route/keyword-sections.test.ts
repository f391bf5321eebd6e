import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { keywordIndex } from "../../src/route/keyword-sections.ts";
import { parseMaintainers } from "../../src/route/maintainers.ts";

const keywordsOf = keywordIndex(parseMaintainers("WBUS\nK: \\bwbus_[a-z]+\nK: wbus core\n\nCLK\nK: clk_prepare\n"));

const patch = (message: string, ...lines: string[]) =>
  `Subject: a change\n\n${message}\n\ndiff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n@@ -1,3 +1,3 @@\n${lines.join("\n")}\n`;

describe("a K: line matches a patch", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, names: readonly string[], because: string][] = [
    [patch("This calls wbus_fill twice."),         ["WBUS"],        "that names it in its message"],
    [patch("", "+\twbus_fill(ring);"),             ["WBUS"],        "that adds it"],
    [patch("", "-\twbus_fill(ring);"),             ["WBUS"],        "that takes it away"],
    [patch("", " \twbus_fill(ring);"),             [],              "not one that only stands beside it"],
    [patch("Fixes: 123456 (\"wbus_fill\")"),       [],              "not by a Fixes: line"],
    [patch("clk_prepare", "+wbus_fill(wbus_a)"),   ["WBUS", "CLK"], "in the order of the file, once each"],
    [patch("the wbuscore"),                        ["WBUS"],        "blanks in it do not count"],
    ["",                                           [],              "not an empty one"],
  ];
  for (const [text, names, because] of rows) {
    test(because, () =>
      assert.deepEqual(
        keywordsOf(text).map(({ name }) => name),
        names,
      ),
    );
  }

  test("and says which one", () =>
    assert.deepEqual(keywordsOf("clk_prepare"), [{ name: "CLK", keyword: "clk_prepare" }]));
});
