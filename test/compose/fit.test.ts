import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { CARD, FLAT_REPLY, fit, REPLY, shorten, size } from "../../src/compose/fit.ts";
import type { Block } from "../../src/compose/post.ts";

const text = (...lines: string[]): Block => ({ kind: "text", lines });
const quote = (...lines: string[]): Block => ({ kind: "quote", lines, code: false });

describe("blocks are cut to a budget", () => {
  const budget = { maxLines: 4, maxChars: 120 };
  // biome-ignore format: the columns are the specification
  const rows: readonly [name: string, blocks: Block[], shown: Block[]][] = [
    ["what fits stays as it is",                     [quote("a"), text("b")],                                  [quote("a"), text("b")]],
    ["a text is cut at a sentence",                  [text(`First. ${"Second is long ".repeat(9)}.`)],         [text("First. […]")]],
    ["code is cut at a line",                        [{ kind: "code", language: "diff", lines: ["-a", "+b", "-c", "+d", "-e"] }], [{ kind: "code", language: "diff", lines: ["-a", "+b", "-c", "[…]"] }]],
    ["a quote without its answer is left out",       [text("a", "b", "c"), quote("q"), text("x")],             [text("a", "b", "c")]],
    ["numbered points stay as stubs",                [text("Reasons:", `1. ${"one ".repeat(20)}`, `2. ${"two ".repeat(20)}`, `3. ${"three ".repeat(20)}`)], [text("Reasons:", "1. […]", "2. […]", "3. […]")]],
  ];
  for (const [name, blocks, shown] of rows) {
    test(name, () => {
      const fitted = fit(blocks, budget);
      assert.deepEqual(fitted.blocks, shown);
      assert.equal(fitted.isCut, JSON.stringify(shown) !== JSON.stringify(blocks));
    });
  }
});

const line = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc.constantFrom("", "1. point", "- item", "word ".repeat(50)),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), lines: fc.array(line, { maxLength: 30 }) }),
  fc.record({
    kind: fc.constant("quote" as const),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    code: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("code" as const),
    language: fc.constant("text" as const),
    lines: fc.array(line, { maxLength: 30 }),
  }),
);

test("no budget is ever exceeded", () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), fc.constantFrom(CARD, FLAT_REPLY, REPLY), (blocks, budget) => {
      const sizes = fit(blocks, budget).blocks.map(size);
      assert.ok(sizes.reduce((sum, { lines }) => sum + lines, 0) <= budget.maxLines);
      assert.ok(sizes.reduce((sum, { chars }) => sum + chars, 0) <= budget.maxChars);
    }),
    { numRuns: 2000 },
  );
});

test("shortening keeps to the length, splits no grapheme and marks the cut", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), fc.integer({ min: 2, max: 60 }), (given, max) => {
      const short = shorten(given, max);
      assert.ok(short.length <= Math.max(max, 1) || given.length <= max);
      assert.equal(short.isWellFormed(), given.isWellFormed());
      if (short !== given) assert.ok(short.endsWith("…"));
    }),
  );
});
