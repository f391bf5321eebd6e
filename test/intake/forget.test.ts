import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, type TestContext, test } from "node:test";
import type { MailFacts } from "../../src/intake/facts.ts";
import { type Forgotten, forget } from "../../src/intake/forget.ts";
import type { ArchivedMail } from "../../src/store/store.ts";
import { footer, lines, patchText, type Stage, stage } from "../support/stage.ts";

const cover = { id: "0@dev", subject: "[PATCH v2 0/2] wbus: burst mode", text: "Sends up to 16 words." };
const first = {
  id: "1@dev",
  subject: "[PATCH v2 1/2] wbus: fill",
  refs: ["0@dev"],
  text: patchText("drivers/wbus/ring.c"),
};
const second = {
  id: "2@dev",
  subject: "[PATCH v2 2/2] wbus: drain",
  refs: ["0@dev"],
  text: patchText("drivers/wbus/drain.c"),
};
const review = {
  id: "r@tom",
  from: "Tom Okafor <tom@example.com>",
  subject: "Re: [PATCH v2 1/2] wbus: fill",
  refs: ["0@dev", "1@dev"],
  text: "> +int c;\n\nPlatypus instead of a long?\n\nReviewed-by: Tom Okafor <tom@example.com>",
};
const nak = {
  id: "n@tom",
  from: "Tom Okafor <tom@example.com>",
  subject: "Re: [PATCH v2 2/2] wbus: drain",
  refs: ["0@dev", "2@dev"],
  text: "NAK, this wombat leaks.\n\nNacked-by: Tom Okafor <tom@example.com>",
};
const answer = {
  id: "a@ines",
  from: "Ines Marsh <ines@example.net>",
  subject: "Re: [PATCH v2 1/2] wbus: fill",
  refs: ["0@dev", "1@dev", "r@tom"],
  text: "I see it otherwise.",
};

async function played(t: TestContext): Promise<Stage> {
  const on = await stage(t);
  for (const mail of [cover, first, second, review, nak, answer]) await on.arrive(mail);
  on.pass(60_000);
  await on.pay();
  on.pass(3_600_000);
  await on.pay();
  return on;
}

async function forgets(on: Stage, ...ids: readonly string[]): Promise<Forgotten> {
  const mails = (await on.store.mailsById(ids as never)) as ArchivedMail<MailFacts>[];
  const done = await on.store.atomically((tx) => forget(tx, mails, on.now()));
  on.pass(1);
  await on.pay();
  return done;
}

describe("what one person wrote is forgotten", () => {
  test("their posts are taken away, and everybody else's stay", async (t) => {
    const on = await played(t);
    const before = lines(on.shown);
    const { erased, unsure } = await forgets(on, "r@tom", "n@tom");
    assert.deepEqual(unsure, []);
    assert.equal(erased, before.filter((line) => line.includes("Tom") || line.includes("NAK")).length);
    assert.deepEqual(
      lines(on.shown),
      before.filter((line) => !line.includes("Tom Okafor") && !line.includes("NAK")),
    );
    assert.ok(lines(on.shown).some((line) => line.includes("Ines Marsh")));
  });

  test("the card no longer counts what they gave, nor shows their no", async (t) => {
    const on = await played(t);
    assert.match(footer(on.shown[0]!.post), /NAK/);
    await forgets(on, "r@tom", "n@tom");
    assert.doesNotMatch(footer(on.shown[0]!.post), /NAK|R 1/);
  });

  test("and nothing that they said is in the store, though what others answered is", async (t) => {
    const on = await played(t);
    assert.match(textOf(on.store), /Platypus.*wombat|wombat.*Platypus/is);
    await forgets(on, "r@tom", "n@tom");
    const left = textOf(on.store);
    assert.doesNotMatch(left, /platypus|wombat/i);
    assert.match(left, /I see it otherwise/);
    // Ines Marsh's mail answers him by his Message-ID; nothing else says that it was he.
    assert.doesNotMatch(left.replaceAll(/[rn]@tom/g, ""), /tom/i);
  });

  test("nor does what of it was owed and not yet out", async (t) => {
    const on = await stage(t);
    await on.arrive(cover);
    await on.arrive(first);
    await on.arrive(second);
    await on.pay();
    await on.arrive(nak);
    await forgets(on, "n@tom");
    on.pass(3_600_000);
    await on.pay();
    assert.equal(on.shown.length, 1);
    assert.doesNotMatch(JSON.stringify(on.shown), /NAK|Okafor/);
    assert.doesNotMatch(textOf(on.store), /wombat/);
  });

  test("the same mail again is known, and shows nothing", async (t) => {
    const on = await played(t);
    await forgets(on, "r@tom", "n@tom");
    const before = lines(on.shown);
    await on.arrive(review, new Date(Date.UTC(2026, 10, 17, 9)));
    await on.arrive({ ...review, list: "other.lists.example.org" }, new Date(Date.UTC(2026, 10, 17, 9)));
    on.pass(3_600_000);
    await on.pay();
    assert.deepEqual(lines(on.shown), before);
    assert.deepEqual(lines(on.shown, "web:other"), []);
    assert.doesNotMatch(textOf(on.store), /platypus/i);
  });

  test("to forget it again changes nothing", async (t) => {
    const on = await played(t);
    await forgets(on, "r@tom");
    const before = textOf(on.store);
    const again = await forgets(on, "r@tom");
    assert.deepEqual(again, { erased: 0, changed: 0, unsure: [] });
    assert.equal(textOf(on.store), before);
  });
});

