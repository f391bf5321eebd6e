import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { happenedIn } from "../../src/happened.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { type DigestDeps, nextDigest, oweDigests } from "../../src/tend/digests.ts";
import { quietLog } from "../support/quiet-log.ts";
import { patchText, type Stage, stage } from "../support/stage.ts";

const DAY = 86_400_000;
const QUIET = "web:quiet" as ChannelId;

/** A stage on a Tuesday, with a quiet channel beside the list's own. */
async function scene(t: TestContext, overrides: Partial<DigestDeps> = {}) {
  const on = await stage(t);
  await on.subscribe({ channel: QUIET, what: { kind: "list", name: "wbus.lists.example.org" }, preset: "quiet" });
  const deps: DigestDeps = {
    store: on.store,
    timezone: "UTC",
    nameOf: ({ what, title }) => title ?? what.name.replace(/\..*/, ""),
    maySee: () => true,
    topicMail: (mail) => (mail.facts as MailFacts).topicMail,
    log: quietLog(),
    ...overrides,
  };
  const tick = async () => {
    await oweDigests(on.now(), deps);
    await on.pay();
  };
  return { on, deps, tick };
}

async function seriesAndItsEnd(on: Stage): Promise<void> {
  await on.arrive({ id: "p@nora", subject: "[PATCH] wbus: fill the ring", text: patchText("ring.c") });
  await on.arrive({
    id: "a@ines",
    from: "Ines Marsh <ines@example.org>",
    subject: "Re: [PATCH] wbus: fill the ring",
    refs: ["p@nora"],
    text: "Applied to wbus-next, thanks!",
  });
}

const told = ({ shown }: Stage, channel: string) =>
  shown
    .filter((one) => one.channel === channel && one.key.startsWith("digest-"))
    .map(({ post }) => [
      `${post.title} ${post.anchor ?? ""}`,
      ...post.blocks.flatMap((block) =>
        block.kind === "mails" ? [`${block.heading}: ${block.rows.map(({ text }) => text).join("; ")}`] : [],
      ),
    ]);

describe("a quiet channel", () => {
  test("is told on Monday what is new and what landed, and nothing before", async (t) => {
    const { on, tick } = await scene(t);
    await seriesAndItsEnd(on);
    for (let day = 0; day < 5; day += 1) {
      await tick();
      on.pass(DAY);
    }
    assert.deepEqual(
      on.shown.filter(({ channel }) => channel === QUIET),
      [],
    );
    on.pass(DAY);
    await tick();
    assert.deepEqual(told(on, QUIET), [
      [
        "wbus, Tuesday to Sunday · 1 new, 1 landed, 2 mails",
        "Landed: wbus: fill the ring → wbus-next",
        "New: wbus: fill the ring (1)",
      ],
    ]);
    const rows = on.shown.find(({ channel }) => channel === QUIET)!.post.blocks[0];
    const [patch] = await on.store.mailsById(["p@nora" as MessageId]);
    assert.ok(rows?.kind === "mails" && rows.rows[0]?.mail === patch?.short);
  });

  test("is told of a regression at once", async (t) => {
    const { on } = await scene(t);
    await on.arrive({ id: "r@lee", subject: "[REGRESSION] wbus stops after resume", text: "Since 7.2-rc3." });
    await on.pay();
    assert.equal(on.shown.filter(({ channel, level }) => channel === QUIET && level === "loud").length, 1);
  });

  test("is told nothing in a week of nothing", async (t) => {
    const { on, tick } = await scene(t);
    on.pass(13 * DAY);
    await tick();
    assert.deepEqual(on.shown, []);
  });

  test("that mutes a topic, or may not see its list, is told nothing of it", async (t) => {
    const { on, tick } = await scene(t, { maySee: (channel) => channel !== "web:wbus" });
    await seriesAndItsEnd(on);
    const [patch] = await on.store.mailsById(["p@nora" as MessageId]);
    await on.store.mute(QUIET, patch!.topic, {
      manner: "mute",
      until: new Date(on.now().getTime() + 30 * DAY),
      isIdle: false,
    });
    on.pass(6 * DAY);
    await tick();
    assert.deepEqual([...told(on, QUIET), ...told(on, "web:wbus")], []);
  });
});

