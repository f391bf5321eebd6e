import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { bell, type Clock } from "../../src/clock.ts";
import { type IntakeDeps, intake, takePass } from "../../src/intake/intake.ts";
import { releasedSource } from "../../src/intake/released.ts";
import type { Taken } from "../../src/intake/take-in.ts";
import { identify } from "../../src/mail/identity.ts";
import type { ListId } from "../../src/mail/mail.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { readOne } from "../../src/reader/read-one.ts";
import type { Reader } from "../../src/reader.ts";
import { MailSourceError } from "../../src/source/mail-source.ts";
import { StoreError } from "../../src/store/store.ts";
import { dueOf } from "../support/due.ts";
import { quietLog } from "../support/quiet-log.ts";
import { scriptedSource } from "../support/scripted-source.ts";
import { written } from "../support/stage.ts";
import { temporaryStore } from "../support/temporary-store.ts";

const NOON = new Date("2026-11-17T12:00:00Z");
const never = new AbortController().signal;

const hereAndNow: Reader = {
  read: async (octets, wholeSize) => ({ kind: "read", reading: readOne(octets, wholeSize) }),
  close: async () => undefined,
};

interface Scene extends IntakeDeps {
  readonly taken: Taken[];
  readonly pauses: number[];
}

async function scene(t: TestContext, reader: Reader = hereAndNow): Promise<Scene> {
  const store = await temporaryStore();
  t.after(() => store.close());
  const taken: Taken[] = [];
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => NOON,
    async wait(ms) {
      pauses.push(ms);
    },
  };
  return {
    store,
    reader,
    clock,
    bell: bell(clock),
    log: quietLog(),
    now: clock.now,
    tables: {},
    linkTo: () => undefined,
    maySee: () => true,
    audienceOf: () => "",
    channelFor: (list: ListId) => ({
      channel: "web:wbus" as ChannelId,
      what: { kind: "list", name: list },
      preset: "normal",
      since: NOON,
      by: "test",
    }),
    editSpacingMs: () => 0,
    omit: new Set(),
    waits: { cardMs: 0, orphanMs: 0 },
    pauses,
    taken,
    onTaken(one) {
      taken.push(one);
    },
  };
}

