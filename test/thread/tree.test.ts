import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { MessageId } from "../../src/mail/message-id.ts";
import { tree } from "../../src/thread/tree.ts";

const mails = (words: string) =>
  words.split(" ").map((word) => {
    const [id, parent] = word.split("<") as [MessageId, MessageId | undefined];
    return parent === undefined ? { id } : { id, parent };
  });
const drawn = (words: string) =>
  tree(mails(words))
    .map(({ mail, depth }) => "-".repeat(depth) + mail.id)
    .join(" ");

describe("a thread is drawn", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [mails: string, drawn: string, because: string][] = [
    ["a b<a c<b d<a",  "a -b --c -d", "answers stand below what they answer, siblings by arrival"],
    ["b<x a",          "b a",         "a missing parent makes a top"],
    ["a<b b<a c<b",    "a -b --c",    "a circle begins at its first mail"],
    ["a<a",            "a",           "nobody is his own parent"],
    ["a a b<a",        "a -b a",      "answers to a shared id hang below its first mail"],
  ];
  for (const [given, expected, because] of rows)
    test(`${given}, since ${because}`, () => assert.equal(drawn(given), expected));
});

test("every mail comes out exactly once, whatever the parents say", () => {
  const mail = fc.record({ id: fc.nat(6), parent: fc.option(fc.nat(6), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(mail, { maxLength: 20 }), (given) => {
      const twigs = given.map(({ id, parent }) =>
        parent === undefined
          ? { id: `${id}` as MessageId }
          : { id: `${id}` as MessageId, parent: `${parent}` as MessageId },
      );
      const rows = tree(twigs);
      assert.equal(rows.length, twigs.length);
      assert.equal(new Set(rows.map((row) => row.mail)).size, twigs.length);
    }),
  );
});
