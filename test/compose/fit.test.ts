import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { CARD, FLAT_REPLY, fit, fitPost, REPLY, shorten } from "../../src/compose/fit.ts";
import type { Block, Post } from "../../src/compose/post.ts";
import { size } from "../../src/compose/size.ts";

const text = (...lines: string[]): Block => ({ kind: "text", lines });
const quote = (...lines: string[]): Block => ({ kind: "quote", lines, code: false });

describe("blocks are cut to a budget", () => {
  const budget = { maxLines: 4, maxChars: 120, maxNodes: 20 };
  // biome-ignore format: the columns are the specification
  const rows: readonly [name: string, blocks: Block[], shown: Block[]][] = [
    ["what fits stays as it is",                     [quote("a"), text("b")],                                  [quote("a"), text("b")]],
    ["a text is cut at a sentence",                  [text(`First. ${"Second is long ".repeat(9)}.`)],         [text("First. […]")]],
    ["code is never cut, but told by its length",    [{ kind: "code", language: "diff", lines: ["-a", "+b", "-c", "+d", "-e"] }], [text("[… 5 lines of a diff]")]],
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

describe("what is cut is counted", () => {
  const budget = { maxLines: 4, maxChars: 120, maxNodes: 20 };
  // biome-ignore format: the columns are the specification
  const rows: readonly [name: string, blocks: Block[], cut: number][] = [
    ["nothing",                                         [text("a", "", "b")],                                                     0],
    ["a paragraph shown in part and one not at all",    [text("a", `First. ${"Second is long ".repeat(9)}.`, "c")],               2],
    ["a stub of a point",                               [text("Reasons:", `1. ${"one ".repeat(30)}`, `2. ${"two ".repeat(20)}`)], 2],
    ["code as one, blank lines and quotes not",         [text("a", "", "b"), quote("q"), { kind: "code", language: "text", lines: ["x", "y", "z"] }], 1],
  ];
  for (const [name, blocks, cut] of rows) test(name, () => assert.equal(fit(blocks, budget).cut, cut));

  test("and a reply says so in its last line, within its budget", () => {
    const post: Post = {
      form: "reply",
      title: "Tom Okafor",
      byline: [],
      blocks: [text(..."abcdefghijklmnopqrstuvwx")],
      footer: [{ kind: "id", text: "p9dk" }],
      isCut: false,
    };
    const { blocks, footer, isCut } = fitPost(post, REPLY);
    assert.deepEqual([isCut, footer.map((item) => item.text)], [true, ["cut: 11 paragraphs", "p9dk"]]);
    assert.deepEqual(
      blocks.map(size).map(({ lines }) => lines),
      [14],
    );
  });
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

const list: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant("list" as const), items: fc.array(line, { maxLength: 40 }) }),
  fc.record({
    kind: fc.constant("tags" as const),
    tags: fc.array(fc.record({ name: fc.constant("Acked-by"), who: line }), { minLength: 1, maxLength: 20 }),
  }),
);
const few = fc.record({
  maxLines: fc.integer({ min: 0, max: 20 }),
  maxChars: fc.integer({ min: 0, max: 1200 }),
  maxNodes: fc.integer({ min: 0, max: 12 }),
});

test("no budget is ever exceeded", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(block, list), { maxLength: 8 }),
      fc.oneof(fc.constantFrom(CARD, FLAT_REPLY, REPLY), few),
      (blocks, budget) => {
        const fitted = fit(blocks, budget);
        const sizes = fitted.blocks.map(size);
        assert.ok(sizes.reduce((sum, { lines }) => sum + lines, 0) <= budget.maxLines);
        assert.ok(sizes.reduce((sum, { chars }) => sum + chars, 0) <= budget.maxChars);
        assert.ok(sizes.reduce((sum, { nodes }) => sum + nodes, 0) <= budget.maxNodes);
        assert.equal(fitted.isCut, !isDeepStrictEqual(fitted.blocks, blocks));
        for (const shown of fitted.blocks) if (shown.kind === "code") assert.ok(blocks.includes(shown));
      },
    ),
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
