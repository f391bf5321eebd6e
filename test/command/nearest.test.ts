import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { nearest } from "../../src/command/nearest.ts";

const names = ["subscribe", "unsubscribe", "show", "full", "thread", "why", "status"];

describe("the name that was meant:", () => {
  const rows: readonly [typed: string, meant: string | undefined][] = [
    ["subscirbe", "subscribe"],
    ["SUBSCRIBE", "subscribe"],
    ["subs", "subscribe"],
    ["unsub", "unsubscribe"],
    ["tread", "thread"],
    ["statsu", "status"],
    ["ful", "full"],
    ["shwo", "show"],
    ["wyh", "why"],
    ["s", undefined],
    ["", undefined],
    ["mail", undefined],
    ["x".repeat(1_000_000), undefined],
  ];
  for (const [typed, meant] of rows)
    test(`${typed.slice(0, 20)}: ${meant}`, () => assert.equal(nearest(typed, names), meant));
});
