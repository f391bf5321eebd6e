import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import { isForRobots, type RobotCommand, robotCommands } from "../../src/patch/robot-commands.ts";

const said = (commands: readonly RobotCommand[]) =>
  commands.map(({ robot, verb, argument }) => [robot, verb, ...(argument === undefined ? [] : [argument])].join(" | "));

describe("a robot is told", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, commands: readonly string[], because: string][] = [
    ["Please split this.\n-- \npw-bot: cr",                 ["pw-bot | changes-requested"],               "below the signature's dashes, by its short name"],
    ["Please split this.\n\npw-bot: changes-requested",     ["pw-bot | changes-requested"],               "by its whole name"],
    ["pw-bot: reject",                                      ["pw-bot | rejected"],                        "a verb for the state"],
    ["pw-bot: under review",                                ["pw-bot | under-review"],                    "a blank for the dash"],
    ["pw-bot: au\npw-bot: not-applicable",                  ["pw-bot | awaiting-upstream", "pw-bot | not-applicable"], "two in one mail"],
    ["pw-bot: superseded",                                  ["pw-bot | superseded"],                      "a state of Patchwork"],
    ["#syz fix: wbus: hold a reference",                    ["syz | fix | wbus: hold a reference"],       "a title with colons in it"],
    ["#syz fix:\nwbus: hold a reference while it is filled", ["syz | fix | wbus: hold a reference while it is filled"], "a title that was wrapped"],
    ["#syz dup possible deadlock in wbus_fill (2)",         ["syz | dup | possible deadlock in wbus_fill (2)"], "no colon"],
    ["#syz-dup: possible deadlock in wbus_fill",            ["syz | dup | possible deadlock in wbus_fill"], "a dash for the blank"],
    ["#syz invalid\n\nIt was the test.",                    ["syz | invalid"],                            "nothing behind it"],
    ["#syz test: https://example.org/wbus.git for-next",    ["syz | test | https://example.org/wbus.git for-next"], "a tree and a branch"],
    ["#syz test: https://example.org/a-long-name/wbus.git\nfor-next", ["syz | test | https://example.org/a-long-name/wbus.git for-next"], "the branch was wrapped"],
    ["#syz test\nThis should help.",                        ["syz | test"],                               "the tree that it was found in"],
    ["#syz undup",                                          ["syz | undup"],                              "taken back"],
    ["#syz set subsystems: wbus, clk",                      ["syz | set | subsystems: wbus, clk"],        "what to set stands in the argument"],
    ["#regzbot introduced: v7.1..v7.2-rc3",                 ["regzbot | introduced | v7.1..v7.2-rc3"],    "a range"],
    ["#regzbot ^introduced 9c1f02d\nThanks for the report.", ["regzbot | ^introduced | 9c1f02d"],         "the mail above is the report; text stands right below"],
    ["#regzbot introduced: 9c1f02d ^",                      ["regzbot | introduced | 9c1f02d ^"],         "the newer way to say so"],
    ["#regzbot title: wbus stops\nafter resume\n#regzbot fix: wbus: cache the clock\n\nCiao", ["regzbot | title | wbus stops after resume", "regzbot | fix | wbus: cache the clock"], "a wrapped title ends at the next command"],
    ["#regzbot monitor:\nhttps://example.org/r/1@x/\n#regzbot ignore-activity", ["regzbot | monitor | https://example.org/r/1@x/", "regzbot | ignore-activity"], "an address that was wrapped"],
    ["#regzbot link: https://example.org/bug/7 it stops",   ["regzbot | link | https://example.org/bug/7 it stops"], "with words of its own"],
    ["#regzbot fixed-by: 3f2a91c",                          ["regzbot | fix | 3f2a91c"],                  "an older word"],
    ["#regzbot dup: https://example.org/r/1@x/",            ["regzbot | dup-of | https://example.org/r/1@x/"], "a shorter word"],
    ["#regzbot invalid: the cable was loose",               ["regzbot | invalid | the cable was loose"],  "with a reason"],
    ["Thanks!\n\n#regzbot poke\n\nNora",                    ["regzbot | poke"],                           "amid a mail"],
  ];
  for (const [text, commands, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () =>
      assert.deepEqual(said(robotCommands(condense(text).lines)), commands));
  }
});

describe("no robot is told anything by", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, because: string][] = [
    ["On Tue, 3 Nov 2026, Tom wrote:\n> pw-bot: cr\n> #syz invalid\n\nWhy?", "it is quoted"],
    ["Write pw-bot: cr below your answer.",                   "it is amid a line"],
    ["pw-bot: cr please",                                     "it is no state"],
    ["pw-bot: patchwork state updates",                       "it is no state either"],
    ["  #syz fix: wbus: hold a reference",                    "robots want it at the line's beginning"],
    ["#syz fix: exact-commit-title\n\n#syz test: git://repo/address.git branch-or-commit-hash", "it is how syzbot explains itself"],
    ["#syz dupe possible deadlock in wbus_fill",              "the robot does not know the word"],
    ["#syzbot says hello",                                    "it is another word"],
    ["#regzbot",                                              "nothing is said"],
    ["diff --git a/doc.txt b/doc.txt\n--- a/doc.txt\n+++ b/doc.txt\n@@ -1 +1,2 @@\n a\n+#syz invalid\n", "a patch adds it"],
  ];
  for (const [text, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.deepEqual(said(robotCommands(condense(text).lines)), []));
  }
});

describe("a passage is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [lines: string[], isForRobots: boolean, because: string][] = [
    [["#syz fix:", "wbus: hold a reference"],               true,  "for robots, the wrapped title too"],
    [["#regzbot introduced: v7.1..v7.2-rc3", "", "#regzbot poke"], true, "for robots, blank lines between"],
    [["#syz dupe another report"],                          true,  "for robots, even where they do not know the word"],
    [["#syz invalid", "It was the test."],                  false, "for people, too"],
    [["It stops."],                                         false, "for people"],
  ];
  for (const [lines, expected, because] of rows) {
    test(`${JSON.stringify(lines)}: ${because}`, () => assert.equal(isForRobots(lines), expected));
  }
});

test("a megabyte of commands takes its length's time", () => {
  const started = performance.now();
  for (const line of ["#syz fix:", "#regzbot title: a ", "pw-bot: ", "#syz test: ", " ", "#regzbot ^"]) {
    robotCommands([{ text: line.repeat(1_000_000 / line.length), label: "new" }]);
    robotCommands(Array.from({ length: 100_000 }, () => ({ text: line, label: "new" })));
    robotCommands([
      { text: "#regzbot title:", label: "new" },
      ...Array.from({ length: 100_000 }, () => ({ text: "a", label: "new" })),
    ]);
  }
  assert.ok(performance.now() - started < 2000);
});
