import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { structured } from "../../src/mail/parameters.ts";

describe("a structured field", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [field: string, value: string, params: Record<string, string>, because: string][] = [
    ["Text/Plain; Charset=UTF-8",              "text/plain", { charset: "UTF-8" },     "names in lower case"],
    ['a/b; name="x; y=z"; c=d',                "a/b", { name: "x; y=z", c: "d" },      "quotes keep semicolons"],
    ['a/b; name="say \\"hi\\""',               "a/b", { name: 'say "hi"' },            "and quotes"],
    ["a/b; name=my file(1).txt; c=d",          "a/b", { name: "my file(1).txt", c: "d" }, "quotes are forgotten"],
    ["a/b (one); (two) c=d (three)",           "a/b", { c: "d" },                      "comments go"],
    ["a/b; flag; c=d; c=e",                    "a/b", { c: "d" },                      "without a value it is none; the first counts"],
    ["a/b; name*=utf-8'de'%C3%BC.txt",         "a/b", { name: "ü.txt" },               "RFC 2231: charset and language"],
    ["a/b; name*1=b; name*0=a; name*2=c",      "a/b", { name: "abc" },                 "continued, in any order"],
    ["a/b; name*0*=utf-8''%C3; name*1*=%BC",   "a/b", { name: "ü" },                   "a letter split over two"],
    ["a/b; name=plain; name*=utf-8''better",   "a/b", { name: "better" },              "the plain one is for old readers"],
    ['a/b; name="=?utf-8?q?=C3=BC?="',         "a/b", { name: "ü" },                   "encoded words, though nobody may"],
    ['a/b; boundary="=?utf-8?q?a?="',          "a/b", { boundary: "=?utf-8?q?a?=" },   "a boundary is never decoded"],
    ['a/b; name="never closed',                "a/b", { name: "never closed" },        "a quote that never closes"],
    ["a/b; __proto__=x; constructor=y",        "a/b", { ["__proto__"]: "x", constructor: "y" }, "names that objects have"],
    ["",                                       "",    {},                              "nothing"],
  ];
  for (const [field, value, params, because] of rows) {
    test(`${field}: ${because}`, () => {
      const found = structured(field);
      assert.equal(found.value, value);
      assert.deepEqual([...found.params], Object.entries(params));
    });
  }

  test("of any length and shape is read in a moment", () => {
    for (const piece of [";", "; a", "; (", '; a="\\', "; a*0=b", "(", "'"]) {
      const started = performance.now();
      structured(`a/b${piece.repeat(100_000)}`);
      assert.ok(performance.now() - started < 1000, piece);
    }
  });
});
