import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { quoteDepth, unquoted } from "../../src/condense/quote-mark.ts";

describe("the marks of a line", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [line: string, depth: number, inside: string, because: string][] = [
    ["> a",     1, "a",     "one space belongs to the mark"],
    [">a",      1, "a",     "it may be missing"],
    [">  a",    1, " a",    "a second one is the text's"],
    [">> a",    2, "a",     "marks may touch"],
    ["> > a",   2, "a",     "or not"],
    [" > a",    1, "a",     "a space before is what some clients do"],
    [">\ta",    1, "\ta",   "a tab is the text's"],
    ["> -> a",  1, "-> a",  "an arrow is no mark"],
    [">= a",    0, ">= a",  "an operator"],
    [">&2",     0, ">&2",   "a redirection"],
    ["  > a",   0, "  > a", "two spaces are an indentation"],
    ["a > b",   0, "a > b", "text comes first"],
    ["",        0, "",      "nothing is there"],
  ];
  for (const [line, depth, inside, because] of rows) {
    test(`${JSON.stringify(line)}: ${depth}, since ${because}`, () => {
      assert.equal(quoteDepth(line), depth);
      assert.equal(unquoted(line), inside);
    });
  }
});
