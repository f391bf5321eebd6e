import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { commandIn } from "../../../src/chat/matrix/words.ts";

const called = { prefix: "!list", self: "@listwire:example.org", name: "Listwire" };

describe("a message", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [body: string, isBelow: boolean, command: string | undefined][] = [
    ["!list subscribe wbus quiet",              false, "subscribe wbus quiet"],
    ["!LIST show",                              false, "show"],
    ["  !list\tshow ",                          false, "show"],
    ["!list",                                   false, "help"],
    ["!listen to this",                         false, undefined],
    ["what does !list do?",                     false, undefined],
    ["@listwire:example.org: show",             false, "show"],
    ["Listwire: show",                          false, "show"],
    ["listwire, !full k7q2",                    false, "full k7q2"],
    ["@listwire: show",                         false, "show"],
    ["Listwire is nice",                        false, undefined],
    ["Listwire:",                               false, undefined],
    ["!full",                                   true,  "full"],
    ["!full",                                   false, undefined],
    ["!patch 3",                                true,  "patch 3"],
    ["!!",                                      true,  undefined],
    ["full",                                    true,  undefined],
    ["> <@ada:example.org> !full\n\nyes",       true,  undefined],
    ["> <@listwire:example.org> a card\n> more\n\n!full", true, "full"],
    ["",                                        true,  undefined],
  ];
  for (const [body, isBelow, command] of rows)
    test(`${JSON.stringify(body)}${isBelow ? ", below a post of ours," : ""} ${command === undefined ? "is no command" : `says ${command}`}`, () => {
      assert.equal(commandIn(body, called, isBelow), command);
    });
});