describe("a channel whose admins set the mode", () => {
  const settings = (mode: "digest" | "all") => ({ filters: [], mode, levels: {} });
  const all = "web:all" as ChannelId;

  test("digest is told what was not shown at the time, on weekdays where its preset has no digest", async (t) => {
    const { on, tick } = await scene(t);
    await on.store.unsubscribe("web:wbus" as ChannelId, { kind: "list", name: "wbus.lists.example.org" });
    await on.subscribe({
      channel: all,
      what: { kind: "person", name: "nora@example.org" },
      title: "Nora Lind",
      preset: "everything",
    });
    await on.store.saveSettings(all, settings("digest"));
    await seriesAndItsEnd(on);
    await on.pay();
    assert.deepEqual(
      on.shown.filter(({ channel }) => channel === all),
      [],
    );
    on.pass(DAY);
    await tick();
    assert.deepEqual(told(on, all), [["Nora Lind, Tuesday · 1 new, 1 mail", "New: wbus: fill the ring (1)"]]);
  });

  test("all is told nothing more", async (t) => {
    const { on, deps, tick } = await scene(t);
    await on.store.saveSettings(QUIET, settings("all"));
    await seriesAndItsEnd(on);
    on.pass(6 * DAY);
    await tick();
    assert.deepEqual(told(on, QUIET), []);
    assert.deepEqual(await nextDigest(on.now(), deps), new Date("2026-11-24T08:00:00Z"));
  });
});

test("what a channel's filters leave out is not told either, save to one who asks", async (t) => {
  const { on, deps, tick } = await scene(t);
  await on.store.saveSettings(QUIET, {
    filters: [{ action: "exclude", field: "author", pattern: "ines", by: "web:local" }],
    levels: {},
  });
  await seriesAndItsEnd(on);
  on.pass(6 * DAY);
  await tick();
  assert.deepEqual(told(on, QUIET), [["wbus, Tuesday to Sunday · 1 new, 1 mail", "New: wbus: fill the ring (1)"]]);
  const { happened } = await happenedIn({ channel: QUIET, after: 0, isWhole: true }, on.now(), deps);
  assert.equal(happened.mails.length, 2);
});

describe("a digest", () => {
  test("comes on weekdays in a normal channel, each mail in one of them", async (t) => {
    const { on, tick } = await scene(t);
    await seriesAndItsEnd(on);
    on.pass(DAY);
    await tick();
    await on.arrive({ id: "q@kit", from: "Kit Walsh <kit@example.org>", subject: "wbus: a question" });
    on.pass(DAY);
    await tick();
    assert.deepEqual(
      told(on, "web:wbus").map(([title]) => title),
      ["wbus, Tuesday · 1 new, 1 landed, 2 mails", "wbus, Wednesday · 1 new, 1 mail"],
    );
  });

  test("is told once, however often it is asked for and after a restart", async (t) => {
    const { on, deps, tick } = await scene(t);
    await seriesAndItsEnd(on);
    on.pass(DAY);
    for (let round = 0; round < 3; round += 1) await tick();
    await oweDigests(on.now(), { ...deps });
    await on.pay();
    assert.equal(told(on, "web:wbus").length, 1);
  });

  test("is one after a stop of days, of all that was not told", async (t) => {
    const { on, tick } = await scene(t);
    for (const n of [1, 2, 3]) {
      await on.arrive({ id: `q${n}@kit`, subject: `wbus: question ${n}` });
      on.pass(DAY);
    }
    await tick();
    assert.deepEqual(
      told(on, "web:wbus").map(([title]) => title),
      ["wbus, Tuesday to Thursday · 3 new, 3 mails"],
    );
  });

  test("knows when the next one is due", async (t) => {
    const { on, deps } = await scene(t, { timezone: "Europe/Berlin" });
    assert.deepEqual(await nextDigest(on.now(), deps), new Date("2026-11-23T07:00:00Z"));
    await seriesAndItsEnd(on);
    assert.deepEqual(await nextDigest(on.now(), deps), new Date("2026-11-18T07:00:00Z"));
  });
});
