import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { pathPattern } from "../../src/route/path-pattern.ts";

const means = (pattern: string, path: string, directories?: ReadonlySet<string>) => {
  const { literal, matches } = pathPattern(pattern, directories);
  return path.startsWith(literal) && matches(path);
};

describe("a path pattern", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [pattern: string, path: string, matches: boolean, because: string][] = [
    ["drivers/wbus/",        "drivers/wbus/ring.c",         true,  "all below a directory"],
    ["drivers/wbus/",        "drivers/wbus/host/a/b.c",     true,  "at any depth"],
    ["drivers/wbus/",        "drivers/wbus",                false, "the directory itself is no path of a patch"],
    ["drivers/wbus/",        "tools/drivers/wbus/ring.c",   false, "held against the start"],
    ["drivers/wbus/*",       "drivers/wbus/ring.c",         true,  "the files of that directory"],
    ["drivers/wbus/*",       "drivers/wbus/host/pci.c",     false, "and not those below: one slash more"],
    ["*/wbus/*",             "drivers/wbus/ring.c",         true,  "two slashes, as in the pattern"],
    ["*/wbus/*",             "drivers/net/wbus/ring.c",     false, "three slashes"],
    ["drivers/**/ring.c",    "drivers/net/wbus/ring.c",     true,  "two stars lift the rule on slashes"],
    ["include/wbus",         "include/wbus_ring.h",         true,  "open at the end"],
    ["include/wbus/wbus",    "include/wbus/wbus.h",         true,  "open at the end, below too"],
    ["include/wbus.h",       "include/wbusxh",              false, "a dot is a dot"],
    ["drivers/clk/da9???.c", "drivers/clk/da9063.c",        true,  "a question mark is one character"],
    ["drivers/clk/da9???.c", "drivers/clk/da963.c",         false, "and not none"],
    ["drivers/clk/sc[mp]i*.[ch]", "drivers/clk/scpi-top.h", true,  "a class is one of its characters"],
    ["drivers/clk/sc[mp]i*.[ch]", "drivers/clk/scxi-top.h", false, "and no other"],
    ["drivers/clk/[z-a].c",  "drivers/clk/b.c",             false, "a class that runs backwards holds nothing"],
    ["lib/c++/x",            "lib/c++/x.c",                 true,  "a plus is a plus"],
    ["lib/[x",               "lib/[x.c",                    true,  "an open bracket that is never closed is a bracket"],
    ["*",                    "README",                      true,  "THE REST"],
    ["*/",                   "a/b/c",                       true,  "THE REST, below"],
    ["a*b*c",                "aXbYbZc",                     true,  "each piece at the first place it fits"],
    ["a*b*c",                "acb",                         false, "in this order"],
    ["a*b?",                 "ab",                          false, "a piece must fit whole"],
  ];
  for (const [pattern, path, expected, because] of rows) {
    test(`${pattern} ${expected ? "means" : "does not mean"} ${path}: ${because}`, () =>
      assert.equal(means(pattern, path, new Set()), expected));
  }

  test("without trailing slash is a directory where the tree says so, and a file alone where it does not", () => {
    assert.equal(means("samples/wbus", "samples/wbus/a/b.c", new Set(["samples/wbus"])), true);
    assert.equal(means("samples/wbus", "samples/wbus_demo.c", new Set(["samples/wbus"])), false);
    assert.equal(means("samples/wbus", "samples/wbus/a/b.c", new Set()), false);
  });

  test("without trailing slash, dot and tree is both", () => {
    assert.equal(means("samples/wbus", "samples/wbus/a/b.c"), true);
    assert.equal(means("samples/wbus", "samples/wbus_demo.c"), true);
    assert.equal(means("samples/wbus.rst", "samples/wbus.rst/a"), false);
  });

  // biome-ignore format: the columns are the specification
  const depths: readonly [pattern: string, depth: number][] = [
    ["drivers/wbus/", 2], ["drivers/wbus/*", 3], ["Makefile", 1], ["*", -1], ["*/net/*", -1], ["**/net/", 2],
  ];
  for (const [pattern, depth] of depths) {
    test(`${pattern} names the tree to a depth of ${depth}`, () => assert.equal(pathPattern(pattern).depth, depth));
  }

  test("never throws and always answers", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, path) => typeof means(pattern, path) === "boolean"));
  });

  test("with many stars is answered at once on a hostile path", () => {
    const pattern = `${"a*".repeat(200)}z`;
    const started = performance.now();
    assert.equal(means(pattern, "a".repeat(100_000)), false);
    assert.ok(performance.now() - started < 500);
  });
});
