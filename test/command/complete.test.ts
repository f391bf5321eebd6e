import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { complete, namesOf } from "../../src/command/complete.ts";

const all = [
  namesOf("list", ["wbus", "dma-devel", "linux-dma"]),
  namesOf("subsystem", [
    "DMA BUFFER SHARING FRAMEWORK",
    "DMA MAPPING HELPERS",
    "DMA-BUF HEAPS FRAMEWORK",
    "WBUS DRIVERS",
    "HARDWARE WBUS MONITORING",
  ]),
];

describe("what is typed", () => {
  const rows: readonly [typed: string, found: readonly string[]][] = [
    ["", ["wbus", "dma-devel", "linux-dma", "WBUS DRIVERS", "DMA MAPPING HELPERS"]],
    [
      "dma",
      ["dma-devel", "linux-dma", "DMA MAPPING HELPERS", "DMA-BUF HEAPS FRAMEWORK", "DMA BUFFER SHARING FRAMEWORK"],
    ],
    ["dma sh", ["DMA BUFFER SHARING FRAMEWORK"]],
    ["SHARING", ["DMA BUFFER SHARING FRAMEWORK"]],
    ["wbus", ["wbus", "WBUS DRIVERS", "HARDWARE WBUS MONITORING"]],
    ["elpers", ["DMA MAPPING HELPERS"]],
    ["xyzzy", []],
  ];
  for (const [typed, found] of rows)
    test(`${JSON.stringify(typed)} may become ${found.join(", ") || "nothing"}`, () => {
      assert.deepEqual(
        complete(typed, all)
          .slice(0, 5)
          .map(({ value }) => value),
        found,
      );
    });

  test("is offered at most 25 times in at most 100 characters, and given whole", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 150 }), { maxLength: 40 }),
        fc.string(),
        (names, typed) => {
          const found = complete(typed, [namesOf("subsystem", names)]);
          assert.ok(found.length <= 25);
          for (const { label, value } of found) {
            assert.ok(label.length <= 100);
            assert.ok(value.length <= 100);
            assert.ok(label.isWellFormed() || !value.isWellFormed());
            assert.ok(names.includes(value));
          }
        },
      ),
    );
  });
});
