import assert from "node:assert/strict";
import { test } from "node:test";
import { type Purse, spend } from "../../src/command/allowance.ts";

const allowance = { burst: 5, perMs: 10_000 };

/** Which of the requests at these instants are granted. */
function granted(...instants: readonly number[]): boolean[] {
  let purse: Purse | undefined;
  return instants.map((now) => {
    const left = spend(purse, allowance, now);
    purse = left ?? purse;
    return left !== undefined;
  });
}

test("five at once are granted, the sixth is not", () => {
  assert.deepEqual(granted(0, 0, 0, 0, 0, 0), [true, true, true, true, true, false]);
});

test("one more is granted every two seconds, also to one who keeps asking", () => {
  assert.deepEqual(granted(0, 0, 0, 0, 0, 1000, 2000, 3000, 4000), [
    true,
    true,
    true,
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
});

test("a long silence fills the purse once, and a clock that is set back does not fill it", () => {
  assert.deepEqual(granted(0, 0, 0, 0, 0, 9e9, 9e9, 9e9, 9e9, 9e9, 9e9).filter(Boolean).length, 10);
  assert.deepEqual(granted(9e9, 9e9, 9e9, 9e9, 9e9, 0), [true, true, true, true, true, false]);
});
