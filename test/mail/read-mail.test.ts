import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { readMail } from "../../src/mail/read-mail.ts";

const read = (...lines: string[]) => readMail(Buffer.from(lines.join("\n")));

/** A mail with one field. */
const withField = (field: string) => read(field, "", "text");

test("a mail is read as a whole", () => {
  const mail = read(
    "From: Dev <dev@example.org>",
    "To: wbus@lists.example.org, Maint <maint@example.org>",
    "Cc: Other <other@example.org>",
    "Subject: Re: [PATCH v2 1/3] wbus: count",
    "Date: Tue, 3 Nov 2026 10:00:00 +0100",
    "Message-ID: <r1@example.org>",
    "In-Reply-To: <p1@example.org>",
    "References: <p0@example.org> <p1@example.org>",
    "List-Id: Wide bus <wbus.lists.example.org>",
    "",
    "Looks good.",
  );
  assert.deepEqual(mail, {
    key: mail.key,
    id: "r1@example.org",
    lists: ["wbus.lists.example.org"],
    from: { name: "Dev", address: "dev@example.org" },
    sender: { name: "Dev", address: "dev@example.org" },
    author: { name: "Dev", address: "dev@example.org" },
    recipients: [
      { name: "wbus", address: "wbus@lists.example.org" },
      { name: "Maint", address: "maint@example.org" },
      { name: "Other", address: "other@example.org" },
    ],
    date: new Date("2026-11-03T09:00:00Z"),
    inReplyTo: ["p1@example.org"],
    references: ["p0@example.org", "p1@example.org"],
    ancestors: ["p0@example.org", "p1@example.org"],
    subject: mail.subject,
    text: "Looks good.\n",
    textFrom: "plain",
    attachments: [],
    noArchive: false,
    automatic: false,
    spamFlag: false,
    problems: [],
  });
  assert.equal(mail.subject.title, "wbus: count");
});

describe("the ancestors are", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [references: string, inReplyTo: string, ancestors: string[], because: string][] = [
    ["<a@x> <b@x>", "<b@x>",       ["a@x", "b@x"],  "the parent is the last reference as a rule"],
    ["<a@x> <b@x>", "<a@x>",       ["b@x", "a@x"],  "where they differ, In-Reply-To names the parent"],
    ["<a@x>",       "<b@x> <c@x>", ["a@x", "b@x"],  "by its first id"],
    ["",            "<b@x>",       ["b@x"],         "or alone"],
    ["<a@x>",       "",            ["a@x"],         "or not at all"],
    ["<a@x> <b@x> <a@x>", "",      ["b@x", "a@x"],  "no id stands twice: the nearest counts"],
    ["<self@x>",    "<self@x>",    [],              "a mail is not its own ancestor"],
  ];
  for (const [references, inReplyTo, ancestors, because] of rows) {
    test(because, () => {
      const mail = read("Message-ID: <self@x>", `References: ${references}`, `In-Reply-To: ${inReplyTo}`, "", "");
      assert.deepEqual(mail.ancestors, ancestors);
    });
  }
});

describe("a mail is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [field: string, flag: "noArchive" | "automatic" | "spamFlag" | undefined][] = [
    ["X-No-Archive: Yes",                     "noArchive"],
    ["Archive: no",                           "noArchive"],
    ["Restrict: no-external-archive",         "noArchive"],
    ["Auto-Submitted: auto-replied",          "automatic"],
    ["Auto-Submitted: no",                    undefined],
    ["Return-Path: <>",                       "automatic"],
    ["Return-Path: <wbus-bounces@example.org>", undefined],
    ["Content-Type: multipart/report; boundary=B", "automatic"],
    ["Precedence: auto_reply",                "automatic"],
    ["Precedence: bulk",                      undefined],
    ["X-Loop: listwire",                      "automatic"],
    ["X-Loop: wbus@lists.example.org",        undefined],
    ["X-Spam-Flag: YES",                      "spamFlag"],
    ["X-Spam-Status: Yes, score=9.1",         "spamFlag"],
    ["X-Spam-Status: No, score=-1",           undefined],
  ];
  for (const [field, flag] of rows) {
    test(`${flag ?? "none of it"} by ${field}`, () => {
      const { noArchive, automatic, spamFlag } = withField(field);
      assert.deepEqual(
        { noArchive, automatic, spamFlag },
        {
          noArchive: flag === "noArchive",
          automatic: flag === "automatic",
          spamFlag: flag === "spamFlag",
        },
      );
    });
  }
});

describe("the archive's link is", () => {
  const rows: readonly [field: string, link: string | undefined][] = [
    ["Archived-At: <https://lists.example.org/m/1>", "https://lists.example.org/m/1"],
    ["Archived-At: https://lists.example.org/m/1", "https://lists.example.org/m/1"],
    ["List-Archive: <http://lists.example.org/wbus/>", "http://lists.example.org/wbus/"],
    ["Archived-At: <javascript:alert(1)>", undefined],
    ["Archived-At: <https://bank.example@evil.example/>", undefined],
    ["Archived-At: <https://\u202eexample.org/>", undefined],
  ];
  for (const [field, link] of rows) {
    test(`${link} for ${field}`, () => assert.equal(withField(field).archivedAt, link));
  }
});

test("a patch sent for somebody else has its author, a reply that quotes one has not", () => {
  const patch = ["", "From: Dev <dev@example.org>", "", "Fix it.", "", "diff --git a/x b/x"];
  assert.equal(read("From: Maint <m@example.org>", "Subject: [PATCH] x", ...patch).author.name, "Dev");
  assert.equal(read("From: Maint <m@example.org>", "Subject: Re: [PATCH] x", ...patch).author.name, "Maint");
  const cover = ["", "From: Dev <dev@example.org>", "", "Two patches."];
  const { author, sender } = read("From: Maint <m@example.org>", "Subject: [PATCH 0/2] x", ...cover);
  assert.deepEqual([author.name, sender.name], ["Dev", "Maint"]);
});

test("where only the beginning was fetched, that is said", () => {
  const { problems } = readMail(Buffer.from("Subject: x\n\ny"), { wholeSize: 9_000_000 });
  assert.deepEqual(problems, ["only the first 13 of 9000000 octets were read"]);
});

test("any octets are a mail", () => {
  const line = fc.constantFrom(
    ...["Content-Type: multipart/mixed; boundary=B", "Content-Type: text/html", "Content-Transfer-Encoding: base64"],
    ...["--B", "--B--", "", "From: <", 'To: "', "Subject: =?utf-8?b?", "\0\xff", "<div", "> a ", "=3", " "],
  );
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets)),
    fc.array(line, { maxLength: 30 }).map((lines) => Buffer.from(lines.join("\n"), "latin1")),
  );
  fc.assert(fc.property(anything, (octets) => assert.equal(typeof readMail(octets).text, "string")));
});
