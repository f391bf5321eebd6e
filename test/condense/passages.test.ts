import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";

describe("the context of an answer is", () => {
  const rows: readonly [title: string, quote: string, context: readonly string[]][] = [
    ["the line right above", "> Does it build?", ["Does it build?"]],
    ["the sentence that ends there", "> It boots now. Does it also\n> resume?", ["Does it also", "resume?"]],
    ["the last of two sentences in a line", "> It boots. Does it resume?", ["Does it resume?"]],
    ["the paragraph's end, not the one before", "> Other matter\n>\n> Does it build?", ["Does it build?"]],
    [
      "at most three lines, the sentence going through the first",
      "> a b\n> c d\n> e f\n> g h",
      ["… c d", "e f", "g h"],
    ],
    ["above blank quoted lines and lone brackets", "> \tcount++;\n> }\n>", ["\tcount++;"]],
    ["one line of code", "> +\ta();\n> +\tb();\n> +\tc();\n> +\tfourth();", ["+\tfourth();"]],
    ["code with the head it stands in", "> +\tif (!head)\n> +\t\treturn 0;", ["+\tif (!head)", "+\t\treturn 0;"]],
    ["of the depth that is answered", "> > Why?\n> Because.", ["Because."]],
  ];
  for (const [title, quote, context] of rows) {
    test(title, () => {
      const [passage] = condense(`On Mon, 4 Nov 2024, Ada wrote:\n${quote}\n\nAn answer.`).passages;
      assert.deepEqual(passage?.context, context);
    });
  }

  test("told apart from the line right above, by whose index its place in the code is known", () => {
    const { passages, lines } = condense("> \tcount++;\n> }\n\nWhy?");
    assert.deepEqual(
      passages.map(({ contextAt }) => lines[contextAt]?.text),
      ["> \tcount++;"],
    );
  });

  test("empty where the text comes before any quote", () => {
    const [passage] = condense("Hello\n\nOn Mon, 4 Nov 2024, Ada wrote:\n> Yes").passages;
    assert.deepEqual(passage, { context: [], contextAt: -1, text: ["Hello"], kind: "prose" });
  });

  test("given once, to the first stretch below it", () => {
    const { passages } = condense("> Ready?\n\nYes.\n\nReviewed-by: Ada <ada@example.org>\n");
    assert.deepEqual(
      passages.map(({ kind, context }) => [kind, context]),
      [
        ["prose", ["Ready?"]],
        ["trailers", []],
      ],
    );
  });
});

describe("a stretch of new text", () => {
  test("is a diff where the author sends one", () => {
    const patch = ["diff --git a/a b/a", "--- a/a", "+++ b/a", "@@ -1 +1 @@", "-a", "+b"];
    const { passages } = condense(`Like this:\n\n${patch.join("\n")}`);
    assert.deepEqual(
      passages.map(({ kind, text }) => [kind, text]),
      [
        ["prose", ["Like this:"]],
        ["diff", patch],
      ],
    );
  });

  test("is a log where the kernel speaks", () => {
    const { passages } = condense("It says:\n\n[   12.345678] wbus: timeout\n");
    assert.deepEqual(
      passages.map(({ kind }) => kind),
      ["prose", "log"],
    );
  });
});
