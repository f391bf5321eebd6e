import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parseSubsystems, subsystemIndex, type TableFacts } from "../../src/route/subsystems.ts";

describe("the subsystem table", () => {
  test("fills what a row leaves out and lowers what is compared", () => {
    assert.deepEqual(parseSubsystems([{ name: "wbus", lists: ["<Wbus.Lists.Example.org>"], prefixes: ["WBus:"] }]), {
      table: [
        {
          name: "wbus",
          title: "wbus",
          lists: ["wbus.lists.example.org"],
          addresses: [],
          prefixes: ["wbus"],
          paths: [],
          robots: [],
        },
      ],
      problems: [],
    });
  });

  // biome-ignore format: the columns are the specification
  const wrong: readonly [row: unknown, says: string][] = [
    ["wbus",                                   "row 2: is no row; begin it with `- name: …`"],
    [{ paths: ["a/"] },                        "row 2: name is missing; give the short name people subscribe to, such as wbus"],
    [{ name: "clk", path: ["a/"] },            "row 2 (clk): path is not known; use name, title, lists, addresses, prefixes, paths, robots"],
    [{ name: "clk", paths: "a/" },             "row 2 (clk): paths is string; list paths, such as [drivers/wbus/]"],
    [{ name: "clk", paths: ["a/", 3] },        "row 2 (clk): paths is a list with something else in it; list paths, such as [drivers/wbus/]"],
    [{ name: "clk" },                          "row 2 (clk): nothing can belong to it; give lists, addresses, prefixes, paths or robots"],
    [{ name: "WBUS", paths: ["a/"] },          "row 2 (WBUS): name is taken by row 1; give it another, or join the rows"],
    [{ name: "clk", paths: ["a/"], constructor: 1 }, "row 2 (clk): constructor is not known; use name, title, lists, addresses, prefixes, paths, robots"],
  ];
  for (const [row, says] of wrong) {
    test(`names the row, the key and the remedy: ${says}`, () => {
      const { table, problems } = parseSubsystems([
        { name: "wbus", paths: ["w/"] },
        row,
        { name: "mm", paths: ["mm/"] },
      ]);
      assert.ok(problems.includes(says), problems.join("\n"));
      assert.deepEqual(
        table.map(({ name }) => name),
        ["wbus", "mm"],
      );
    });
  }

  test("is read or refused, never thrown", () => {
    fc.assert(fc.property(fc.anything(), (value) => Array.isArray(parseSubsystems(value).table)));
    fc.assert(fc.property(fc.array(fc.anything()), (value) => Array.isArray(parseSubsystems(value).table)));
  });
});

describe("a mail belongs to a row", () => {
  const subsystemsOf = subsystemIndex(
    parseSubsystems([
      {
        name: "wbus",
        lists: ["wbus-devel.lists.example.org"],
        addresses: ["wbus@example.org"],
        prefixes: ["wbus"],
        paths: ["drivers/", "drivers/wbus/", "*.wbus"],
        robots: ["ci@example.org"],
      },
    ]).table,
  );
  const nothing: TableFacts = { lists: [], recipients: [], prefixes: [], tags: [], paths: [] };
  // biome-ignore format: the columns are the specification
  const rows: readonly [facts: Partial<TableFacts>, by: string | undefined, reason: string | undefined][] = [
    [{ paths: ["README", "drivers/wbus/a.c"], prefixes: ["wbus"] }, "path 2", "it touches drivers/wbus/a.c"],
    [{ paths: ["top.wbus"] },                                      "path -1", "it touches top.wbus"],
    [{ prefixes: ["dt-bindings", "wbus"] },                        "table 1", "the subject says wbus:"],
    [{ tags: ["PATCH", "Wbus?"] },                                 "table 1", "the subject says [wbus]"],
    [{ from: "CI@example.org" },                                   "table 0", "its robot wrote it"],
    [{ recipients: ["Wbus@Example.org"] },                         "table 0", "addressed to it"],
    [{ lists: ["wbus-devel.lists.example.org"] },                  "list 0",  "came by the list wbus-devel.lists.example.org"],
    [{ paths: ["mm/a.c"], prefixes: ["mm"] },                      undefined, undefined],
    [{},                                                           undefined, undefined],
  ];
  for (const [facts, by, reason] of rows) {
    test(`${JSON.stringify(facts)}: ${reason ?? "not at all"}`, () => {
      const [match] = subsystemsOf({ ...nothing, ...facts });
      assert.equal(match && `${match.by} ${match.depth}`, by);
      assert.equal(match?.reason, reason);
    });
  }
});
