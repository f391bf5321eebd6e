import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { durationMs } from "../../src/command/values.ts";

describe("a duration in hours is", () => {
  const rows: readonly [word: string, hours: number | undefined][] = [
    ["12h", 12],
    ["1d", 24],
    ["2W", 336],
    ["366d", 8784],
    ["367d", undefined],
    ["0h", undefined],
    ["h", undefined],
    ["7", undefined],
    ["7 d", undefined],
    ["-1d", undefined],
    ["1.5d", undefined],
    ["99999h", undefined],
    ["1m", undefined],
  ];
  for (const [word, hours] of rows) {
    test(`${word}: ${hours}`, () => assert.equal(durationMs(word), hours && hours * 3_600_000));
  }
});
