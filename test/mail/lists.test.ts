import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deliveringLists } from "../../src/mail/lists.ts";

describe("the list that delivered a copy", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [listIds: string[], xMailingLists: string[], lists: string[], because: string][] = [
    [["<mm.lists.example.org>"],           [], ["mm.lists.example.org"], "in brackets"],
    [['"Memory <things>" <MM.lists.example.org>'], [], ["mm.lists.example.org"], "the last ones, in lower case"],
    [["mm.lists.example.org"],             [], ["mm.lists.example.org"], "or bare"],
    [["Memory (mm) <mm.lists.example.org"], [], ["mm.lists.example.org"], "or cut off"],
    [["<mm.lists.example.org>"], ["wbus@lists.example.org"], ["mm.lists.example.org"], "X-Mailing-List may be another's"],
    [[],                         ["wbus@lists.example.org"], ["wbus.lists.example.org"], "and counts where there is no List-Id"],
    [["<a.example.org>", "<A.example.org>"], [], ["a.example.org"], "twice the same is one"],
    [[],                                   [], [],                       "personal mail has none"],
  ];
  for (const [listIds, xMailingLists, lists, because] of rows) {
    test(`${JSON.stringify([...listIds, ...xMailingLists])}: ${because}`, () =>
      assert.deepEqual(deliveringLists(listIds, xMailingLists), { lists, problems: [] }));
  }

  test("is in doubt where two fields disagree: both are given, and it is said", () => {
    assert.deepEqual(deliveringLists(["<a.example.org>", "<b.example.org>"], []), {
      lists: ["a.example.org", "b.example.org"],
      problems: ["two List-Id fields disagree"],
    });
  });

  test("is none where the name only looks like one", () => {
    for (const name of [
      "<mm.lists.ex\u0430mple.org>",
      "<mm.\u200blists.example.org>",
      "<>",
      "<a b>",
      `<${"a".repeat(300)}>`,
    ]) {
      assert.deepEqual(deliveringLists([name], ["mm@lists.example.org"]), {
        lists: [],
        problems: ["a List-Id names no list"],
      });
    }
  });
});
