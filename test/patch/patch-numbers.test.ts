import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { numberList, numbersIn } from "../../src/patch/patch-numbers.ts";

describe("patches are named by", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [written: string, numbers: number[]][] = [
    ["2",                  [2]],
    ["#7",                 [7]],
    ["1-3, 5 and #7",      [1, 2, 3, 5, 7]],
    ["1, 2, and 5",        [1, 2, 5]],
    ["3,4,5",              [3, 4, 5]],
    ["1–3",                [1, 2, 3]],
    ["2 to 4",             [2, 3, 4]],
    ["1/4 and 2/4",        [1, 2]],
    ["9-2",                [9]],
  ];
  for (const [written, numbers] of rows) {
    test(written, () => {
      assert.match(written, new RegExp(`^${numberList}$`));
      assert.deepEqual(numbersIn(written), numbers);
    });
  }

  test("no more than a thousand a range", () => assert.equal(numbersIn("1-999 1-999").length, 1998));
});
