import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { decodeTransfer } from "../../src/mail/transfer-encoding.ts";

describe("a body that was encoded for the way", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [encoding: string, body: string, decoded: string, because: string][] = [
    ["",                 "a=20b",               "a=20b",     "none stated: as it is"],
    ["8bit",             "\xfc",                "\xfc",      "8bit: as it is"],
    ["BASE64",           "aGVs\r\nbG8=\r\n",    "hello",     "lines do not matter, nor does case"],
    ["base64",           "aG*V#s bG8",          "hello",     "junk is passed over, padding may be missing"],
    ["base64",           "aGVsbG8=\naGVsbG8=",  "hellohello", "two stretches with padding are two"],
    ["base64",           "aGVsbG8=\n\n--\nA list, in the clear", "hello--\nA list, in the clear", "list software adds its footer as it is"],
    ["quoted-printable", "a=20b=3D=C3=BC",      "a b=\xc3\xbc", "=XX is an octet"],
    ["quoted-printable", "a=\r\nb=\nc=  \r\nd", "abcd",      "= at the end joins lines"],
    ["quoted-printable", "a=zz=4=",             "a=zz=4",    "= that begins nothing is itself"],
    ["quoted-printable", "a  \t\r\nb \n",       "a\r\nb\n",  "blanks at the end of a line were added on the way"],
    ["quoted-printable", "-- =\n\nx=20\ny",     "-- \nx \ny", "unless they were protected"],
    ["quoted-printable", "a=c3=bc",             "a\xc3\xbc", "lower case happens"],
  ];
  for (const [encoding, body, decoded, because] of rows) {
    test(`${encoding || "none"} ${JSON.stringify(body)}: ${because}`, () => {
      const found = decodeTransfer(Buffer.from(body, "latin1"), encoding);
      assert.equal(found.octets.toString("latin1"), decoded);
      assert.equal(found.known, true);
    });
  }

  test("in a way nobody knows stays as it is, and that is said", () => {
    for (const encoding of ["rot13", "__proto__", "constructor"]) {
      assert.deepEqual(decodeTransfer(Buffer.from("a"), encoding), { octets: Buffer.from("a"), known: false });
    }
  });

  test("comes back whole from base64 and from quoted-printable with every octet written out", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        const plain = Buffer.from(octets);
        const written = Array.from(plain, (octet) => `=${octet.toString(16).padStart(2, "0").toUpperCase()}`).join(
          "=\r\n",
        );
        assert.deepEqual(decodeTransfer(Buffer.from(plain.toString("base64")), "base64").octets, plain);
        assert.deepEqual(decodeTransfer(Buffer.from(written), "quoted-printable").octets, plain);
      }),
    );
  });
});
