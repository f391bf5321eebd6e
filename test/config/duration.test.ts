import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { durationMs } from "../../src/config/duration.ts";

describe("a time", () => {
  const rows: readonly [text: string, ms: number | undefined][] = [
    ["500ms", 500],
    ["45s", 45_000],
    ["1.5m", 90_000],
    ["12 h", 43_200_000],
    [" 7d ", 604_800_000],
    ["2w", 1_209_600_000],
    ["0s", 0],
    ["45", undefined],
    ["", undefined],
    ["s", undefined],
    ["-1s", undefined],
    ["1e3s", undefined],
    ["1h30m", undefined],
    ["1y", undefined],
    ["5M", undefined],
    ["999999999w", undefined],
    ["constructor", undefined],
  ];
  for (const [text, ms] of rows) test(`${JSON.stringify(text)} is ${ms} ms`, () => assert.equal(durationMs(text), ms));
});
