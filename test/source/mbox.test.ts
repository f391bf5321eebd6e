import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { isSeparator, mboxMails } from "../../src/source/mbox.ts";

/** The mails of `mbox`, handed over in pieces of `size` octets. */
async function split(mbox: string, size = 7): Promise<string[]> {
  async function* pieces() {
    const octets = Buffer.from(mbox, "latin1");
    for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
  }
  const mails = await Array.fromAsync(mboxMails(pieces()));
  return mails.map(({ bytes }) => Buffer.from(bytes).toString("latin1"));
}

/** The mboxrd file of `mails`, each of which ends with a line end. */
function joined(mails: readonly string[]): string {
  return mails
    .map((mail) => `From mboxrd@z Thu Jan  1 00:00:00 2026\n${mail.replace(/^(?=>*From )/gm, ">")}\n`)
    .join("");
}

describe("an mbox is cut", () => {
  const head = "From a@example.org Thu Jan  1 00:00:00 2026";
  // biome-ignore format: the columns are the specification
  const rows: readonly [mbox: string, mails: string[], because: string][] = [
    ["", [], "nothing is in it"],
    [`${head}\nA: b\n\nc\n\n${head}\nD: e\n\nf\n\n`, ["A: b\n\nc\n", "D: e\n\nf\n"], "each mail has its line, and an empty one after it"],
    [`${head}\nA: b\n\nFrom here on it fails.\n`, ["A: b\n\nFrom here on it fails.\n"], "a sentence has no time of day"],
    [`${head}\nA: b\n\nx\n${head}\n`, [`A: b\n\nx\n${head}\n`], "no empty line comes before"],
    [`${head}\nA: b\n\n>From x\n>>From y\n> From z\n`, ["A: b\n\nFrom x\n>From y\n> From z\n"], "one > is taken from what was escaped"],
    [`${head}\r\nA: b\r\n\r\nc\r\n\r\n${head}\r\nD: e\r\n\r\n`, ["A: b\r\n\r\nc\r\n", "D: e\r\n"], "line ends may be CR LF"],
    [`${head}\nA: b\n\nc`, ["A: b\n\nc"], "the last line may be unfinished"],
    [`${head}\nA: b\n\nc\n>From d`, ["A: b\n\nc\nFrom d"], "and escaped all the same"],
    [`noise\n\n${head}\nA: b\n`, ["A: b\n"], "what comes before the first is no mail"],
  ];
  for (const [mbox, mails, because] of rows) {
    test(`${JSON.stringify(mbox)}, since ${because}`, async () => {
      for (const size of [1, 7, 1000]) assert.deepEqual(await split(mbox, size), mails);
    });
  }
});

test("splitting undoes joining, whatever the mails say and wherever the pieces end", async () => {
  const line = fc.oneof(
    fc.constantFrom(
      "",
      "\r",
      ">",
      "From",
      "From ",
      ">From ",
      ">>From a 1:23",
      "From a@b Thu Jan  1 00:00:00 2026",
      "\0\xff",
    ),
    fc.string({ maxLength: 20 }).map((text) => text.replaceAll("\n", " ").replace(/[^\0-\xff]/g, "?")),
  );
  const mail = fc
    .array(line, { maxLength: 8 })
    .map((lines) => `Subject: x\n\n${lines.map((text) => `${text}\n`).join("")}.\n`);
  await fc.assert(
    fc.asyncProperty(fc.array(mail, { maxLength: 4 }), fc.integer({ min: 1, max: 700 }), async (mails, size) => {
      assert.deepEqual(await split(joined(mails), size), mails);
    }),
  );
});

describe("a mail of an mbox arrived", () => {
  const rows: readonly [line: string, at: string | undefined][] = [
    ["From mboxrd@z Thu Jan  1 12:34:56 2026", "2026-01-01T12:34:56.000Z"],
    ["From ada@example.org Thu Jan 01 12:34:56 2026 +0200", "2026-01-01T10:34:56.000Z"],
    ["From ada@example.org 2026-01-01T12:34:56Z", "2026-01-01T12:34:56.000Z"],
    ["From ada@example.org at 12:34 or so", undefined],
    [`From ${"0123456789".repeat(4)} Mon Sep 17 00:00:00 2001`, undefined],
  ];
  for (const [line, at] of rows) {
    test(`${at ?? "at no known time"}: ${line}`, async () => {
      async function* pieces() {
        yield Buffer.from(`${line}\nSubject: x\n\n`);
      }
      const [mail] = await Array.fromAsync(mboxMails(pieces()));
      assert.equal(mail?.receivedAt?.toISOString(), at);
      assert.ok(isSeparator(line));
    });
  }
});

test("a line of 30 MB takes no longer than 30 MB of lines", { timeout: 20_000 }, async () => {
  async function* pieces() {
    yield Buffer.from("From mboxrd@z Thu Jan  1 00:00:00 2026\nSubject: x\n\n");
    const chunk = Buffer.alloc(1 << 16, ">");
    for (let size = 0; size < 30 << 20; size += chunk.length) yield chunk;
  }
  const [mail] = await Array.fromAsync(mboxMails(pieces()));
  assert.equal(mail!.bytes.length, (30 << 20) + 12);
});
