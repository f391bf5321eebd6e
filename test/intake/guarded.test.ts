import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, type TestContext, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { directory } from "../../src/cli/directory.ts";
import { takeIn } from "../../src/intake/take-in.ts";
import type { MailKey } from "../../src/mail/identity.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { readOne } from "../../src/reader/read-one.ts";
import { lines, patchText, type Stage, type StoryMail, stage, written } from "../support/stage.ts";

const wbus = "web:wbus" as ChannelId;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const topic = (n: number, more: Partial<StoryMail> = {}): StoryMail => ({
  id: `t${n}@dev`,
  subject: `wbus: question ${n}`,
  text: `What is ${n}?`,
  ...more,
});

const answer = (id: string, to: number, more: Partial<StoryMail> = {}): StoryMail => ({
  id,
  from: "Tom Okafor <tom@example.org>",
  subject: `Re: wbus: question ${to}`,
  refs: [`t${to}@dev`],
  text: "That is the answer.",
  ...more,
});

/** A channel that gets three messages an hour. */
async function narrow(t: TestContext): Promise<Stage> {
  const on = await stage(t);
  await on.store.saveSettings(wbus, { filters: [], levels: {}, cap: 3 });
  return on;
}

async function take(on: Stage, ...mails: readonly StoryMail[]): Promise<void> {
  for (const mail of mails) await on.arrive(mail);
  await on.pay();
}

async function decided(on: Stage, id: string): Promise<string> {
  const [mail] = await on.store.mailsById([id as MessageId]);
  return mail!.decisions.map(({ shown, because }) => `${shown}: ${because.replace(/^.*?\); /, "")}`).join("\n");
}

const titles = (on: Stage, channel: string = wbus) =>
  lines(on.shown, channel).map((line) => line.replace(/^\w+ · /, ""));

