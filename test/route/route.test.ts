import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { keywordIndex } from "../../src/route/keyword-sections.ts";
import { parseMaintainers } from "../../src/route/maintainers.ts";
import { channelsCap, type Routed, type RouteFacts, route } from "../../src/route/route.ts";
import { sectionIndex } from "../../src/route/sections-of.ts";
import { parseSubsystems, subsystemIndex } from "../../src/route/subsystems.ts";

const maintainers = parseMaintainers(`W-BUS
F: drivers/wbus/

CLOCKS
F: drivers/clk/
K: clk_prepare

DRIVERS
F: drivers/

THE REST
F: *
F: */
`);

const tables = {
  sectionsOf: sectionIndex(maintainers),
  keywordsOf: keywordIndex(maintainers),
  prefixOf: (word: string) => (word.startsWith("clk") ? [{ name: "CLOCKS", depth: 1 }] : []),
  subsystemsOf: subsystemIndex(
    parseSubsystems([
      { name: "core", lists: ["core.lists.example.org"] },
      { name: "dt-bindings", prefixes: ["dt-bindings"], paths: ["Documentation/devicetree/"] },
    ]).table,
  ),
};

const nothing: RouteFacts = { lists: [], recipients: [], prefixes: [], tags: [], paths: [], pathsFrom: "patch" };
const wbus = "drivers/wbus/ring.c";

describe("a mail goes", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [facts: Partial<RouteFacts>, routed: readonly string[], because: string][] = [
    [{ paths: [wbus] },                                    ["W-BUS path 2", "DRIVERS path 1"],  "by the paths of its patch, the deepest first, THE REST never"],
    [{ paths: ["README"] },                                [],                                  "nowhere where only THE REST is left"],
    [{ paths: [wbus, "drivers/clk/a.c", "drivers/clk/b.c"] }, ["CLOCKS path 2", "W-BUS path 2", "DRIVERS path 1"], "of equal depth where most of its files go"],
    [{ paths: [wbus], patchText: "calls clk_prepare" },    ["W-BUS path 2", "DRIVERS path 1", "CLOCKS keyword 0"], "by words of its patch after the paths"],
    [{ paths: ["drivers/clk/a.c"], patchText: "clk_prepare" }, ["CLOCKS path 2", "DRIVERS path 1"], "to each subsystem once, for the best reason"],
    [{ paths: [wbus], inherited: [{ name: "CLOCKS", depth: 2 }] }, ["W-BUS path 2", "DRIVERS path 1"], "by its own patch, not by what it answers"],
    [{ paths: ["README"], inherited: [{ name: "CLOCKS", depth: 2 }] }, ["CLOCKS inherited 2"],   "by what it answers where its own patch says nothing"],
    [{ paths: [wbus], pathsFrom: "talk", inherited: [{ name: "CLOCKS", depth: 2 }] }, ["CLOCKS inherited 2"], "with what it answers, whatever it quotes: a thread never jumps"],
    [{ paths: ["Documentation/devicetree/a.yaml"], pathsFrom: "talk", prefixes: ["dt-bindings"], inherited: [{ name: "CLOCKS", depth: 2 }] }, ["CLOCKS inherited 2", "dt-bindings table 1"], "where its subject says, whatever it quotes"],
    [{ paths: [wbus], pathsFrom: "talk" },                 ["W-BUS path 2", "DRIVERS path 1"],  "by the paths it quotes where its parent is unknown"],
    [{ pathsFrom: "talk", prefixes: ["dt", "clk"] },       ["CLOCKS subject 1"],                "by the first word of its subject that is a place, where nothing else is known"],
    [{ pathsFrom: "talk", prefixes: ["clk"], inherited: [] }, [],                               "nowhere where the patch that it answers goes nowhere"],
    [{ prefixes: ["clk"] },                                [],                                  "never by its subject where it has a patch"],
    [{ pathsFrom: "talk", tags: ["syzbot", "clk?"], prefixes: ["KASAN"] }, ["CLOCKS subject 1"], "where syzbot guesses"],
    [{ prefixes: ["dt-bindings", "wbus"] },                ["dt-bindings table 1"],             "by the operator's word for its subject"],
    [{ lists: ["core.lists.example.org"] },                ["core list 0"],                     "by the list where nothing else is known"],
    [{ paths: [wbus], lists: ["core.lists.example.org"], prefixes: ["dt-bindings"] }, ["W-BUS path 2", "DRIVERS path 1", "dt-bindings table 1", "core list 0"], "path first, the rest kept behind it"],
    [{ paths: [wbus, "Documentation/devicetree/a.yaml"] }, ["W-BUS path 2", "dt-bindings path 2", "DRIVERS path 1"], "by paths of MAINTAINERS and of the table alike"],
  ];
  for (const [facts, routed, because] of rows) {
    test(because, () =>
      assert.deepEqual(
        route({ ...nothing, ...facts }, tables).map(({ name, by, depth }) => `${name} ${by} ${depth}`),
        routed,
      ),
    );
  }

  test("nowhere without tables", () => assert.deepEqual(route({ ...nothing, paths: [wbus], patchText: "x" }, {}), []));

  test("with a reason in words", () => {
    const [first, second] = route(
      { ...nothing, paths: [wbus, "drivers/wbus/host.c"], lists: ["core.lists.example.org"] },
      tables,
    );
    assert.equal(first?.reason, "MAINTAINERS lists drivers/wbus/ring.c and 1 more");
    assert.equal(second?.title, "DRIVERS");
  });
});

const routed = (name: string, depth: number): Routed => ({ name, title: name, by: "path", depth, reason: "" });

test("at most three subsystems get a mail", () => {
  assert.deepEqual(
    channelsCap(["a", "b", "c", "d"].map((name) => routed(name, 1))).map(({ name }) => name),
    ["a", "b", "c"],
  );
});