describe("whoever opened a conversation is forgotten", () => {
  test("the card goes, and what comes below it is shown", async (t) => {
    const on = await played(t);
    await forgets(on, "0@dev", "1@dev", "2@dev");
    assert.ok(!lines(on.shown).some((line) => line.startsWith("card")));
    assert.doesNotMatch(textOf(on.store), /16 words|nora@example\.org|Nora Lind/);
    await on.arrive({ ...answer, id: "b@ines", refs: ["0@dev", "1@dev"], text: "One thing more." });
    on.pass(3_600_000);
    await on.pay();
    assert.equal(lines(on.shown).filter((line) => line.includes("Ines Marsh")).length, 2);
    assert.ok(!lines(on.shown).some((line) => line.startsWith("card")));
  });

  test("before it is out nothing goes out", async (t) => {
    const on = await stage(t);
    await on.arrive({ id: "q@dev", subject: "A question" });
    const done = await forgets(on, "q@dev");
    on.pass(3_600_000);
    await on.pay();
    assert.deepEqual([lines(on.shown), done.erased], [[], 0]);
  });
});

describe("a post of which nobody knows whether it arrived", () => {
  for (const state of ["sending", "unsure"] as const)
    test(`is told of, and not sent again: ${state}`, async (t) => {
      const on = await stage(t);
      await on.arrive({ id: "q@dev", subject: "A question" });
      on.pass(3_600_000);
      const [card] = await on.owed();
      await on.store.markSending(card!.seq, on.now());
      if (state === "unsure") await on.store.markUnsure(card!.seq, "time-out");
      assert.deepEqual((await forgets(on, "q@dev")).unsure, ["web:wbus"]);
      assert.deepEqual(lines(on.shown), []);
      assert.equal((await on.store.delivery(card!.channel, card!.key))?.state, "dead");
    });
});

test("a digest loses its row", async (t) => {
  const on = await played(t);
  const [mail] = await on.store.mailsById(["r@tom" as never]);
  const row = (text: string, short: string) => ({ text, mail: short });
  await on.store.owe({
    channel: "web:wbus" as never,
    key: "digest-1",
    topic: "digest-web:wbus" as never,
    form: "post",
    level: "silent",
    post: {
      form: "card",
      title: "This week",
      byline: [],
      footer: [],
      isCut: false,
      blocks: [{ kind: "mails", heading: "Talk", rows: [row("Tom Okafor asks", mail!.short), row("Ada", "other")] }],
    },
    dueAt: on.now(),
  });
  await on.pay();
  const { changed } = await forgets(on, "r@tom");
  assert.ok(changed >= 1);
  const digest = on.shown.find(({ key }) => key === "digest-1");
  assert.deepEqual(digest?.post.blocks, [{ kind: "mails", heading: "Talk", rows: [row("Ada", "other")] }]);
});

/** Every text in the store's file. */
function textOf({ file }: Stage["store"]): string {
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db.prepare("select name from sqlite_schema where type = 'table' and name <> 'octets'").all();
  const rows = tables.flatMap(({ name }) => db.prepare(`select * from "${name}"`).all());
  db.close();
  return JSON.stringify(rows);
}