describe("the cap of a channel", () => {
  test("is 60 messages an hour: the rest is one line that says how much, how it is read, and why", async (t) => {
    const on = await stage(t);
    await take(on, ...Array.from({ length: 94 }, (_, n) => topic(n)));
    on.pass(MINUTE);
    await on.pay();
    assert.equal(on.shown.length, 61);
    const { post, level } = on.shown.at(-1)!;
    assert.equal(`${post.title} ${post.anchor}`, "and 34 more than the 60 messages an hour that this channel gets");
    assert.deepEqual(post.byline, [
      '"news" tells what they are about, "thread" in reply to a card what was said there',
    ]);
    assert.equal(level, "silent");
    assert.equal(
      await decided(on, "t93@dev"),
      'off: a patch, pull request or topic gets a card; over the cap of 60 messages an hour; in the line "and 34 more"',
    );
  });

  test("has room again an hour later, and then a new line", async (t) => {
    const on = await narrow(t);
    await take(on, ...[1, 2, 3, 4].map((n) => topic(n)));
    on.pass(HOUR + MINUTE);
    await take(on, ...[5, 6, 7, 8].map((n) => topic(n)));
    assert.deepEqual(
      titles(on).map((line) => line.replace(/ · than.*/, "")),
      ["1", "2", "3"]
        .map((n) => `wbus: question ${n}`)
        .concat(
          "and 1 more",
          ["5", "6", "7"].map((n) => `wbus: question ${n}`),
          "and 1 more",
        ),
    );
  });

  test("edits its line as cards are edited, a minute apart", async (t) => {
    const on = await narrow(t);
    await take(on, ...[1, 2, 3, 4].map((n) => topic(n)));
    await take(on, topic(5), topic(6));
    assert.equal(on.shown.at(-1)!.post.title, "and 1 more");
    on.pass(MINUTE);
    await on.pay();
    assert.equal(on.shown.at(-1)!.post.title, "and 3 more");
    assert.equal(on.shown.length, 4);
  });

  test("is what admins of the channel set, and else the largest of its presets", async (t) => {
    const on = await stage(t);
    await on.subscribe({ what: { kind: "list", name: "clk.lists.example.org" }, preset: "everything" });
    await take(on, ...Array.from({ length: 70 }, (_, n) => topic(n)));
    assert.equal(on.shown.length, 70);
  });

  test("lets a regression through, which is loud, and leaves the room that there was", async (t) => {
    const on = await narrow(t);
    await take(on, ...[1, 2, 3, 4].map((n) => topic(n)));
    await take(on, {
      id: "r@dev",
      subject: "[REGRESSION] wbus: hangs since 7.2",
      text: "#regzbot introduced: v7.1..v7.2\n",
    });
    assert.deepEqual(
      on.shown.filter(({ level }) => level === "loud").map(({ post }) => post.title),
      ["wbus: hangs since 7.2"],
    );
  });

  test("lets through what somebody follows: the new version, and that it was applied", async (t) => {
    const on = await narrow(t);
    const patch = (v: string): StoryMail => ({
      id: `p${v}@dev`,
      subject: `[PATCH${v}] wbus: fill the ring`,
      text: patchText("drivers/wbus/ring.c"),
    });
    await take(on, patch(""), topic(1), topic(2), topic(3));
    assert.equal(on.shown.length, 4);
    const [mail] = await on.store.mailsById(["p@dev" as MessageId]);
    await on.store.follow({
      channel: wbus,
      topic: mail!.topic,
      user: "web:ada",
      until: new Date(on.now().getTime() + HOUR),
    });
    await take(on, {
      id: "a@dev",
      from: "Ines Marsh <ines@example.org>",
      subject: "Re: [PATCH] wbus: fill the ring",
      refs: ["p@dev"],
      text: "Applied to wbus/next, thanks!\n",
    });
    assert.deepEqual(on.shown.at(-1)!.mentions, ["web:ada"]);
    assert.equal(on.shown.at(-1)!.post.title, "Applied");
    await take(on, patch(" v2"));
    assert.deepEqual(on.shown.at(-1)!.mentions, ["web:ada"]);
    assert.equal(on.shown.at(-1)!.post.tag, "[PATCH v2]");
  });

  test("holds back no counter: a card goes on while what is said of it is in the line", async (t) => {
    const on = await narrow(t);
    await take(on, topic(1), topic(2), topic(3));
    await take(on, answer("a@tom", 1));
    on.pass(MINUTE);
    await on.pay();
    assert.match(JSON.stringify(on.shown[0]!.post.footer), /2 mails/);
    assert.equal(on.shown.length, 4);
  });

  test("breaks no thread: a card that was too much comes with the first answer for which there is room", async (t) => {
    const on = await narrow(t);
    await take(on, ...[1, 2, 3, 4].map((n) => topic(n)));
    await take(on, answer("early@tom", 4));
    on.pass(HOUR + MINUTE);
    await take(on, answer("late@tom", 4));
    assert.deepEqual(titles(on).slice(4), ["wbus: question 4", "Tom Okafor · answers Nora Lind"]);
    const [card, reply] = on.shown.slice(4);
    assert.equal(reply!.root, card!.key);
    assert.equal(
      await decided(on, "early@tom"),
      'off: a reply is shown in its thread; over the cap of 3 messages an hour; in the line "and 2 more"',
    );
  });

  test("takes both or none of an answer and the card that it needs", async (t) => {
    const on = await narrow(t);
    await take(on, ...[1, 2, 3, 4].map((n) => topic(n)));
    on.pass(HOUR + MINUTE);
    await take(on, topic(5), topic(6), answer("a@tom", 4));
    assert.deepEqual(
      titles(on)
        .slice(4)
        .map((line) => line.split(" · ")[0]),
      ["wbus: question 5", "wbus: question 6", "and 1 more"],
    );
  });

  test("counts a series as one that is too much, and shows its card with what comes later", async (t) => {
    const on = await narrow(t);
    await take(on, topic(1), topic(2), topic(3));
    const part = (n: number): StoryMail => ({
      id: `s${n}@dev`,
      subject: `[PATCH ${n}/2] wbus: ${n === 0 ? "bursts" : `part ${n}`}`,
      ...(n > 0 && { refs: ["s0@dev"] }),
    });
    await take(on, part(0), part(1));
    on.pass(HOUR + MINUTE);
    await take(on, part(2));
    on.pass(MINUTE);
    await on.pay();
    assert.deepEqual(
      titles(on)
        .slice(3)
        .map((line) => line.replace(/ · than.*/, "")),
      ["and 1 more", "[PATCH 0/2] · wbus: bursts"],
    );
    assert.match(await decided(on, "s1@dev"), /^off: .*; but it has no card here: over the cap of 3 messages an hour$/);
    assert.equal(on.shown.at(-1)!.post.counted?.length, 2);
  });

  test("is counted from the store: a new start has no more room", async (t) => {
    const on = await narrow(t);
    await take(on, topic(1), topic(2), topic(3));
    const guard = await on.store.guard(wbus);
    assert.deepEqual(
      guard?.lists["wbus.lists.example.org"]?.messages.map(([, count]) => count),
      [3],
    );
    await on.store.saveGuard(wbus, { lists: {} });
    await take(on, topic(4));
    assert.equal(titles(on).at(-1), "wbus: question 4");
  });
});

