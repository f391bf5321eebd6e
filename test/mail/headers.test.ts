import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { field, fieldsOf, readHeaders, withLineFeeds } from "../../src/mail/headers.ts";

function read(text: string) {
  const octets = Buffer.from(text, "latin1");
  const headers = readHeaders(octets);
  return { headers, body: octets.toString("latin1", headers.bodyAt) };
}

describe("a header block", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, subject: string, body: string, because: string][] = [
    ["Subject: a\n\nbody",               "a",   "body",         "a blank line ends it"],
    ["Subject: a\r\n\r\nbody",           "a",   "body",         "with CR LF too"],
    ["SUBJECT: a\n\n",                   "a",   "",             "case does not matter"],
    ["Subject : a\n\n",                  "a",   "",             "nor a blank before the colon"],
    ["Subject:a\n b\n\tc\n\n",           "a b c", "",           "folded lines are joined"],
    ["Subject: a\n \n b\n\nx",           "a  b", "x",           "a line of blanks only goes on"],
    ["Subject: a\nSubject: b\n\n",       "a",   "",             "the first one counts"],
    ["From x@y Mon Jan 1\nSubject: a\n\nb", "a", "b",           "the separator of a mailbox file is none of it"],
    ["Subject: a\n>From here\nX: y\n\nb", "a",  "b",            "a line that is no field is passed over"],
    ["Subject: a\nHello, no blank line\nmore", "a", "Hello, no blank line\nmore", "without a blank line, text is the body"],
    ["Subject: a",                       "a",   "",             "or nothing is"],
    ["\r\n",                             "",    "",             "a single line end is an empty header"],
    ["\nSubject: a\n\n",                 "",    "Subject: a\n\n", "and what comes after it is text"],
    ["",                                 "",    "",             "nothing is nothing"],
    [`${"X".repeat(65536)}: y\nSubject: a\n\nb`, "a", "b",      "an endless name is no field"],
    ["Sub\0ject: no\nSubject: a\n\nb",   "a",   "b",            "nor is one with a NUL in its name"],
  ];
  for (const [text, subject, body, because] of rows) {
    test(`${JSON.stringify(text.slice(0, 40))}: ${because}`, () => {
      const { headers, body: found } = read(text);
      assert.equal(field(headers, "subject"), subject);
      assert.equal(found, body);
    });
  }

  test("keeps all fields of one name in order, also of a name that objects have", () => {
    const { headers } = read("__proto__: a\n__proto__: b\nconstructor: c\n\n");
    assert.deepEqual(fieldsOf(headers, "__proto__"), ["a", "b"]);
    assert.deepEqual(fieldsOf(headers, "constructor"), ["c"]);
    assert.deepEqual(fieldsOf(headers, "tostring"), []);
  });

  test("with lines that end in CR alone is read as if they ended in LF", () => {
    assert.equal(withLineFeeds(Buffer.from("A: b\r\rbody\r")).toString(), "A: b\n\nbody\n");
    assert.equal(withLineFeeds(Buffer.from("A: b\r\n\r\nbo\rdy")).toString(), "A: b\r\n\r\nbo\rdy");
  });

  test("may be any octets", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const headers = readHeaders(Buffer.from(octets));
        assert.ok(headers.bodyAt >= 0 && headers.bodyAt <= octets.length);
      }),
    );
  });
});
