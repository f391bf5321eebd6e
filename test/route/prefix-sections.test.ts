import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseMaintainers } from "../../src/route/maintainers.ts";
import { prefixIndex } from "../../src/route/prefix-sections.ts";

const prefixOf = prefixIndex(
  parseMaintainers(`W_BUS
F: wbus/

CLOCK SUBSYSTEM
F: drivers/clk/

CLOCK TESTS
F: tools/testing/clk/

LED A
F: drivers/leds/a/

LED B
F: drivers/leds/

VENDORS
F: a/acme/
F: drivers/net/ethernet/acme/

ACME TWO
F: b/acme/

ACME THREE
F: c/acme/

BINDINGS
F: Documentation/dt-bindings/
F: test/
`),
);

describe("the word before a colon means", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [word: string, names: readonly string[], because: string][] = [
    ["w-bus",       ["W_BUS"],            "the section of that title, whatever the letters"],
    ["W_Bus?",      ["W_BUS"],            "also as syzbot guesses it"],
    ["clock",       ["CLOCK SUBSYSTEM"],  "a title without the word that titles end in"],
    ["clk",         ["CLOCK SUBSYSTEM"],  "the owner of the topmost directory of that name"],
    ["clk/fixed",   ["CLOCK SUBSYSTEM"],  "what its front means"],
    ["KASAN",       [],                   "no place where it is an alarm"],
    ["leds",        ["LED B"],            "the directory itself, not what is below it"],
    ["acme",        [],                   "nothing where it would mean three"],
    ["test",        [],                   "no place where it is a sort of change"],
    ["dt-bindings", [],                   "no place: the next word tells"],
    ["x",           [],                   "nothing that is known"],
  ];
  for (const [word, names, because] of rows)
    test(`${word}: ${because}`, () =>
      assert.deepEqual(
        prefixOf(word).map(({ name }) => name),
        names,
      ));
});
