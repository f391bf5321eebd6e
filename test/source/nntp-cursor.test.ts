import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Cursor } from "../../src/source/mail-source.ts";
import { readNewsCursor, writeNewsCursor } from "../../src/source/nntp-cursor.ts";

describe("the cursor of a group", () => {
  test("is read as it was written", () => {
    const position = { read: 4711, from: 1_764_060_000_000 };
    assert.equal(writeNewsCursor(position), '{"read":4711,"from":1764060000000}');
    assert.deepEqual(readNewsCursor(writeNewsCursor(position)), position);
  });

  for (const other of ["", "4711", "null", "[]", "{}", '{"read":-1,"from":0}', '{"read":1.5,"from":0}', '{"read":1}']) {
    test(`${JSON.stringify(other)} is none`, () => assert.equal(readNewsCursor(other as Cursor), undefined));
  }
});
