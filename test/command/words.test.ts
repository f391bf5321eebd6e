import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { words } from "../../src/command/words.ts";

describe("a request falls into words:", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [request: string, texts: readonly string[], because: string][] = [
    ["",                       [],                        "nothing has none"],
    ["  a \t b  ",             ["a", "b"],                "space parts them, however much"],
    ['"a b" c',                ["a b", "c"],              "quotes keep them together"],
    ["'a \"b\"'",              ['a "b"'],                 "of two kinds, so that one can hold the other"],
    ['x="a b"',                ["x=a b"],                 "also behind ="],
    ['x:"a b" "c:"d',          ["x:a b", "c:d"],          "and behind :"],
    ["don't x\"y",             ["don't", 'x"y'],          "a quote within a word is a character"],
    ['""',                     [""],                      "an empty one is a word"],
    ['a "b c',                 ["a", "b c"],              "what is never closed reaches to the end"],
  ];
  for (const [request, texts, because] of rows) {
    test(`${JSON.stringify(request)}, since ${because}`, () => {
      assert.deepEqual(
        words(request).map(({ text }) => text),
        texts,
      );
    });
  }

  test("and knows where the first = stands, unless it is quoted", () => {
    assert.deepEqual(
      words('a=b=c ab=c "a=b" a').map(({ equals }) => equals),
      [1, 2, -1, -1],
    );
  });

  test("words without quotes come out as they went in", () => {
    const plain = fc.array(fc.stringMatching(/^[^\s"']+$/u));
    fc.assert(
      fc.property(plain, (texts) =>
        assert.deepEqual(
          words(texts.join(" ")).map(({ text }) => text),
          texts,
        ),
      ),
    );
  });
});
