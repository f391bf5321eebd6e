import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { identify } from "../../src/mail/identity.ts";

const identity = (text: string) => identify(Buffer.from(text, "latin1"));

describe("two copies are one mail", () => {
  const rows: readonly [one: string, other: string, because: string][] = [
    ["Message-ID: <a@x>\nDate: 1\n\nbody", "Message-ID: <a@x>\nDate: 1\n\nother body", "a list rewrites the body"],
    ["Message-ID: <a@x>\nDate: 1\nSubject: s\n\n", "Message-ID: <a@x>\nDate: 1\nSubject: [l] s\n\n", "and the subject"],
    ["Message-ID: <a@x>\nDate: 1 2\n\n", "message-id:\n  <a@x>\nDATE:   1\n 2\n\n", "and folds fields anew"],
    ["Message-ID: <a@x>\nDate: 1\n\n", "Date: 1\r\nMessage-Id: a@x\r\n\r\n", "brackets and line ends say nothing"],
    ["Message-ID: <a@x>\n\n", "Message-ID: <a@x>\nMessage-ID: <b@x>\n\n", "the first id counts"],
    [
      "From: a\nDate: 1\nSubject: s\n\nbody",
      "To: b\nFrom: a\nDate: 1\nSubject: s\n\nbody",
      "without an id the content counts",
    ],
  ];
  for (const [one, other, because] of rows) {
    test(`since ${because}`, () => assert.deepEqual(identity(one), identity(other)));
  }
});

describe("two mails are two", () => {
  const rows: readonly [one: string, other: string, because: string][] = [
    ["Message-ID: <a@x>\nDate: 1\n\n", "Message-ID: <a@x>\nDate: 2\n\n", "an id with another Date is another mail"],
    ["Message-ID: <a@x>\nDate: 1\n\n", "Message-ID: <A@x>\nDate: 1\n\n", "case counts in an id"],
    ["From: a\n\nbody", "From: a\n\nbody2", "without an id the body counts"],
    ["From: a\nDate: 1\n\n", "From: a\nSubject: 1\n\n", "a Date is no Subject"],
    ["Message-ID: x\n\n", "From: x\n\n", "an id is no sender"],
  ];
  for (const [one, other, because] of rows) {
    test(`since ${because}`, () => assert.notEqual(identity(one).key, identity(other).key));
  }
});

describe("the id", () => {
  test("is the stated one", () => assert.equal(identity("Message-ID: <a@x>\n\n").id, "a@x"));

  test("is made up where none is stated or the stated one cannot be used", () => {
    for (const text of ["", "\n", "Message-ID: <>\n\nx", `Message-ID: <${"a".repeat(4000)}@x>\n\n`]) {
      const { id, key } = identity(text);
      assert.equal(id, `${key}@no-message-id.invalid`);
    }
  });
});

test("any octets have an identity, the same each time", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      const { key } = identify(octets);
      assert.match(key, /^[\w-]{43}$/);
      assert.equal(identify(octets).key, key);
    }),
  );
});
