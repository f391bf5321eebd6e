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
    ["Re: [PATCH 2/4] wbus: fill the ring",         'Hello,\n\nkernel test robot noticed "kernel-selftests.wbus.fill.fail" on:', "red"],
    ["Re: [PATCH 2/4] wbus: fill the ring",         "kernel test robot noticed a -12.4% regression of wbus.ops on:", "red"],
    ["Re: [PATCH 2/4] wbus: fill the ring",         "kernel test robot noticed a 12.4% improvement of wbus.ops on:", "green"],
    ["Re: [PATCH 2/4] wbus: fill the ring",         "smatch warnings:\nring.c:240 fill() warn: potential dead code", "red"],
    ["✗ CI.BAT: failure for wbus: fill the ring",   "See https://ci.example.org",                            "red"],
    ["✓ CI.BAT: success for wbus: fill the ring",   "No error was seen.",                                    "green"],
    ["[REGRESSION] next/master: (build) 'len' undeclared", "New build issue found on next/master:",        "red"],
    ["[STATUS] next/master - 3f2a91c",              "Builds:\t   56 ✅    0 ❌    0 ⚠️",                     "green"],
    ["[STATUS] next/master - 3f2a91c",              "Builds:\t   56 ✅   10 ❌    0 ⚠️",                     "red"],
    ["[wbus:next 3/4] ring.c:48: warning: odd cast", "",                                                     "red"],
  ];
  for (const [subject, text, verdict] of rows) {
    test(`${subject}: ${verdict}`, () => {
      const lines = text.split("\n").map((line) => ({ text: line, label: "new" as const, depth: 0, rule: "" }));
      assert.equal(robotVerdict(subject, lines), verdict);
    });
  }
});
