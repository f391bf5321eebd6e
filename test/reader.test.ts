import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openReader } from "../src/reader.ts";
import { badMails } from "./support/bad-mails.ts";

const scripted = new URL("./support/scripted-reader-worker.ts", import.meta.url);
const mail = (subject: string, from = "Ada <ada@example.org>") =>
  Buffer.from(`From: ${from}\nSubject: ${subject}\nMessage-ID: <1@example.org>\n\nhello\n`);

describe("a reader", () => {
  test("says what the octets mean, and leaves them alone", async () => {
    await using reader = disposable(openReader());
    const octets = mail("[PATCH v2 1/3] wbus: count");
    const copy = Buffer.from(octets);
    const outcome = await reader.read(octets, octets.length);
    assert.deepEqual(octets, copy);
    assert.equal(outcome.kind, "read");
    if (outcome.kind !== "read") return;
    assert.equal(outcome.reading.mail.subject.title, "wbus: count");
    assert.equal(outcome.reading.condensed.reply, "hello");
    assert.deepEqual(
      outcome.reading.anchors,
      outcome.reading.condensed.passages.map(() => undefined),
    );
  });

  test("knows what an operator adds to the tables of kinds", async () => {
    const robots = [{ robot: "ci" as const, marks: ["<ci@example.org>"] }];
    await using reader = disposable(openReader({ tables: { robots, applied: ["landed in"], nak: ["vetoed"] } }));
    const kinds: string[] = [];
    for (const [from, text] of [
      ["ci@example.org", "All passed."],
      ["ada@example.org", "Landed in main."],
      ["ada@example.org", "Vetoed: it breaks old boards."],
    ]) {
      const octets = Buffer.from(`From: ${from}\nSubject: Re: [PATCH] wbus\nMessage-ID: <1@x>\n\n${text}\n`);
      const outcome = await reader.read(octets, octets.length);
      if (outcome.kind === "read") kinds.push(outcome.reading.kind);
    }
    assert.deepEqual(kinds, ["kernel-test-robot", "applied-notice", "nak"]);
  });

  test("tells by the mail beside it what a mail program broke off a quoted line", async () => {
    await using reader = disposable(openReader());
    const said = "The handler runs with interrupts disabled on all of these boards, so it must not sleep there.";
    const parent = Buffer.concat([mail("wbus"), Buffer.from(said)]);
    const octets = Buffer.concat([
      mail("Re: wbus", "Tom <tom@example.org>").subarray(0, -"hello\n".length),
      Buffer.from(`> ${said.replace("all of ", "all of\n")}\n\nAgreed.\n`),
    ]);
    const replies: string[] = [];
    for (const beside of [[], [parent], [undefined, parent]]) {
      const outcome = await reader.read(octets, octets.length, beside);
      if (outcome.kind === "read") replies.push(outcome.reading.condensed.reply);
    }
    const alone = "these boards, so it must not sleep there.\n\nAgreed.";
    assert.deepEqual(replies, [alone, "Agreed.", alone]);
  });

  test("says when only the beginning was there", async () => {
    await using reader = disposable(openReader());
    const outcome = await reader.read(mail("x"), 5_000_000);
    assert.ok(outcome.kind === "read");
    assert.match(outcome.reading.mail.problems.join(), /only the first \d+ of 5000000 octets/);
  });

  test("hands over a long text in part, and says so", async () => {
    await using reader = disposable(openReader());
    const octets = Buffer.concat([mail("x"), Buffer.from("a line of text\n".repeat(40_000))]);
    const outcome = await reader.read(octets, octets.length);
    assert.ok(outcome.kind === "read");
    assert.ok(outcome.reading.mail.text.length <= 262_144);
    assert.ok(outcome.reading.mail.text.endsWith("a line of text\n"));
    assert.deepEqual(outcome.reading.mail.problems, ["long text: the end is not shown"]);
  });
});

describe("a mail that breaks its worker is broken, with what could be saved, and the next one is read", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [does: string, reason: RegExp][] = [
    ["hang",    /^it took longer than 0\.3 s$/],
    ["exhaust", /^it took more than 32 MB of memory$/],
    ["throw",   /^its reader failed: TypeError$/],
    ["exit",    /^its reader ended$/],
  ];
  for (const [does, reason] of rows) {
    test(does, async () => {
      await using reader = disposable(openReader({ worker: scripted, limitMs: 300, heapMb: 32 }));
      const outcomes = await Promise.all(
        ["read", does, "read"].map((subject) => reader.read(mail(subject, '"A\0da" <ada@example.org>'), 100)),
      );
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ["read", "broken", "read"],
      );
      assert.ok(outcomes[1]?.kind === "broken");
      assert.match(outcomes[1].reason, reason);
      assert.deepEqual(outcomes[1].salvage, { subject: does, from: "Ada" });
    });
  }

  test("a worker that cannot start breaks the mails, not the reader", async () => {
    await using reader = disposable(openReader({ worker: new URL("./no-such-worker.ts", import.meta.url) }));
    const outcomes = await Promise.all([reader.read(mail("a"), 1), reader.read(mail("b"), 1)]);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ["broken", "broken"],
    );
  });
});

describe("closing", () => {
  test("ends a worker that hangs within a second, and refuses what waits and what comes", async () => {
    const reader = openReader({ worker: scripted });
    await reader.read(mail("read"), 1);
    const waiting = [reader.read(mail("hang"), 1), reader.read(mail("read"), 1)];
    const refused = Promise.all(waiting.map((read) => assert.rejects(read, /closed/)));
    const started = performance.now();
    await reader.close();
    assert.ok(performance.now() - started < 1000);
    await refused;
    await assert.rejects(reader.read(mail("read"), 1), /closed/);
  });
});

test("every bad mail is read or broken, by one reader", async () => {
  await using reader = disposable(openReader());
  for (const { name, octets } of badMails()) {
    const outcome = await reader.read(octets, octets.length);
    assert.ok(outcome.kind === "read", `${name}: ${outcome.kind === "broken" ? outcome.reason : ""}`);
  }
});

function disposable<T extends { close(): Promise<void> }>(thing: T): T & AsyncDisposable {
  return Object.assign(thing, { [Symbol.asyncDispose]: () => thing.close() });
}
