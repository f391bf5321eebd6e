import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type ImapPosition, readCursor, settle, writeCursor } from "../../src/source/imap-cursor.ts";
import type { Cursor } from "../../src/source/mail-source.ts";
import { formatUidSet, parseUidSet } from "../../src/source/uid-set.ts";

const position: ImapPosition = {
  uidValidity: 1764068924n,
  seen: [
    [1, 4711],
    [4713, 4713],
  ],
  from: 1764060000000,
  old: 4711,
};

test("a cursor says what it stands for, and is read again", () => {
  assert.equal(writeCursor(position), '{"v":"1764068924","seen":"1:4711,4713","from":1764060000000,"old":4711}');
  assert.deepEqual(readCursor(writeCursor(position)), position);
});

test("what is no cursor of ours is not read", () => {
  const texts = [
    "",
    "3",
    "null",
    "{}",
    '{"v":"x","seen":"1","from":0,"old":0}',
    '{"v":"1","seen":"9:1","from":0,"old":0}',
  ];
  for (const text of texts) assert.equal(readCursor(text as Cursor), undefined, text);
  fc.assert(fc.property(fc.string(), (text) => readCursor(text as Cursor) === undefined));
});

describe("holes are given up", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [seen: string, below: number, waiting: number[], becomes: string, because: string][] = [
    ["1:9,20",       30, [],   "1:20",         "nobody shows a mail there any more"],
    ["1:9,20",       15, [],   "1:14,20",      "but only as far down as they are old"],
    ["1:9,20",        5, [],   "1:9,20",       "a young hole stays open"],
    ["1:9,20",       30, [12], "1:9,20",       "the server lists one in it: it is still owed"],
    ["1:4,6,8,20",   30, [7],  "1:6,8:20",     "each by itself"],
    ["5:9",           5, [],   "1:9",          "those below the first mail too"],
  ];
  for (const [seen, below, waiting, becomes, because] of rows) {
    test(`${seen} below ${below}: ${becomes}, since ${because}`, () => {
      assert.equal(formatUidSet(settle(parseUidSet(seen)!, below, waiting)), becomes);
    });
  }
});
