import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { operatorRegExp } from "../../src/route/operator-regexp.ts";

describe("an expression of the operator", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [written: string, text: string, matches: boolean, because: string][] = [
    ["wbus",              "drivers/wbus/a.c", true,  "it is anchored nowhere"],
    ["w bus # the bus",   "wbus",             true,  "blanks and comments do not count"],
    ["w[ ]bus",           "w bus",            true,  "in a class they do"],
    ["w\\ bus",           "w bus",            true,  "and behind a backslash"],
    ["[#]ring",           "#ring",            true,  "a number sign in a class is one"],
    ["(?i)WBUS",          "wBus",             true,  "the case may be left open"],
    ["\\b(?i:wbus)\\b",   "a WBus b",         true,  "also for a part"],
    ["[^a-z]wbus",        "awbus",            false, "classes can be turned"],
    ["(?:\\b|_)wb(?:s)?", "x_wb",             true,  "a group may be left out"],
  ];
  for (const [written, text, expected, because] of rows) {
    test(`${written} ${expected ? "is" : "is not"} in ${JSON.stringify(text)}: ${because}`, () => {
      const regexp = operatorRegExp(written);
      assert.ok(regexp instanceof RegExp);
      assert.equal(regexp.test(text), expected);
    });
  }

  // biome-ignore format: the columns are the specification
  const refused: readonly [written: string, says: RegExp][] = [
    ["(a+)+$",        /without limit/],
    ["(a|a)*b",       /without limit/],
    ["(?:ab){2,}",    /without limit/],
    ["(",             /unterminated|Unterminated/],
    ["   # nothing",  /empty/],
    ["x".repeat(1001), /longer/],
  ];
  for (const [written, says] of refused) {
    test(`${written.slice(0, 20)} is refused with a reason`, () => {
      const refusal = operatorRegExp(written);
      assert.equal(typeof refusal, "string");
      assert.match(String(refusal), says);
    });
  }

  test("may hold repeated single characters, brackets in classes included", () => {
    for (const written of ["[)]*a", "\\)+", "a{3,}", "(ab){0,9}"]) assert.ok(operatorRegExp(written) instanceof RegExp);
  });

  test("is read or refused, never thrown", () => {
    fc.assert(fc.property(fc.string(), (written) => ["string", "object"].includes(typeof operatorRegExp(written))));
  });
});
