import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { formatUidSet, hasUid, highestUid, holes, parseUidSet, uidSetOf, withUids } from "../../src/source/uid-set.ts";

describe("a set of UIDs with more UIDs", () => {
  const rows: readonly [set: string, first: number, last: number, becomes: string][] = [
    ["", 5, 5, "5"],
    ["1:4", 5, 5, "1:5"],
    ["1:4", 6, 6, "1:4,6"],
    ["1:4,6", 5, 5, "1:6"],
    ["1:4,8:9", 2, 3, "1:4,8:9"],
    ["1:4,8:9,12", 5, 11, "1:12"],
    ["8:9", 1, 2, "1:2,8:9"],
    ["1:4", 9, 8, "1:4"],
  ];
  for (const [set, first, last, becomes] of rows) {
    test(`${set || "nothing"} and ${first}:${last} are ${becomes}`, () => {
      assert.equal(formatUidSet(withUids(parseUidSet(set)!, first, last)), becomes);
    });
  }
});

test("what is no ascending set of UIDs is not read", () => {
  for (const text of ["0", "5:4", "1,2", "3,1", "1:*", "a", "1;2", ",", "4294967296", "1:99999999999"]) {
    assert.equal(parseUidSet(text), undefined, text);
  }
});

test("a set of UIDs is what a plain set would be", () => {
  const uid = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(fc.array(fc.tuple(uid, fc.integer({ min: 0, max: 6 }))), (ranges) => {
      const plain = new Set<number>();
      let set = uidSetOf([]);
      for (const [first, more] of ranges) {
        for (let uid = first; uid <= first + more; uid += 1) plain.add(uid);
        set = withUids(set, first, first + more);
      }
      const members = [...plain].sort((one, other) => one - other);
      assert.deepEqual(set, uidSetOf(members));
      assert.deepEqual(parseUidSet(formatUidSet(set)), set);
      assert.equal(highestUid(set), members.at(-1) ?? 0);
      const outside = holes(set);
      for (let uid = 1; uid <= 70; uid += 1) {
        assert.equal(hasUid(set, uid), plain.has(uid));
        assert.equal(hasUid(outside, uid), !plain.has(uid) && uid < highestUid(set));
      }
    }),
  );
});
