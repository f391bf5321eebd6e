import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { type Retold, retell } from "../../src/intake/retell.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { lines, patchText, type Stage, type StoryMail, stage } from "../support/stage.ts";

const wbus = "web:wbus" as ChannelId;
const all = "web:all" as ChannelId;
const HIDDEN = "Hidden by an admin of a channel.";
const SECRET = /burst|words in one transfer|never ever|part 1/i;

const part = (n: number): StoryMail => ({
  id: `v1-${n}@dev`,
  subject: `[PATCH ${n}/2] wbus: ${n === 0 ? "add burst mode" : `part ${n}`}`,
  text: n === 0 ? "Sends up to 16 words in one transfer." : patchText(`drivers/wbus/part${n}.c`),
  ...(n > 0 && { refs: ["v1-0@dev"] }),
});

const answer = (id: string, text: string, more: Partial<StoryMail> = {}): StoryMail => ({
  id,
  from: "Tom Okafor <tom@example.org>",
  subject: "Re: [PATCH 2/2] wbus: part 2",
  refs: ["v1-0@dev", "v1-2@dev"],
  text,
  ...more,
});

interface Told extends Stage {
  hide(id: string): Promise<Retold>;
  unhide(id: string): Promise<Retold>;
  take(...mails: readonly StoryMail[]): Promise<void>;
}

/** A series, out in two channels. */
async function told(t: TestContext): Promise<Told> {
  const on = await stage(t);
  await on.subscribe({ channel: all, what: { kind: "list", name: "wbus.lists.example.org" } });
  const take = async (...mails: readonly StoryMail[]) => {
    for (const mail of mails) await on.arrive(mail);
    on.pass(120_000);
    await on.pay();
  };
  const change = async (id: string, isHidden: boolean) => {
    const { key } = (await on.store.mailsById([id as MessageId]))[0]!;
    const retold = await on.store.atomically(async (tx) => {
      if (isHidden) await tx.hide(key, { by: "web:ada", channel: wbus, at: on.now() });
      else await tx.unhide(key);
      return await retell(tx, (await tx.mailByKey(key))!, on.now());
    });
    await on.pay();
    return retold;
  };
  await take(part(0), part(1), part(2));
  return { ...on, take, hide: (id) => change(id, true), unhide: (id) => change(id, false) };
}

const titles = (on: Stage, channel: string = wbus) =>
  on.shown.filter((one) => one.channel === channel).map(({ post }) => post.title);

describe("a mail that is hidden", () => {
  test("is one line in every channel, on the card that it opened, which stays so when more comes", async (t) => {
    const on = await told(t);
    const { channels, unsure } = await on.hide("v1-0@dev");
    assert.deepEqual([channels.toSorted(), unsure], [[all, wbus], 0]);
    await on.take(answer("a@tom", "Why?"));
    for (const channel of [wbus, all]) assert.deepEqual(titles(on, channel), [HIDDEN, "Tom Okafor"]);
    assert.doesNotMatch(JSON.stringify(on.shown), SECRET);
  });

  test("is one line where it was a reply, and what answers it stands below that", async (t) => {
    const on = await told(t);
    await on.take(answer("a@tom", "never ever"));
    await on.hide("a@tom");
    await on.take(answer("b@ines", "Easy.", { from: "Ines Marsh <ines@example.org>", refs: ["v1-0@dev", "a@tom"] }));
    assert.deepEqual(titles(on), ["wbus: add burst mode", HIDDEN, "Ines Marsh"]);
    assert.equal(
      on.shown.filter(({ channel }) => channel === wbus)[2]!.answers,
      on.shown.find(({ post }) => post.title === HIDDEN)!.key,
    );
    assert.doesNotMatch(JSON.stringify(on.shown), /never ever/);
  });

  test("goes from the line that it caused, and does not come back when that changes", async (t) => {
    const on = await told(t);
    await on.take(answer("n@tom", "NAK. never ever\n\nNacked-by: Tom Okafor <tom@example.org>"));
    assert.ok(lines(on.shown).some((line) => line.startsWith("line · NAK")));
    await on.hide("n@tom");
    await on.take(answer("w@tom", "I withdraw my NAK.", { refs: ["v1-0@dev", "v1-2@dev", "n@tom"] }));
    assert.doesNotMatch(JSON.stringify(on.shown), /never ever/);
    assert.equal(titles(on).filter((title) => title === HIDDEN).length, 2);
  });

  test("is not named on the card that counts it", async (t) => {
    const on = await told(t);
    await on.hide("v1-1@dev");
    assert.equal(on.shown[0]!.post.title, "wbus: add burst mode");
    assert.deepEqual(
      on.shown[0]!.post.counted?.map(({ label }) => label),
      ["2/2 wbus: part 2"],
    );
  });

  test("is not posted where it had not gone out", async (t) => {
    const on = await told(t);
    await on.arrive(answer("a@tom", "never ever"));
    assert.deepEqual((await on.hide("a@tom")).channels, []);
    on.pass(120_000);
    await on.pay();
    assert.deepEqual(titles(on), ["wbus: add burst mode"]);
  });

  test("opens its thread as one line where its card had not gone out", async (t) => {
    const on = await told(t);
    await on.arrive({ id: "q@kit", subject: "wbus: never ever", text: "never ever" });
    await on.arrive(answer("r@tom", "Hm.", { subject: "Re: wbus: never ever", refs: ["q@kit"] }));
    await on.hide("q@kit");
    assert.deepEqual(titles(on).slice(1), [HIDDEN, "Tom Okafor"]);
  });

  test("is not shown to the channel that a copy by another list would bring it to", async (t) => {
    const on = await told(t);
    await on.hide("v1-0@dev");
    await on.take({ ...part(0), list: "clk.lists.example.org", date: "Tue, 17 Nov 2026 09:00:00 +0000" });
    assert.deepEqual(titles(on, "web:clk"), []);
    assert.doesNotMatch(JSON.stringify(on.shown), SECRET);
  });

  test("is counted as unsure where nobody can tell whether it is out", async (t) => {
    const on = await told(t);
    await on.arrive(answer("a@tom", "never ever"));
    for (const { seq } of await on.owed()) {
      await on.store.markSending(seq, on.now());
      await on.store.markUnsure(seq, "no answer");
    }
    assert.ok((await on.hide("a@tom")).unsure >= 2);
  });

  test("looks as it did when it is shown again", async (t) => {
    const on = await told(t);
    await on.take(answer("a@tom", "never ever"));
    const before = JSON.stringify(on.shown);
    for (const id of ["v1-0@dev", "a@tom"]) await on.hide(id);
    assert.notEqual(JSON.stringify(on.shown), before);
    for (const id of ["v1-0@dev", "a@tom"]) await on.unhide(id);
    assert.equal(JSON.stringify(on.shown), before);
  });
});
