import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import fc from "fast-check";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { type Directory, directory } from "../../src/cli/directory.ts";
import { refusal } from "../../src/deliver/refusal.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import type { ListId } from "../../src/mail/mail.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import type { Wish } from "../../src/route/wants.ts";
import { oweDigests } from "../../src/tend/digests.ts";
import { quietLog } from "../support/quiet-log.ts";
import { lines, patchText, type Stage, type StoryMail, stage } from "../support/stage.ts";

const open = "wbus.lists.example.org" as ListId;
const closed = "board.lists.example.org" as ListId;
const room = "web:board" as ChannelId;
const hall = "web:wbus" as ChannelId;

/** The list `closed` is for the channel `room` alone. */
const withClosed = directory([{ id: closed, channels: [room] }]);

const staged = (t: TestContext, lists = withClosed) => stage(t, new Set(), {}, lists);

const patch: StoryMail = {
  id: "p@nora",
  subject: "[PATCH] wbus: fill the ring",
  text: patchText("drivers/wbus/ring.c"),
};
const aside: StoryMail = {
  id: "r@ines",
  from: "Ines Marsh <ines@example.org>",
  subject: "Re: [PATCH] wbus: fill the ring",
  refs: [patch.id],
  list: closed,
  text: "We should not take it.",
};

const everything: readonly Wish["what"][] = [
  { kind: "list", name: open },
  { kind: "list", name: closed },
  { kind: "path", name: "drivers/wbus/" },
  { kind: "person", name: "nora@example.org" },
  { kind: "person", name: "ines@example.org" },
  { kind: "thread", name: patch.id },
];

async function wantAll(on: Stage, ...channels: readonly ChannelId[]): Promise<void> {
  for (const channel of channels)
    for (const what of everything) await on.subscribe({ channel, what, title: "what it wants", preset: "everything" });
}

describe("a list that is for one channel", () => {
  test("is shown there, and nowhere else by a path, a person or a thread that others want", async (t) => {
    const on = await staged(t);
    await wantAll(on, hall, room);
    await on.arrive({ ...patch, list: closed });
    await on.arrive({ ...aside, from: "Nora Lind <nora@example.org>" });
    on.pass(120_000);
    await on.pay();
    assert.deepEqual(lines(on.shown, hall), []);
    assert.deepEqual(lines(on.shown, room), ["card · [PATCH] · wbus: fill the ring", "reply · Nora Lind"]);
    const [mail] = await on.store.mailsById([patch.id as MessageId]);
    assert.equal(
      mail?.decisions.find(({ channel }) => channel === hall)?.because,
      "this channel may not show what comes by its list",
    );
  });

  test("leaves no trace on the card of a public patch that is talked about there, in any order", async (t) => {
    for (const mails of [
      [patch, aside],
      [aside, patch],
    ]) {
      const on = await staged(t);
      await wantAll(on, hall, room);
      const nak = { ...aside, id: "t@ines", text: "NAK.\n\nNacked-by: Ines Marsh <ines@example.org>" };
      // The last one brings the card up to date.
      const trailer = { ...aside, id: "t@kit", list: open, text: "Reviewed-by: Kit Walsh <kit@example.org>" };
      for (const mail of [...mails, nak, { ...trailer, from: "Kit Walsh <kit@example.org>" }]) await on.arrive(mail);
      on.pass(120_000);
      await on.pay();
      assert.deepEqual(lines(on.shown, hall), ["card · [PATCH] · wbus: fill the ring"]);
      assert.doesNotMatch(JSON.stringify(on.shown.filter(({ channel }) => channel === hall)), /Ines|take it|NAK/);
      assert.match(
        JSON.stringify(on.shown.filter(({ channel }) => channel === room)),
        /Ines Marsh.*We should not take it/s,
      );
    }
  });

  test("does not name who is answered in public from there", async (t) => {
    const on = await staged(t);
    await on.arrive({ ...aside, refs: [] });
    await on.arrive({ ...patch, subject: "Re: what Ines said", refs: [aside.id], text: "It is not so." });
    on.pass(120_000);
    await on.pay();
    assert.deepEqual(lines(on.shown, hall), ["card · what Ines said"]);
    assert.doesNotMatch(JSON.stringify(on.shown.filter(({ channel }) => channel === hall)), /Marsh/);
  });

  test("gets copies of what is public, which stays public", async (t) => {
    const on = await staged(t);
    await on.arrive(patch);
    await on.arrive({ ...patch, list: closed });
    await on.arrive({ ...aside, list: open });
    await on.pay((delivery) => refusal(delivery, { store: on.store, maySee: withClosed.maySee }));
    assert.equal(lines(on.shown, hall).length, 2);
    assert.equal(lines(on.shown, room).length, 1);
  });
});

test("mail to the mailbox itself is shown to nobody, whatever they want", async (t) => {
  const on = await staged(t);
  await wantAll(on, hall, room);
  await on.arrive({ ...patch, list: "" });
  assert.deepEqual(await on.owed(), []);
});

