import { mail, type Shape, times } from "./shape.ts";

const raw = (text: string) => () => Buffer.from(text, "latin1");

const list = "List-Id: <wbus.lists.example.org>";

export const header: readonly Shape[] = [
  ["nothing at all", raw("")],
  ["none, only text", raw("Just a line of text.\nAnd another one.\n")],
  ["no blank line", raw(`From: m@example.org\nSubject: no blank line\n${list}\nHello there\nthis is the text\n`)],
  ["a single CR LF", raw("\r\n")],
  [
    "lines that end in CR alone",
    raw(`From: m@example.org\rSubject: old\r${list}\rMessage-ID: <cr@example.org>\r\rtext\r`),
  ],
  [
    "a separator of a mailbox file",
    raw(`From m@example.org Tue Nov  3\nSubject: mbox\n${list}\nMessage-ID: <mbox@example.org>\n\nx\n`),
  ],
  ["no Date", () => mail({ Date: undefined })],
  ["a Date that is none", () => mail({ Date: "the day before" })],
  ["a Date in the year 9999", () => mail({ Date: "Fri, 31 Dec 9999 23:59:59 +0000" })],
  ["no From", () => mail({ From: undefined })],
  ["a From that is an empty group", () => mail({ From: "undisclosed:;" })],
  ["two From", () => mail({ From: "a@example.org\nFrom: b@example.org" })],
  ["no Subject", () => mail({ Subject: undefined })],
  ["three Subjects", () => mail({ Subject: "one\nSubject: two\nSubject: three" })],
  ["a Subject of 10,000 characters", () => mail({ Subject: "long ".repeat(2000) })],
  [
    "a Subject with broken encoded words",
    () => mail({ Subject: "=?utf-8?q?never =?utf-8?b?w7?= =?x?z?y?= =?utf-8?q?=FF=C3?=" }),
  ],
  ["a Subject that nobody sees", () => mail({ Subject: "\u200b\u2800\u3164\u{e0041}\u202e" })],
  ["no Message-ID", () => mail({ "Message-ID": undefined })],
  ["no Message-ID and the same content", () => mail({ "Message-ID": undefined })],
  ["a hostile Message-ID", () => mail({ "Message-ID": "<'; DROP TABLE mail;--\0\x1b[2J\u202e/../../@example.org>" })],
  ["a Message-ID of 4,000 characters", () => mail({ "Message-ID": `<${"a".repeat(4000)}@example.org>` })],
  ["a Message-ID, the first time", () => mail({ "Message-ID": "<reused@example.org>" }, "first\n")],
  [
    "a Message-ID reused with another Date",
    () => mail({ "Message-ID": "<reused@example.org>", Date: "Wed, 4 Nov 2026 10:00:00 +0000" }, "second\n"),
  ],
  ["5,000 References", () => mail({ References: times(5000, (n) => `<r${n}@example.org>\n `) })],
  [
    "a reference to itself",
    () =>
      mail({
        "Message-ID": "<self@example.org>",
        References: "<self@example.org>",
        "In-Reply-To": "<self@example.org>",
      }),
  ],
  [
    "references in a circle, one",
    () => mail({ "Message-ID": "<c1@example.org>", References: "<c2@example.org>", Subject: "Re: circle" }),
  ],
  [
    "references in a circle, two",
    () => mail({ "Message-ID": "<c2@example.org>", References: "<c1@example.org>", Subject: "Re: circle" }),
  ],
  [
    "names that objects have",
    () =>
      mail({ ["__proto__"]: "x", constructor: "y", toString: "z", Subject: "__proto__", "Message-ID": "__proto__" }),
  ],
  ["lines without a colon", () => mail({ Subject: "a\nno colon here\n>From there\n\x00\x01" })],
  ["a name of 64 KB", () => mail({ ["X".repeat(65_536)]: "y" })],
  ["20,000 empty continuation lines", () => mail({ Subject: `a${"\n ".repeat(20_000)}b` })],
  ["20,000 addresses", () => mail({ To: times(20_000, (n) => `"Name ${n}" <a${n}@example.org>,\n `) })],
  [
    "3,000 nested groups",
    () => mail({ To: `${times(3000, (n) => `g${n}: `)}a@example.org${";".repeat(3000)}`, From: "g:".repeat(3000) }),
  ],
  [
    "comments and quotes that never close",
    () => mail({ From: "(".repeat(20_000), To: '"'.repeat(20_000), Cc: "<".repeat(20_000) }),
  ],
  ["a quoted local part like another domain", () => mail({ From: '"boss@example.org x"@evil.example' })],
  ["a name like another address", () => mail({ From: '"boss@example.org" <x@evil.example>' })],
  [
    "CR LF and NUL in encoded words",
    () => mail({ Subject: "=?utf-8?q?a=0D=0ABcc:_x=00=1B[2Jb?=", From: "=?utf-8?q?M=0D=0A=00x?= <m@example.org>" }),
  ],
];
