import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseMaintainers } from "../../src/route/maintainers.ts";
import { sectionIndex } from "../../src/route/sections-of.ts";

const maintainers = parseMaintainers(`W-BUS CORE
F: drivers/wbus/
F: drivers/wbus/host/pci.c
F: include/linux/wbus*
X: drivers/wbus/legacy/

W-BUS DRIVERS
F: drivers/wbus/dev/

BUSES
F: drivers/wbus/host/pci.c
F: drivers/
N: bus[0-9]

SAMPLES
F: samples/wbus

NAMES
N: wbus
X: samples/

THE REST
F: *
F: */
`);

describe("the sections of", () => {
  const sectionsOf = sectionIndex(maintainers, ["samples/wbus/"]);
  // biome-ignore format: the columns are the specification
  const rows: readonly [path: string, sections: readonly string[], because: string][] = [
    ["drivers/wbus/dev/adc.c",    ["W-BUS DRIVERS 3", "W-BUS CORE 2", "BUSES 1", "NAMES 0", "THE REST -1"], "the deepest first"],
    ["drivers/wbus/host/pci.c",   ["W-BUS CORE 4", "BUSES 1", "NAMES 0", "THE REST -1"], "a section's last matching line gives the depth, not its deepest"],
    ["drivers/wbus/legacy/old.c", ["BUSES 1", "NAMES 0", "THE REST -1"],                 "X: takes the section out"],
    ["include/linux/wbus_ring.h", ["W-BUS CORE 3", "NAMES 0", "THE REST -1"],            "a star"],
    ["samples/wbus/a.c",          ["SAMPLES 2", "THE REST -1"],                          "X: also against N:"],
    ["samples/wbus2.c",           ["BUSES 0", "THE REST -1"],                            "samples/wbus is a directory"],
    ["README",                    ["THE REST -1"],                                       "everything has THE REST"],
    [`drivers/${"a/".repeat(600)}b`, [],                                                 "no tree is that deep"],
  ];
  for (const [path, sections, because] of rows) {
    test(`${path.slice(0, 40)}: ${because}`, () =>
      assert.deepEqual(
        sectionsOf(path).map(({ name, depth }) => `${name} ${depth}`),
        sections,
      ));
  }

  test("a path, without the directories of the tree, where a name without slash is both", () => {
    const names = (path: string) => sectionIndex(maintainers)(path).map(({ name }) => name);
    assert.deepEqual(names("samples/wbus/a.c"), ["SAMPLES", "THE REST"]);
    assert.deepEqual(names("samples/wbus2.c"), ["SAMPLES", "BUSES", "THE REST"]);
  });
});
