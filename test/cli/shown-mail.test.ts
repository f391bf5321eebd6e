import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { foldedMail } from "../../src/cli/fold.ts";
import type { ShownMailOptions } from "../../src/cli/shown-mail.ts";
import { mails } from "../support/telling-mails.ts";

async function fold(mail: string | Buffer, options?: ShownMailOptions): Promise<string> {
  const lines = await foldedMail(typeof mail === "string" ? Buffer.from(mail) : mail, options);
  return lines.map(({ text }) => `${text}\n`).join("");
}

const body = "On Tue, Nora Lind wrote:\n> one\n> two\n> three.\n> Is it larger?\n\nIt is größer.\n";
const foldedBody = "On Tue, Nora Lind wrote:\n> [… 3 lines]\n> Is it larger?\n\nIt is größer.\n";
const shownHead = "Date: Tue, 3 Nov 2026 10:00:00 +0000\nFrom: Tom <tom@example.org>\nSubject: Größe\n";
const mark = "\x1b]9;1795662863\x07";

const sentHead = [
  "Received: from a.example.org by b.example.org",
  "From: =?utf-8?q?T=C3=B6m?= <tom@example.org>",
  "To: Nora <nora@example.org>",
  "Subject: Re: =?utf-8?b?R3LDtsOfZQ==?=",
  "MIME-Version: 1.0",
];
const sent = (fields: readonly string[], text: string) => [...sentHead, ...fields, "", text].join("\n");
const foldedSent = `From: Töm <tom@example.org>\nTo: Nora <nora@example.org>\nSubject: Re: Größe\n\n${foldedBody}`;

const quotedPrintable = body.replaceAll("ö", "=C3=B6").replaceAll("ß", "=C3=9F");
const base64 = Buffer.from(body).toString("base64");
const latin1 = Buffer.from(sent(["Content-Type: text/plain; charset=latin1"], body), "latin1");
const utf8 = "Content-Type: text/plain; charset=utf-8";
const asQuotedPrintable = "Content-Transfer-Encoding: quoted-printable";
const asBase64 = "Content-Transfer-Encoding: base64";
const parts = [
  `--B\n${utf8}\n\n${body}`,
  '--B\nContent-Type: text/x-patch; name="a.patch"\nContent-Disposition: attachment\n\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\n',
  "--B--\n",
].join("");

describe("a mail program may hand over", () => {
  interface Row {
    readonly name: string;
    readonly input: string | Buffer;
    readonly becomes: string;
    readonly options?: ShownMailOptions;
  }
  const rows: readonly Row[] = [
    { name: "a body alone", input: body, becomes: foldedBody },
    {
      name: "the head that a mail program shows, unchanged",
      input: `${shownHead}\n${body}`,
      becomes: `${shownHead}\n${foldedBody}`,
    },
    { name: "text that begins like a field, as a body", input: "Note: no.\n", becomes: "Note: no.\n" },
    {
      name: "a mail in quoted-printable",
      input: sent([utf8, asQuotedPrintable], quotedPrintable),
      becomes: foldedSent,
    },
    { name: "a mail in base64", input: sent([utf8, asBase64], base64), becomes: foldedSent },
    { name: "a mail in an older charset", input: latin1, becomes: foldedSent },
    {
      name: "a mail of parts: its attachments are named, its patches shown",
      input: sent(["Content-Type: multipart/mixed; boundary=B"], parts),
      becomes: `${foldedSent}\n[-- a.patch: text/x-patch, 33 bytes --]\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\n`,
    },
    {
      name: "a decoded mail below all of its fields: they stay, and nothing is decoded twice (base64)",
      input: sent([utf8, asBase64], body),
      becomes: sent([utf8, asBase64], foldedBody),
    },
    {
      name: "the same (quoted-printable)",
      input: sent([utf8, asQuotedPrintable], body),
      becomes: sent([utf8, asQuotedPrintable], foldedBody),
    },
    {
      name: "the same (parts)",
      input: sent(["Content-Type: multipart/mixed; boundary=B"], `[-- Attachment #1 --]\n${body}`),
      becomes: sent(["Content-Type: multipart/mixed; boundary=B"], `[-- Attachment #1 --]\n${foldedBody}`),
    },
    {
      name: "the same (an older charset)",
      input: sent(["Content-Type: text/plain; charset=iso-8859-1"], body),
      becomes: sent(["Content-Type: text/plain; charset=iso-8859-1"], foldedBody),
    },
    {
      name: "what it is told is decoded, as it stands",
      input: sent([asQuotedPrintable], "x =3D y\n"),
      options: { as: "decoded" },
      becomes: sent([asQuotedPrintable], "x =3D y\n"),
    },
    {
      name: "what it is told is raw",
      input: "Subject: a\n\nb =3D c\n",
      options: { as: "raw" },
      becomes: "Subject: a\n\nb =3D c\n",
    },
    {
      name: "the parts that mutt shows, one by one, and its lines between them",
      input: `${shownHead}\n${mark}[-- Attachment #1 --]\n\n${body}\n${mark}[-- Attachment #2 --]\n> a\n> b\n> c\n> d\n`,
      becomes: `${shownHead}\n[-- Attachment #1 --]\n\n${foldedBody}\n[-- Attachment #2 --]\n> a\n> b\n> c\n> d\n`,
    },
    {
      name: "mutt's marks, for mutt's pager",
      input: `${mark}[-- Attachment #1 --]\n${mark}x\n`,
      options: { marks: "kept" },
      becomes: `${mark}[-- Attachment #1 --]\n]9;1795662863x\n`,
    },
    {
      name: "what notmuch show prints",
      input: `\fmessage{ id:a@example.org depth:0\n\fheader{\nSubject: a\n\fheader}\n\fbody{\n${body}\fbody}\n`,
      becomes: `message{ id:a@example.org depth:0\nheader{\nSubject: a\nheader}\nbody{\n${foldedBody}body}\n`,
    },
    { name: "octets that are no UTF-8", input: Buffer.from("Gr\xfc\xdfe\n", "latin1"), becomes: "Grüße\n" },
    { name: "CR LF, and a last line without an end", input: "a\r\nb", becomes: "a\nb\n" },
    { name: "nothing", input: "", becomes: "" },
    {
      name: "escape sequences, which go",
      input: "a\x1b[31m red\x1b[0m \x1b]0;title\x07\x9b2J\n",
      becomes: "a red ]0;title2J\n",
    },
  ];
  for (const { name, input, becomes, options } of rows)
    test(name, async () => assert.equal(await fold(input, options), becomes));
});

/** What of a mail could do something to a terminal, in any order. */
const dangerous = fc
  .array(
    fc.constantFrom("\x1b[2J", "\x1b]0;t\x07", "\x1b", "\x9b", "\r", "\b", "> ", "a", "\n", "-- \n", "\x7f", "\u202e"),
  )
  .map((pieces) => pieces.join(""));

describe("to a terminal go", () => {
  const texts = fc.tuple(mails, dangerous, mails).map((pieces) => pieces.join("\n"));

  test("without colour no control characters but line end and tab", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => assert.doesNotMatch(await fold(text), /[\x00-\x08\x0b-\x1f\x7f-\x9f]/)),
    );
  });
});
