import assert from "node:assert/strict";
import { test } from "node:test";
import { suspects } from "../../src/source/suspects.ts";

test("mails asked for in the command that broke are suspects, until a pass comes to its end", () => {
  const ones = suspects();
  assert.equal(ones.blame([4, 5]), undefined);
  assert.deepEqual([3, 4, 5].map(ones.isSuspect), [false, true, true]);
  ones.acquit();
  assert.equal(ones.isSuspect(4), false);
});

test("a mail that breaks the connection alone three times is feared, and told of once", () => {
  const ones = suspects();
  assert.deepEqual(
    [1, 2, 3, 4].map(() => ones.blame([7])),
    [undefined, undefined, 7, undefined],
  );
  assert.deepEqual([ones.isFeared(7), ones.isFeared(8)], [true, false]);
});

test("a break between mails is nobody's fault", () => {
  const ones = suspects();
  for (let times = 0; times < 5; times += 1) assert.equal(ones.blame([]), undefined);
  assert.equal(ones.isFeared(1), false);
});
