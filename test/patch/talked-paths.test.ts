import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { talkedPaths } from "../../src/patch/talked-paths.ts";

describe("a report complains about", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, paths: readonly string[], because: string][] = [
    ["drivers/wbus/ring.c:12:3: warning: unused variable 'len'",   ["drivers/wbus/ring.c"], "a compiler's message"],
    ["drivers/wbus/ring.c:12 fill() warn: dead code",              ["drivers/wbus/ring.c"], "a checker's"],
    [">> Warning: drivers/wbus/ring.c:358 parameter 'q' not described", ["drivers/wbus/ring.c"], "a writer of documentation's"],
    [">> Documentation/wbus.rst: WARNING: not in any toctree",     ["Documentation/wbus.rst"], "likewise, without a line"],
    ["drivers/wbus/a.c:1:1: error: x\n>> drivers/wbus/b.c:2:1: error: y", ["drivers/wbus/b.c"], "what is new, where that is marked"],
    [">> drivers/gpu/amd/../wbus/b.c:2:1: error: y",               ["drivers/gpu/wbus/b.c"], "the place, not the way there"],
    ["In file included from include/linux/wbus.h:5,\n                 from a/b.c:1:\ninclude/linux/ring.h:7:1: note: declared here\na/c.c:9:2: error: x", ["a/c.c"], "no header on the way"],
    ["WARNING: CPU: 1 PID: 7 at drivers/wbus/ring.c:132 fill+0x1/0x2", ["drivers/wbus/ring.c"], "the kernel's warning"],
    ["BUG: KASAN: slab-use-after-free in fill+0x1/0x2 drivers/wbus/ring.c:240", ["drivers/wbus/ring.c"], "a sanitizer's"],
    ["[   12.345678][  T7] kernel BUG at drivers/wbus/ring.c:7!",  ["drivers/wbus/ring.c"], "with the kernel's clock in front"],
    ["See https://example.org/a.c:12 and a/b.c",                   [],                      "no address and no mere mention"],
    ["> drivers/wbus/ring.c:12:3: warning: x\n\nWhere is that from?", [],                   "nothing that is quoted"],
  ];
  for (const [text, paths, because] of rows) {
    const lines = text.split("\n").map((line) => ({ text: line, label: line.startsWith("> ") ? "quote" : "new" }));
    test(because, () => assert.deepEqual(talkedPaths(lines), paths));
  }
});

test("lines made against it take their length's time", () => {
  const started = performance.now();
  for (const text of ["a/", "a.", "BUG ", "BUG a/", ">> "]) {
    talkedPaths(Array.from({ length: 1000 }, () => ({ text: text.repeat(200), label: "new" })));
    talkedPaths([{ text: text.repeat(500_000), label: "new" }]);
  }
  assert.ok(performance.now() - started < 2000);
});
