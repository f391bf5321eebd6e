import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { body } from "../../src/mail/body.ts";
import { readHeaders } from "../../src/mail/headers.ts";
import { mimeTree } from "../../src/mail/mime.ts";

function read(text: string) {
  const octets = Buffer.from(text, "latin1");
  return body(mimeTree(readHeaders(octets), octets));
}

/** A multipart of parts that are written with their headers. */
function multipart(kind: string, boundary: string, ...parts: string[]): string {
  const inside = parts.map((part) => `--${boundary}\n${part}\n`).join("");
  return `Content-Type: multipart/${kind}; boundary=${boundary}\n\n${inside}--${boundary}--\n`;
}

const plain = (text: string) => `Content-Type: text/plain\n\n${text}`;
const html = (text: string) => `Content-Type: text/html\n\n${text}`;
const attached = (type: string, name: string, text: string) =>
  `Content-Type: ${type}\nContent-Disposition: attachment; filename="${name}"\n\n${text}`;
const footer = plain("____\nlist@lists.example.org");

describe("the text of a mail", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [mail: string, text: string, from: string, because: string][] = [
    ["\nhello\r\nthere\n\n\n",                             "hello\nthere\n",      "plain", "lines end in LF, none is blank at the end"],
    ["\nhello\r\r\nthere\r\r\n",                            "hello\nthere\n",      "plain", "a line end that was made twice is one"],
    [`${plain("a") .replace("plain", "plain; format=flowed; delsp=yes")} \nb`, "ab\n", "plain", "flowed lines are joined"],
    [html("<p>a</p>"),                                     "a\n",                 "html",  "HTML where there is no other"],
    [multipart("alternative", "B", plain("a"), html("b")), "a\n",                 "plain", "plain before HTML"],
    [multipart("alternative", "B", html("b"), plain("a")), "a\n",                 "plain", "whatever the order"],
    [multipart("alternative", "B", plain(" \n"), html("b")), "b\n",               "html",  "unless the plain one is blank"],
    [multipart("mixed", "B", plain("a\n"), plain("b")),    "a\n\nb\n",            "plain", "several parts below each other"],
    [multipart("mixed", "B", html("a"), footer),           "a\n____\nlist@lists.example.org\n", "html", "a footer in plain text does not hide the HTML"],
    [multipart("mixed", "B", multipart("alternative", "C", plain("a"), html("b")), footer), "a\n____\nlist@lists.example.org\n", "plain", "alternatives inside a list's wrapping"],
    [multipart("related", "B", html("a"), attached("image/png", "x.png", "")), "a\n", "html",  "HTML with its pictures"],
    [multipart("signed", "B", plain("a"), "Content-Type: application/pgp-signature\n\nx"), "a\n", "plain", "signed"],
    ["Content-Type: text/x-patch\n\n--- a/x\n+++ b/x\n",   "--- a/x\n+++ b/x\n",  "plain", "a mail that is nothing but text of some kind"],
    [attached("text/plain", "a.txt", "x"),                 "",                    "none",  "an attachment alone is no text"],
    ["",                                                   "",                    "none",  "nothing"],
  ];
  for (const [mail, text, from, because] of rows) {
    test(because, () => {
      const found = read(mail);
      assert.deepEqual([found.text, found.textFrom], [text, from]);
    });
  }

  test("whose boundary never appears is shown as it stands, and that is said", () => {
    const found = read("Content-Type: multipart/mixed; boundary=B\n\nstill worth reading\n");
    assert.deepEqual([found.text, found.textFrom], ["still worth reading\n", "raw"]);
    assert.deepEqual(found.problems, ["the boundary never appears"]);
  });

  test("in an encoding or charset nobody knows is guessed, and that is said", () => {
    const found = read("Content-Type: text/plain; charset=y\nContent-Transfer-Encoding: rot13\n\n\xfc\n");
    assert.equal(found.text, "ü\n");
    assert.deepEqual(found.problems, ["unknown transfer encoding", "unknown charset y"]);
  });

  test("is clean", () => assert.equal(read("\na\0\x1b[1mb\xc2\x9b\n").text, "ab\n"));
});

describe("attached", () => {
  const diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
  // biome-ignore format: the columns are the specification
  const rows: readonly [part: string, attachment: object, because: string][] = [
    [attached("image/png", "x.png", "1234"), { name: "x.png", type: "image/png", size: 4 }, "a file with its size"],
    ["Content-Type: image/png\nContent-Transfer-Encoding: base64\n\naGVsbG8=", { name: "", type: "image/png", size: 5 }, "decoded, and without a name"],
    ["Content-Type: message/rfc822\n\nSubject: x\n\ny", { name: "", type: "message/rfc822", size: 13 }, "a message"],
    ["Content-Type: text/calendar\n\nx",     { name: "", type: "text/calendar", size: 1 },  "an invitation"],
    [attached("application/ms-tnef", "winmail.dat", "x"), { name: "winmail.dat", type: "application/ms-tnef", size: 1 }, "Outlook's own"],
    [attached("application/octet-stream", "v3-0001-x.patch", diff), { name: "v3-0001-x.patch", type: "application/octet-stream", size: diff.length, patch: diff }, "a patch by its name"],
    [attached("text/x-diff", "x", "text"),   { name: "x", type: "text/x-diff", size: 4, patch: "text" }, "a patch by its type"],
    [attached("text/plain", "x.txt", diff),  { name: "x.txt", type: "text/plain", size: diff.length, patch: diff }, "a patch by what is in it"],
    [attached("text/plain", "x.txt", `not ${diff}`), { name: "x.txt", type: "text/plain", size: diff.length + 4 }, "text is no patch"],
    [attached("image/png", "a\xe2\x80\xae/../b\x07.png", ""), { name: "a/../b.png", type: "image/png", size: 0 }, "a name is cleaned, and only shown"],
  ];
  for (const [part, attachment, because] of rows) {
    test(because, () => {
      const found = read(multipart("mixed", "B", plain("text"), part));
      assert.equal(found.text, "text\n");
      assert.deepEqual(found.attachments, [attachment]);
    });
  }

  test("patches are cut at 1 MiB, and that is said", () => {
    const found = read(attached("text/x-patch", "x.patch", "+x\n".repeat(500_000)));
    assert.equal(found.attachments[0]?.patch?.length, 1024 * 1024);
    assert.deepEqual(found.problems, ["a patch is longer than 1 MiB and was cut"]);
  });
});

describe("a signature", () => {
  const rows: readonly [mail: string, signed: string | undefined, attachments: number][] = [
    [multipart("signed", "B", plain("a"), "Content-Type: application/pgp-signature\n\nx"), "pgp", 0],
    [multipart("signed", "B", plain("a"), "Content-Type: application/pkcs7-signature\n\nx"), "smime", 0],
    [
      multipart(
        "mixed",
        "C",
        multipart("signed", "B", plain("a"), "Content-Type: application/pgp-signature\n\nx"),
        footer,
      ),
      "pgp",
      0,
    ],
    [
      multipart(
        "encrypted",
        "B",
        "Content-Type: application/pgp-encrypted\n\nVersion: 1",
        attached("application/octet-stream", "encrypted.asc", "x"),
      ),
      "pgp",
      1,
    ],
    ["Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nx", "smime", 1],
    [plain("a"), undefined, 0],
  ];
  for (const [mail, signed, attachments] of rows) {
    test(`${mail.slice(14, 40)}… is ${signed}, with ${attachments} attachments`, () => {
      const found = read(mail);
      assert.equal(found.signed, signed);
      assert.equal(found.attachments.length, attachments);
    });
  }
});
