import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { backoff } from "../../src/source/backoff.ts";
import type { Trouble } from "../../src/source/imap-trouble.ts";

describe("after failures in a row the pauses are", () => {
  const rows: readonly [trouble: Trouble, random: number, seconds: number[], because: string][] = [
    ["connection", 1, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], "doubled up to five minutes"],
    ["connection", 0, [1, 1, 2, 4, 8, 16, 32, 64, 128, 150, 150], "half of it at the least, and never under a second"],
    ["login", 0, [360, 360], "ten tries an hour at most"],
    ["mailbox", 0, [30, 30], "an operator is slower than that"],
  ];
  for (const [trouble, random, seconds, because] of rows) {
    test(`${seconds.join(", ")} s for ${trouble} at ${random}, since ${because}`, () => {
      const pauses = backoff(() => random);
      assert.deepEqual(
        seconds.map(() => pauses.failed(trouble, 0) / 1000),
        seconds,
      );
    });
  }
});

test("a minute of health is forgiving, less is not", () => {
  const pauses = backoff(() => 1);
  for (let times = 0; times < 5; times += 1) pauses.failed("connection", 59_999);
  assert.equal(pauses.failed("connection", 59_999), 32_000);
  assert.equal(pauses.failed("connection", 60_000), 1_000);
});

test("ten logins an hour are the most, however the dice fall", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (random) => {
      assert.ok(backoff(() => random).failed("login", 0) >= 360_000);
    }),
  );
});
