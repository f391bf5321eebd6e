import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { ArchivedMail } from "../../src/store/store.ts";
import { TEXTS } from "../../src/tend.ts";
import { key, sampleMail, sampleOctets, topicId } from "../support/store-samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const DAY = 86_400_000;
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * DAY);

/** A store whose mails were taken in on these days, whatever their own dates say. */
async function stored(t: TestContext, mails: readonly (readonly [taken: number, more?: Partial<ArchivedMail>])[]) {
  let now = day(0);
  const store = await openSqliteStore(join(temporaryFolder(t), "store.sqlite"), { now: () => now });
  t.after(() => store.close());
  for (const [n, [taken, more]] of mails.entries()) {
    now = day(taken);
    await store.addMail(sampleMail(n, { arrivedAt: new Date(0), ...more }), sampleOctets(n));
  }
  return {
    store,
    /** Which of them still have their text. */
    kept: async () => {
      const texts = await Promise.all(mails.map((_, n) => store.octets(key(n))));
      return texts.flatMap((text, n) => (text === undefined ? [] : [n]));
    },
  };
}

test("a text is kept 30 days, counted from when it was taken in", async (t) => {
  const { store, kept } = await stored(t, [[0], [10]]);
  assert.equal(await store.endTexts(day(30), TEXTS), 0);
  assert.equal(await store.endTexts(day(31), TEXTS), 1);
  assert.deepEqual(await kept(), [1]);
  assert.equal((await store.mailByKey(key(0)))?.subject, "Subject 0");
  assert.equal(await store.endTexts(day(31), TEXTS), 0);
});

test("patches and what belongs to them are kept as long as anybody writes there, and 90 days more", async (t) => {
  const series = { topic: topicId("series") };
  const { store, kept } = await stored(t, [[0, { ...series, kind: "series-cover" }], [1, series], [60, series], [1]]);
  assert.equal(await store.endTexts(day(100), TEXTS), 1);
  assert.deepEqual(await kept(), [0, 1, 2]);
  assert.equal(await store.endTexts(day(151), TEXTS), 3);
  assert.deepEqual(await kept(), []);
});

test("what is too much goes, the oldest first", async (t) => {
  const { store, kept } = await stored(t, [[2], [0], [1, { kind: "patch" }], [3]]);
  const { mails, bytes } = await store.texts();
  assert.equal(mails, 4);
  assert.equal(await store.endTexts(day(4), { ...TEXTS, bytes: bytes - 1 }), 1);
  assert.deepEqual(await kept(), [0, 2, 3]);
  assert.equal(await store.endTexts(day(4), { ...TEXTS, bytes: 0 }), 3);
  assert.deepEqual({ ...(await store.texts()) }, { mails: 0, bytes: 0 });
});

test("a conversation is remembered two years after its last mail was taken in", async (t) => {
  const { store } = await stored(t, [[0, { topic: topicId("lives") }], [1], [2], [700, { topic: topicId("lives") }]]);
  const there = async () => (await store.latestMails(9)).map(({ short }) => short).toReversed();
  assert.equal(await store.endMails(day(1), 10), 0);
  assert.equal(await store.endMails(day(2), 10), 1);
  assert.deepEqual(await there(), ["short0", "short2", "short3"]);
  const ended = [await store.endMails(day(701), 1), await store.endMails(day(701), 1)];
  assert.deepEqual(ended.toSorted(), [1, 2]);
  assert.equal(await store.endMails(day(701), 1), 0);
  assert.deepEqual(await there(), []);
});
