import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { robotVerdict } from "../../src/kind/verdict.ts";

describe("a test robot's mail says", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [subject: string, text: string, verdict: "red" | "green"][] = [
    ["[wbus:next] BUILD SUCCESS 3f2a91c",           "tree/branch: wbus/next\nconfigs tested: 40",            "green"],
    ["[wbus:next] BUILD REGRESSION 3f2a91c",        "Error/Warning reports:",                                "red"],
    ["Re: [PATCH 2/4] wbus: fill the ring",         "kernel test robot noticed the following build errors:\n>> ring.c:240: error: 'len' is used uninitialized", "red"],
    ["Re: [PATCH 2/4] wbus: fill the ring",         "All 12 configurations passed, no warnings.",            "green"],
    ["Re: [PATCH 2/4] wbus: fill the ring",         "ring.c:240:3: warning: unused variable 'len'",          "red"],
  ];
  for (const [subject, text, verdict] of rows) {
    test(`${subject}: ${verdict}`, () => {
      const lines = text.split("\n").map((line) => ({ text: line, label: "new" as const, depth: 0, rule: "" }));
      assert.equal(robotVerdict(subject, lines), verdict);
    });
  }
});
