import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { robotOf } from "../../src/kind/robots.ts";

describe("who writes is told by the address", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [name: string, address: string, robot: string | undefined, because: string][] = [
    ["kernel test robot", "lkp@intel.com",                              "kernel-test-robot", "its address"],
    ["kernel test robot", "somebody@example.org",                       "kernel-test-robot", "its operators send under its name"],
    ["syzbot",            "syzbot+0123456789@syzkaller.appspotmail.com", "syzbot",           "each report has an address of its own"],
    ["syzbot",            "syzbot+0123456789@fuzz.example.org",         "syzbot",            "an instance elsewhere"],
    ["syzbot via wbus",   "wbus@lists.example.org",                     "syzbot",            "a list put itself in front"],
    ["Syzbot fan club",   "ada@example.org",                            undefined,           "a person who likes it"],
    ["patchwork-bot",     "patchwork-bot+wbus@kernel.org",              "patchwork-bot",     "one a tree"],
    ["tip-bot2 for Ada",  "tip-bot2@linutronix.de",                     "tip-bot",           "for somebody"],
    ["Ada",               "ada@example.org",                            undefined,           "a person"],
    ["Robot Ada",         "ada@example.org",                            undefined,           "a person with a name"],
  ];
  for (const [name, address, robot, because] of rows) {
    test(`${name} <${address}>: ${because}`, () => assert.equal(robotOf({ name, address }), robot));
  }

  test("an operator adds robots of their own", () => {
    assert.equal(
      robotOf({ name: "ci", address: "ci@example.org" }, [{ robot: "ci", marks: ["<ci@example.org>"] }]),
      "ci",
    );
  });
});