describe("a list that brings too many", () => {
  test("goes into the line after 100 in 10 minutes, and leaves the others their room", async (t) => {
    const on = await stage(t);
    await on.subscribe({ what: { kind: "list", name: "clk.lists.example.org" } });
    await on.subscribe({ what: { kind: "list", name: "wbus.lists.example.org" } });
    await take(on, ...Array.from({ length: 150 }, (_, n) => topic(n)));
    await take(on, ...Array.from({ length: 5 }, (_, n) => topic(1000 + n, { list: "clk.lists.example.org" })));
    on.pass(MINUTE);
    await on.pay();
    const shown = titles(on);
    assert.equal(shown.length, 66);
    assert.deepEqual(
      shown.slice(61),
      [1000, 1001, 1002, 1003, 1004].map((n) => `wbus: question ${n}`),
    );
    assert.equal(shown[60], "and 90 more · wbus.lists.example.org brought too many at once");
    assert.match(
      await decided(on, "t149@dev"),
      /wbus\.lists\.example\.org brought more than 100 mails in 10 minutes; in the line "and 90 more"/,
    );
  });

  test("of 10,000 mails in a minute: none is lost, each says why, and one message says how many", async (t) => {
    const on = await stage(t);
    await on.arrive(topic(0));
    await on.pay();
    const octets = written(topic(1));
    const reading = readOne(octets, octets.byteLength);
    const deps = {
      now: on.now,
      tables: {},
      linkTo: () => undefined,
      channelFor: () => undefined,
      maySee: () => true,
      audienceOf: directory([]).audienceOf,
      editSpacingMs: () => MINUTE,
      omit: new Set<string>(),
      waits: { cardMs: 0, orphanMs: 0 },
    };
    for (let batch = 0; batch < 50; batch += 1) {
      await on.store.atomically(async (tx) => {
        for (let n = batch * 200; n < batch * 200 + 200; n += 1) {
          const id = `flood${n}@dev` as MessageId;
          const identity = { id, key: createHash("sha256").update(id).digest("base64url") as MailKey };
          const mail = { ...reading.mail, id };
          await takeIn(
            tx,
            { identity, octets, receivedAt: on.now(), reading: { ...reading, mail }, state: "read" },
            deps,
          );
        }
      });
    }
    await on.pay();
    on.pass(MINUTE);
    await on.pay();
    assert.equal((await on.store.counts()).mails, 10_001);
    assert.equal(on.shown.length, 61);
    assert.equal(on.shown.at(-1)!.post.title, "and 9941 more");
    const reasons = (await on.store.latestMails(10_000)).map(({ decisions: [decision] }) => decision!.because);
    assert.equal(reasons.filter((reason) => /over the cap|brought more than 100/.test(reason)).length, 9941);
  });
});
