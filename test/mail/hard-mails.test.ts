import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Mail } from "../../src/mail/mail.ts";
import { readMail } from "../../src/mail/read-mail.ts";

/** Lines of octets, one char each. */
const octets = (...lines: string[]) => Buffer.from(lines.join("\r\n"), "latin1");

const typed = (type: string, ...lines: string[]) => octets(`Content-Type: ${type}`, "", ...lines);

interface Case {
  readonly octets: Buffer;
  readonly expected: (mail: Mail) => unknown;
  readonly value: unknown;
}

/** Mails that widely used parsers get wrong, one or the other of them. */
const cases: Readonly<Record<string, Case>> = {
  "UTF-7 is decoded, and what it hides is text": {
    octets: typed("text/plain; charset=utf-7", "1 +AD4- 0 +ADw-script+AD4-"),
    expected: (mail) => mail.text,
    value: "1 > 0 <script>\n",
  },
  "a boundary that never appears leaves the body as it stands": {
    octets: typed("multipart/mixed; boundary=never", "Still worth reading."),
    expected: (mail) => [mail.text, mail.textFrom],
    value: ["Still worth reading.\n", "raw"],
  },
  "unknown-8bit is guessed, not full of question marks": {
    octets: typed("text/plain; charset=unknown-8bit", "Gr\xfc\xdfe"),
    expected: (mail) => mail.text,
    value: "Grüße\n",
  },
  "a letter split over two encoded words comes together": {
    octets: octets("Subject: =?utf-8?b?5L+?=", " =?utf-8?b?oe+8gQ==?=", "", ""),
    expected: (mail) => mail.subject.text,
    value: "信！",
  },
  "a date that is none is absent, not now": {
    octets: octets("Date: soon", "", "x"),
    expected: (mail) => mail.date,
    value: undefined,
  },
  "the domain of an address comes after its last @": {
    octets: octets('From: "boss@example.org x"@evil.example', "", "x"),
    expected: (mail) => mail.from,
    value: { name: "boss", address: '"boss@example.org x"@evil.example' },
  },
  "a message inside is an attachment and no text of this one": {
    octets: typed(
      "multipart/mixed; boundary=B",
      ...[
        "--B",
        "",
        "See below.",
        "--B",
        "Content-Type: message/rfc822",
        "",
        "Subject: inner",
        "",
        "Inner text.",
        "--B--",
      ],
    ),
    expected: (mail) => [mail.text, mail.attachments.map(({ type }) => type)],
    value: ["See below.\n", ["message/rfc822"]],
  },
  "flowed quotes join without stray marks": {
    octets: typed("text/plain; format=flowed", "> They said ", "> this.", "", "I say ", "that.", "-- ", "Ada"),
    expected: (mail) => mail.text,
    value: "> They said this.\n\nI say that.\n-- \nAda\n",
  },
  "a name in three pieces and another charset": {
    octets: octets(
      "Content-Type: application/pdf;",
      " name*0*=iso-8859-1''%DCber;",
      " name*1*=%20Z;",
      ' name*2="urich.pdf"',
      "Content-Disposition: attachment",
      "",
      "x",
    ),
    expected: (mail) => mail.attachments[0]?.name,
    value: "Über Zurich.pdf",
  },
  "control characters, line ends and bidi overrides stay out": {
    octets: octets("Subject: =?utf-8?q?a=0D=0ABcc=3A_x=00=1B=5B31m=E2=80=AEb?=", "", "a\0b\x1b[1mc"),
    expected: (mail) => [mail.subject.text, mail.text],
    value: ["a Bcc: xb", "abc\n"],
  },
  "a header of two megabytes and a thousand parts are read": {
    octets: octets(
      `X-Long: ${"x ".repeat(1_000_000)}`,
      "Subject: still here",
      "Content-Type: multipart/mixed; boundary=B",
      "",
      "--B\r\n\r\nfirst",
      ...Array<string>(2000).fill("--B\r\nContent-Type: image/png\r\n\r\n"),
    ),
    expected: (mail) => [mail.subject.text, mail.text, mail.attachments.length, mail.problems],
    value: ["still here", "first\n", 999, ["more than 1000 parts"]],
  },
  "an ISO-2022-JP escape that never ends does not eat the mail": {
    octets: typed("text/plain; charset=iso-2022-jp", '\x1b$B$"$$\x1b(B and\x1b$B$"'),
    expected: (mail) => mail.text.replace(/\ufffd/g, ""),
    value: "あい andあ\n",
  },
};

describe("of hard mails", () => {
  for (const [name, { octets: mail, expected, value }] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(expected(readMail(mail)), value));
  }
});