describe("whatever the lists, who may see them, what channels want and what comes,", () => {
  const lists = ["a", "b", "c"].map((name) => `${name}.lists.example.org` as ListId);
  const channels = ["web:a", "web:b", "web:c"].map((name) => name as ChannelId);
  const limits = fc.array(fc.option(fc.subarray(channels), { nil: undefined, freq: 3 }), {
    minLength: 3,
    maxLength: 3,
  });
  const directoryOf = (all: readonly (readonly ChannelId[] | undefined)[]): Directory =>
    directory(lists.flatMap((id, n) => (all[n] === undefined ? [] : [{ id, channels: all[n] }])));
  const kinds = ["cover", "part", "patch", "version", "topic", "reply", "trailer", "nak", "applied"] as const;
  const sent = fc.record({
    kind: fc.constantFrom(...kinds),
    list: fc.constantFrom(...lists),
    answers: fc.option(fc.nat(10), { nil: undefined }),
    pause: fc.constantFrom(0, 1_000, 130_000),
  });
  const wish = fc.record({
    channel: fc.constantFrom(...channels),
    what: fc.constantFrom<Wish["what"]>(
      ...lists.map((name) => ({ kind: "list" as const, name })),
      { kind: "path", name: "drivers/" },
      { kind: "person", name: "nora@example.org" },
      { kind: "thread", name: "0@x" },
    ),
    preset: fc.constantFrom<Wish["preset"]>("normal", "quiet", "everything"),
  });

  /** Mail `n`: in its words and its sender's name stands a word that stands nowhere else. */
  function mailOf(
    { kind, list, answers }: { kind: (typeof kinds)[number]; list: ListId; answers?: number | undefined },
    n: number,
    before: readonly StoryMail[],
  ): StoryMail {
    const word = `Word${n}x`;
    const parent = answers === undefined ? undefined : before[answers % Math.max(1, before.length)];
    const isAnswer = parent !== undefined && ["reply", "trailer", "nak", "applied"].includes(kind);
    const subjects: Partial<Record<typeof kind, string>> = {
      cover: "[PATCH 0/2] wbus: add burst mode",
      part: `[PATCH ${1 + (n % 2)}/2] wbus: part`,
      patch: `[PATCH] wbus: ${word}`,
      version: "[PATCH v2 0/2] wbus: add burst mode",
    };
    const texts: Partial<Record<typeof kind, string>> = {
      part: patchText("drivers/wbus/ring.c", word),
      patch: patchText("drivers/wbus/ring.c", word),
      trailer: `Reviewed-by: ${word} Lind <nora@example.org>`,
      nak: `NAK. ${word} breaks it.\n\nNacked-by: ${word} Lind <nora@example.org>`,
      applied: `Applied to ${word.toLowerCase()}/next, thanks!`,
    };
    return {
      id: `${n}@x`,
      from: `${word} Lind <nora@example.org>`,
      subject: isAnswer ? `Re: ${parent.subject.replace(/^Re: /, "")}` : (subjects[kind] ?? `wbus: ${word}`),
      refs: parent === undefined ? [] : [...(parent.refs ?? []), parent.id],
      list,
      text: texts[kind] ?? `It is about ${word}.`,
    };
  }

  test("no word of a mail stands in a post of a channel that may not show its list, also where that changed meanwhile", async (t) => {
    const model = fc.asyncProperty(
      limits,
      limits,
      fc.array(wish, { minLength: 2, maxLength: 8 }),
      fc.array(sent, { minLength: 2, maxLength: 10 }),
      async (first, then, wishes, all) => {
        const [now, later] = [directoryOf(first), directoryOf(then)];
        let current = now;
        const on = await staged(t, {
          ...now,
          maySee: (...asked) => current.maySee(...asked),
          audienceOf: (of) => current.audienceOf(of),
        });
        for (const one of wishes) await on.subscribe({ ...one, title: "what it wants" });
        const mails: StoryMail[] = [];
        const check = async () => {
          const from = on.shown.length;
          const old = on.shown.map(({ post }) => post);
          await on.pay((delivery) => refusal(delivery, { store: on.store, maySee: current.maySee }));
          for (const { channel, post } of on.shown.filter((one, at) => at >= from || one.post !== old[at])) {
            const words = new Set(
              JSON.stringify(post)
                .match(/word\d+x/gi)
                ?.map((word) => Number(/\d+/.exec(word)![0])),
            );
            for (const n of words) {
              const list = mails[n]!.list as ListId;
              assert.ok(
                current.maySee(channel as ChannelId, [list]),
                `${channel} shows mail ${n} of ${list}: ${JSON.stringify(post)}`,
              );
            }
          }
        };
        for (const [n, one] of all.entries()) {
          if (n === Math.ceil(all.length / 2)) current = later;
          // Subjects are answered with their words: only mail that its own list may quote is answered by subject.
          const near = mails.map((mail) => (mail.list === one.list ? mail : { ...mail, subject: "wbus: something" }));
          mails.push(mailOf(one, n, near));
          await on.arrive(mails[n]!);
          on.pass(one.pause);
          await check();
        }
        on.pass(8 * 86_400_000);
        await oweDigests(on.now(), {
          store: on.store,
          timezone: "UTC",
          nameOf: () => "wbus",
          maySee: current.maySee,
          topicMail: (mail) => (mail.facts as MailFacts).topicMail,
          log: quietLog(),
        });
        await check();
      },
    );
    await fc.assert(model, { numRuns: 40 });
  });
});
