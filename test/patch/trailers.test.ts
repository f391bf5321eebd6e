import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import { commitTrailers, givenTrailers } from "../../src/patch/trailers.ts";

const written = (trailers: readonly { name: string; value: string }[]) =>
  trailers.map(({ name, value }) => `${name}: ${value}`);

describe("a commit message's trailers are", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [message: string, trailers: readonly string[], because: string][] = [
    ["Why.\n\nFixes: 1f0a2e0b (\"x\")\nSigned-off-by: Ada <a@x.org>", ['Fixes: 1f0a2e0b ("x")', "Signed-off-by: Ada <a@x.org>"], "its last paragraph"],
    ["Why.\n\nLink: https://example.org/a\n",                ["Link: https://example.org/a"],                   "none of them must be git's"],
    ["Why.\n\nReported-by: Ada\n  <a@x.org>\nCc: b@x.org",   ["Reported-by: Ada <a@x.org>", "Cc: b@x.org"],      "a folded one is joined"],
    ["Why.\n\n[ada: reworded]\nSigned-off-by: Ada <a@x.org>", ["Signed-off-by: Ada <a@x.org>"],                  "git's own vouches for a remark beside it"],
    ["Why.\n\nNote: see below\nand more prose.",             [],                                                "a paragraph of prose is none"],
    ["Why.\n\nA: b\nprose\nprose\nprose\nSigned-off-by: Ada <a@x.org>", ["A: b", "Signed-off-by: Ada <a@x.org>"], "a quarter is enough"],
    ["Why.\n\nA\nB\nC\nD\nSigned-off-by: Ada <a@x.org>",     [],                                                "less than a quarter is not"],
    ["Signed-off-by: Ada <a@x.org>",                         ["Signed-off-by: Ada <a@x.org>"],                  "the title is the mail's subject"],
    ["",                                                     [],                                                "nothing"],
  ];
  for (const [message, trailers, because] of rows) {
    test(`${JSON.stringify(message)}: ${because}`, () => assert.deepEqual(written(commitTrailers(message)), trailers));
  }
});

describe("given in a reply are", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, trailers: readonly string[], because: string][] = [
    ["Reviewed-by: Ada <a@x.org>",                                  ["Reviewed-by: Ada <a@x.org>"],        "a line of its own"],
    ["Looks fine.\n\nAcked-by: Ada <a@x.org>\nTested-by: Ada <a@x.org>", ["Acked-by: Ada <a@x.org>", "Tested-by: Ada <a@x.org>"], "two of them"],
    ["With that: Reviewed-by: Ada <a@x.org>",                       ["Reviewed-by: Ada <a@x.org>"],        "the end of a sentence"],
    ["With that done Reviewed-by: Ada <a@x.org>. Thanks!",          ["Reviewed-by: Ada <a@x.org>"],        "the middle of one"],
    ["reviewed-by: Ada <a@x.org>",                                  ["reviewed-by: Ada <a@x.org>"],        "small letters"],
    ["Reviewed-by: Ada L. (corp) <a@x.org>",                        ["Reviewed-by: Ada L. (corp) <a@x.org>"], "a name with more in it"],
    ["Acked-by: Ada <a@x.org> # for wbus",                          ["Acked-by: Ada <a@x.org> # for wbus"], "a remark behind it"],
    ["Reviewed-by: Ada\n<a@x.org>",                                 ["Reviewed-by: Ada <a@x.org>"],        "an address that a mail client wrapped"],
    ["Tested-by: a@x.org",                                          ["Tested-by: a@x.org"],                "an address alone"],
    ["Reviewed-by: Ada <a@x.org<mailto:a@x.org>>",                  ["Reviewed-by: Ada <a@x.org>"],        "what is left of a link"],
    ["Reported-and-tested-by: syzbot+0@example.org",                ["Reported-and-tested-by: syzbot+0@example.org"], "two in one, a robot's too"],
    ["Reported-by: Ada<a@x.org>",                                   ["Reported-by: Ada<a@x.org>"],         "no blank before the address"],
  ];
  for (const [text, trailers, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () =>
      assert.deepEqual(written(givenTrailers(condense(text).lines)), trailers));
  }
});

describe("not given are", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, because: string][] = [
    ["> Reviewed-by: Ada <a@x.org>\n\nThanks, added.",       "another's, quoted"],
    ["    Reviewed-by: Ada <a@x.org>",                       "a commit, pasted"],
    ["| Reported-by: a robot <a@x.org>",                     "a robot's form letter"],
    ["Signed-off-by: Ada <a@x.org>",                         "where a patch came from"],
    ["Please add a Reviewed-by: tag.",                       "the word alone"],
    ["Please add Acked-by/Reviewed-by tags when posting.",   "two words alone"],
    ["Optionally a Reported-by:, too.",                      "nobody named"],
    ["Reviewed-by: me",                                      "nobody to be named"],
    ["+Reviewed-by: Ada <a@x.org>",                          "a line of a diff"],
  ];
  for (const [text, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.deepEqual(givenTrailers(condense(text).lines), []));
  }
});

test("a megabyte of trailers takes its length's time", () => {
  const started = performance.now();
  for (const line of ["Reviewed-by: ", "Reviewed-by: a@", "Reviewed-by: <", "A-", " a:"]) {
    const long = line.repeat(1_000_000 / line.length);
    givenTrailers([{ text: long, label: "new" }]);
    commitTrailers(long);
    commitTrailers(`${line}\n`.repeat(100_000));
  }
  assert.ok(performance.now() - started < 2000);
});