describe("intake", () => {
  test("takes in what is there, moves the cursor with it, and begins there the next time", async (t) => {
    const on = await scene(t);
    const source = scriptedSource();
    source.push(written({ id: "a@x", subject: "one" }), NOON);
    source.push(written({ id: "b@x", subject: "two" }), NOON);
    await takePass(source, on, never);
    assert.equal(await on.store.cursor("scripted"), "2");
    source.push(written({ id: "c@x", subject: "three" }), NOON);
    await takePass(source, on, never);
    assert.deepEqual(
      on.taken.map(({ mail }) => mail.id),
      ["a@x", "b@x", "c@x"],
    );
  });

  test("keeps what it took in when the source fails in the middle, waits as told and goes on", async (t) => {
    const on = await scene(t);
    const source = scriptedSource();
    for (const id of ["a@x", "b@x", "c@x"]) source.push(written({ id, subject: id }), NOON);
    source.fail(new MailSourceError("the link was lost", "connection", 1234), 2);
    const stop = new AbortController();
    const onTaken = (one: Taken) => {
      on.taken.push(one);
      if (one.mail.id === "c@x") stop.abort();
    };
    await intake(source, { ...on, onTaken }, stop.signal);
    assert.deepEqual(
      on.taken.map(({ mail }) => mail.id),
      ["a@x", "b@x", "c@x"],
    );
    assert.ok(on.pauses.includes(1234));
  });

  test("shows in part what breaks the reader: who, what and why", async (t) => {
    const on = await scene(t, {
      ...hereAndNow,
      read: async () => ({ kind: "broken", reason: "it took longer than 10 s", salvage: { subject: "", from: "" } }),
    });
    const source = scriptedSource();
    source.push(written({ id: "a@x", subject: "wbus: a monster" }), NOON);
    await takePass(source, on, never);
    const [mail] = on.taken;
    assert.equal(mail?.mail.state, "degraded");
    const [owed] = await dueOf(on.store, NOON, 10);
    assert.equal(owed?.post.title, "wbus: a monster");
    assert.match(JSON.stringify(owed?.post.blocks), /could not be read: it took longer than 10 s/);
  });

  test("shows by its header a mail that our own rooms stumble over; its neighbours come in whole", async (t) => {
    const on = await scene(t);
    const source = scriptedSource();
    for (const id of ["a@x", "bad@x", "c@x"]) source.push(written({ id, subject: id }), NOON);
    const linkTo: IntakeDeps["linkTo"] = ({ id, text }) => {
      if (id === "bad@x" && text !== "") throw new TypeError("a bug");
      return undefined;
    };
    await takePass(source, { ...on, linkTo }, never);
    assert.deepEqual(
      on.taken.map(({ mail }) => `${mail.id} ${mail.state}`),
      ["a@x read", "bad@x degraded", "c@x read"],
    );
    assert.equal(await on.store.cursor("scripted"), "3");
    assert.equal((await dueOf(on.store, NOON, 10)).length, 3);
  });

  test("sets aside, unread and listed, a mail that ended the process again and again; its neighbours come in", async (t) => {
    const reads: string[] = [];
    const on = await scene(t, {
      ...hereAndNow,
      async read(octets, wholeSize) {
        reads.push(identify(octets).id);
        return hereAndNow.read(octets, wholeSize);
      },
    });
    const poison = written({ id: "poison@x", subject: "poison" });
    const fine = written({ id: "fine@x", subject: "fine" });
    const source = scriptedSource();
    source.push(poison, NOON);
    source.push(fine, NOON);
    // Three runs that died: one over the batch, those after it over the poison, which is read alone and first.
    await on.store.beginReading([identify(poison).key, identify(fine).key]);
    for (let run = 1; run < 3; run += 1) await on.store.beginReading([identify(poison).key]);
    await takePass(source, on, never);
    assert.deepEqual(reads, ["fine@x"]);
    assert.deepEqual(
      on.taken.map(({ mail }) => [mail.id, mail.state]),
      [
        ["poison@x", "quarantined"],
        ["fine@x", "read"],
      ],
    );
    assert.equal((await on.store.quarantined(10))[0]?.id, "poison@x");
    assert.equal((await dueOf(on.store, NOON, 10)).length, 1);
  });

  test("takes a mail anew that was let out of quarantine, once, and sets it aside again where it is still as bad", async (t) => {
    const on = await scene(t);
    const poison = written({ id: "poison@x", subject: "poison" });
    const { key } = identify(poison);
    const source = scriptedSource();
    source.push(poison, NOON);
    const bad = async () => {
      for (let run = 0; run < 3; run += 1) await on.store.beginReading([key]);
    };
    await bad();
    await takePass(source, on, never);
    const letOut = async () => {
      const [mail] = await on.store.quarantined(1);
      await on.store.release(mail!.key);
      await takePass(releasedSource(on.store), on, never);
    };
    const { store } = on;
    // Three runs end over it again.
    await store.release(key);
    await bad();
    await takePass(releasedSource(store), on, never);
    assert.equal((await store.quarantined(9)).length, 1);
    assert.deepEqual(await dueOf(store, NOON, 10), []);

    await letOut();
    assert.equal((await store.mailByKey(key))?.state, "read");
    assert.deepEqual(
      (await dueOf(store, NOON, 10)).map(({ post }) => post.title),
      ["poison"],
    );
    const before = on.taken.length;
    await takePass(releasedSource(store), on, never);
    assert.equal(on.taken.length, before);
  });

  test("reads a batch while the one before is written: what it answers there is beside it", async (t) => {
    const beside = new Map<string, readonly (string | undefined)[]>();
    const on = await scene(t, {
      ...hereAndNow,
      async read(octets, wholeSize, answered = []) {
        beside.set(
          identify(octets).id,
          answered.map((one) => one && identify(one).id),
        );
        return hereAndNow.read(octets, wholeSize, answered);
      },
    });
    const source = scriptedSource();
    for (let n = 0; n < 64; n += 1) source.push(written({ id: `${n}@x`, subject: `one ${n}` }), NOON);
    source.push(written({ id: "r@x", subject: "Re: one 63", refs: ["63@x"] }), NOON);
    await takePass(source, on, never);
    assert.equal(on.taken.length, 65);
    assert.deepEqual(beside.get("r@x"), ["63@x"]);
    assert.equal((await on.store.mailsById(["r@x" as MessageId]))[0]?.parent, "63@x");
    assert.equal(await on.store.cursor("scripted"), "65");
  });

  test("a batch that cannot be written blames none of those that were read meanwhile", async (t) => {
    const on = await scene(t);
    const source = scriptedSource();
    const mails = Array.from({ length: 150 }, (_, n) => written({ id: `${n}@x`, subject: `one ${n}` }));
    for (const mail of mails) source.push(mail, NOON);
    const full = new StoreError("x.sqlite: cannot grow, the disk is full", "full");
    const store: typeof on.store = { ...on.store, atomically: () => Promise.reject(full) };
    await assert.rejects(takePass(source, { ...on, store }, never), full);
    const keys = mails.slice(64).map((mail) => identify(mail).key);
    assert.equal((await on.store.begunReading(keys)).size, 0);
    await takePass(source, on, never);
    assert.equal(on.taken.length, 150);
    assert.ok(on.taken.every(({ mail }) => mail.state === "read"));
  });

  test("blames no mail for an end that was asked for while it was read", async (t) => {
    const closed = new Error("the reader was closed before the mail was read");
    const on = await scene(t, { ...hereAndNow, read: async () => Promise.reject(closed) });
    const mail = written({ id: "a@x", subject: "one" });
    const source = scriptedSource();
    source.push(mail, NOON);
    await assert.rejects(takePass(source, on, never), closed);
    assert.equal((await on.store.begunReading([identify(mail).key])).size, 0);
  });

  test("shows at most 20 cards of a gap, then one line; nothing of it is lost", async (t) => {
    const on = await scene(t);
    const source = scriptedSource();
    const yesterday = new Date(NOON.getTime() - 86_400_000);
    for (let n = 0; n < 25; n += 1) source.push(written({ id: `${n}@x`, subject: `topic ${n}` }), yesterday);
    source.push(written({ id: "r@x", subject: "Re: topic 1", refs: ["1@x"] }), yesterday);
    await takePass(source, on, never);
    assert.equal((await dueOf(on.store, NOON, 100)).length, 20);
    const owed = await dueOf(on.store, new Date(NOON.getTime() + 60_000), 100);
    assert.equal(owed.filter(({ post }) => post.form === "card").length, 20);
    assert.deepEqual(
      owed.filter(({ post }) => post.form !== "card").map(({ post }) => post.anchor),
      ["20 cards above, 6 more mails not shown one by one"],
    );
    assert.equal((await on.store.counts()).mails, 26);
  });

  test("shows no more of a gap when something ends us within it, and says once how much that was", async (t) => {
    const on = await scene(t);
    const source = scriptedSource();
    const yesterday = new Date(NOON.getTime() - 86_400_000);
    for (let n = 0; n < 15; n += 1) source.push(written({ id: `${n}@x`, subject: `topic ${n}` }), yesterday);
    await takePass(source, on, never);
    for (let n = 15; n < 30; n += 1) source.push(written({ id: `${n}@x`, subject: `topic ${n}` }), yesterday);
    await takePass(source, on, never);
    const owed = await dueOf(on.store, new Date(NOON.getTime() + 60_000), 100);
    assert.equal(owed.filter(({ post }) => post.form === "card").length, 20);
    assert.deepEqual(
      owed.filter(({ post }) => post.form !== "card").map(({ post }) => post.anchor),
      ["20 cards above, 10 more mails not shown one by one"],
    );
  });

  test("tells a quiet channel nothing of a gap: its digest does", async (t) => {
    const on = await scene(t);
    const source = scriptedSource();
    const list = { kind: "list", name: "wbus.lists.example.org" } as const;
    const channelFor = () =>
      ({ channel: "web:wbus" as ChannelId, what: list, preset: "quiet", since: NOON, by: "test" }) as const;
    const yesterday = new Date(NOON.getTime() - 86_400_000);
    for (let n = 0; n < 25; n += 1) source.push(written({ id: `${n}@x`, subject: `topic ${n}` }), yesterday);
    await takePass(source, { ...on, channelFor }, never);
    assert.deepEqual(await dueOf(on.store, new Date(NOON.getTime() + 60_000), 100), []);
    assert.deepEqual([...new Set(on.taken.map(({ mail }) => mail.decisions[0]?.shown))], ["digest"]);
  });

  test("shows all of a gap where everything is asked for", async (t) => {
    const on = await scene(t);
    await on.store.subscribe({
      channel: "web:wbus" as ChannelId,
      what: { kind: "list", name: "wbus.lists.example.org" },
      preset: "everything",
      since: NOON,
      by: "test",
    });
    const deps = { ...on, channelFor: () => undefined };
    const source = scriptedSource();
    for (let n = 0; n < 25; n += 1)
      source.push(written({ id: `${n}@x`, subject: `topic ${n}` }), new Date(NOON.getTime() - 86_400_000));
    await takePass(source, deps, never);
    assert.equal((await dueOf(on.store, NOON, 100)).length, 25);
  });
});
