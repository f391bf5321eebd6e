import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { parseFilter } from "../../src/route/filter.ts";
import type { ChannelSettings } from "../../src/store/settings.ts";
import type { Decision } from "../../src/store/store.ts";
import { lines, patchText, type Stage, type StoryMail, stage } from "../support/stage.ts";

const wbus = "web:wbus" as ChannelId;
const mine = "web:mine" as ChannelId;

async function set(
  on: Stage,
  filters: readonly string[],
  more: Partial<ChannelSettings> = {},
  channel = wbus,
): Promise<void> {
  const read = filters.map((words) => {
    const filter = parseFilter(words, "web:local");
    assert.ok(typeof filter === "object", `${words}: ${JSON.stringify(filter)}`);
    return filter;
  });
  await on.store.saveSettings(channel, { filters: read, levels: {}, ...more });
}

/** What was decided about a mail in a channel. */
async function decided(on: Stage, id: string, channel = wbus): Promise<Decision | undefined> {
  const [mail] = await on.store.mailsById([id as MessageId]);
  return mail?.decisions.find((one) => one.channel === channel);
}

const cover: StoryMail = {
  id: "v1-0@dev",
  subject: "[PATCH 0/2] wbus: add burst mode",
  text: "Up to 16 words in one go.",
};
const ring: StoryMail = {
  id: "v1-1@dev",
  subject: "[PATCH 1/2] wbus: fill the ring",
  refs: [cover.id],
  text: patchText("drivers/wbus/ring.c"),
};
const words: StoryMail = {
  id: "v1-2@dev",
  subject: "[PATCH 2/2] dt-bindings: wbus: add words",
  refs: [cover.id],
  text: patchText("Documentation/wbus.yaml"),
};
const review: StoryMail = {
  id: "r1@tom",
  from: "Tom Okafor <tom@example.org>",
  subject: `Re: ${ring.subject}`,
  refs: [cover.id, ring.id],
  text: "The lock is missing here.",
};
const robot: StoryMail = {
  id: "bot@ci",
  from: "kernel test robot <lkp@example.org>",
  subject: `Re: ${ring.subject}`,
  refs: [cover.id, ring.id],
  text: "All is fine.",
  headers: ["Auto-Submitted: auto-generated"],
};
const typo: StoryMail = {
  id: "typo@kit",
  from: "Kit Walsh <kit@example.org>",
  subject: "[PATCH] clk: fix a typo",
  text: patchText("drivers/clk/core.c"),
  list: "clk.lists.example.org",
};
const answer: StoryMail = {
  id: "r2@nora",
  subject: "Re: [PATCH] clk: fix a typo",
  refs: [typo.id],
  text: "There is a second one below.",
  list: "clk.lists.example.org",
};

async function arrive(on: Stage, ...mails: readonly StoryMail[]): Promise<void> {
  for (const mail of mails) await on.arrive(mail);
  on.pass(60_000);
  await on.pay();
}

describe("a channel that filters", () => {
  test("robots out is told nothing of them, and `why` knows the filter", async (t) => {
    const on = await stage(t);
    await set(on, ["exclude robots"]);
    await arrive(on, cover, ring, words, robot, review);
    assert.deepEqual(lines(on.shown), ["card · [PATCH 0/2] · wbus: add burst mode", "reply · Tom Okafor · on 1/2"]);
    const { shown, because, isUnwanted } = (await decided(on, robot.id))!;
    assert.deepEqual([shown, isUnwanted], ["off", true]);
    assert.match(because, /^subscribed to list wbus.*; but filter 1 leaves it out: a robot wrote it$/);
  });

  test("a path in gets the series that has a patch there, and nothing else", async (t) => {
    const on = await stage(t);
    await set(on, ["include path Documentation/"]);
    await arrive(on, cover, ring, words, review, { ...typo, list: "wbus.lists.example.org" });
    assert.deepEqual(lines(on.shown), ["card · [PATCH 0/2] · wbus: add burst mode"]);
    assert.match((await decided(on, review.id))!.because, /none of what is let in here: 1\. path Documentation\/$/);
    assert.equal((await decided(on, words.id))!.shown, "counted");
  });

  test("a reply out of a thread that is shown goes on with the thread", async (t) => {
    const on = await stage(t);
    await set(on, ["exclude author tom"]);
    await arrive(on, cover, ring, words, review, { ...review, id: "r2@ines", from: "Ines Marsh <ines@example.org>" });
    assert.deepEqual(lines(on.shown), ["card · [PATCH 0/2] · wbus: add burst mode", "reply · Ines Marsh · on 1/2"]);
  });

  test("a cover out gets no card by the patches of its series, nor by trailers for them", async (t) => {
    const on = await stage(t);
    await set(on, ["exclude subject burst mode"]);
    await arrive(on, cover, ring, words, { ...review, text: "Reviewed-by: Tom Okafor <tom@example.org>" });
    assert.deepEqual(lines(on.shown), []);
    assert.match(
      (await decided(on, ring.id))!.because,
      /its conversation is not shown: filter 1 leaves it out: subject has "burst mode"$/,
    );
  });

  test("a cover out that comes last takes the card back that was still waiting for it", async (t) => {
    const on = await stage(t);
    await set(on, ["exclude subject burst mode"]);
    await arrive(on, ring, words, cover);
    assert.deepEqual(lines(on.shown), []);
  });

  test("lets spam be held all the same", async (t) => {
    const on = await stage(t);
    await set(on, ["exclude subject loan"]);
    await arrive(on, {
      id: "spam@x",
      from: "Loans <loans@example.com>",
      subject: "Business loan at 2 percent",
      text: "Dear sir, we offer a business loan at 2 percent. Contact us on WhatsApp.",
      headers: ["X-Spam-Flag: YES"],
    });
    assert.equal((await decided(on, "spam@x"))?.shown, "held");
  });

  test("is one channel: others show what it leaves out", async (t) => {
    const on = await stage(t);
    await on.subscribe({ channel: mine, what: { kind: "list", name: "wbus.lists.example.org" } });
    await set(on, ["exclude author tom"]);
    await arrive(on, cover, ring, words, review);
    assert.deepEqual(lines(on.shown), ["card · [PATCH 0/2] · wbus: add burst mode"]);
    assert.equal(lines(on.shown, mine).length, 2);
  });
});

describe("a channel that sets the level of a kind", () => {
  const rows: readonly (readonly [level: "off" | "count" | "loud", shown: string[]])[] = [
    ["off", ["card silent"]],
    ["count", ["card silent"]],
    ["loud", ["card silent", "reply loud"]],
  ];
  for (const [level, shown] of rows) {
    test(`replies to ${level}: ${shown.join(", ")}`, async (t) => {
      const on = await stage(t);
      await set(on, [], { levels: { reply: level } });
      await arrive(on, cover, ring, words, review);
      assert.deepEqual(
        on.shown.map((one) => `${one.post.form} ${one.level}`),
        shown,
      );
      assert.equal(
        on.shown[0]!.post.counted?.some(({ who }) => who === "Tom Okafor"),
        level === "count",
      );
    });
  }

  const nak: StoryMail = {
    ...review,
    text: "NAK.\n\nNacked-by: Tom Okafor <tom@example.org>\n\nThis breaks the old boards.",
  };
  for (const [level, expected] of [
    ["loud", "loud"],
    ["silent", "silent"],
    ["count", undefined],
  ] as const) {
    test(`refusals to ${level}: the line in the channel is ${expected ?? "not there"}`, async (t) => {
      const on = await stage(t);
      await set(on, [], { levels: { nak: level } });
      await arrive(on, cover, ring, words, nak);
      assert.equal(on.shown.find(({ key }) => key.startsWith("nak-"))?.level, expected);
    });
  }
});

describe("a channel of mode digest", () => {
  test("gets nothing now but what is loud, and decides it all for its digest", async (t) => {
    const on = await stage(t);
    await set(on, [], { mode: "digest" });
    await arrive(on, cover, ring, words, review, {
      id: "reg@lee",
      from: "Lee Moran <lee@example.org>",
      subject: "[REGRESSION] wbus stops after resume",
      text: "It worked in 7.1.\n\n#regzbot introduced: v7.1..v7.2-rc3",
    });
    assert.deepEqual(lines(on.shown), ["card · [REGRESSION] · wbus stops after resume"]);
    for (const { id } of [cover, ring, words, review]) assert.equal((await decided(on, id))?.shown, "digest");
  });
});

describe("a channel that subscribes to", () => {
  test("a person gets their answer in a foreign thread, with the card that it belongs to, and nobody else's", async (t) => {
    const on = await stage(t);
    await on.subscribe({ channel: mine, what: { kind: "person", name: "nora@example.org" }, title: "Nora Lind" });
    await arrive(on, typo, { ...answer, id: "r3@tom", from: "Tom Okafor <tom@example.org>" }, answer);
    assert.deepEqual(lines(on.shown, mine), [
      "card · [PATCH] · clk: fix a typo",
      "reply · Nora Lind · answers Kit Walsh",
    ]);
    assert.equal(await decided(on, "r3@tom", mine), undefined);
    assert.match((await decided(on, answer.id, mine))!.because, /^subscribed to mail by Nora Lind \(preset normal\)/);
  });

  test("a thread gets what is said there", async (t) => {
    const on = await stage(t);
    await on.subscribe({ channel: mine, what: { kind: "thread", name: typo.id }, title: "clk: fix a typo" });
    await arrive(on, typo, answer, cover);
    assert.deepEqual(lines(on.shown, mine), [
      "card · [PATCH] · clk: fix a typo",
      "reply · Nora Lind · answers Kit Walsh",
    ]);
  });

  test("a path gets the patch there, and of its series' replies those to it", async (t) => {
    const on = await stage(t);
    await on.subscribe({ channel: mine, what: { kind: "path", name: "drivers/wbus/" } });
    await arrive(on, cover, ring, words, review, {
      ...review,
      id: "r2@tom",
      subject: `Re: ${words.subject}`,
      refs: [cover.id, words.id],
    });
    assert.deepEqual(lines(on.shown, mine), [
      "card · [PATCH 0/2] · wbus: add burst mode",
      "reply · Tom Okafor · on 1/2",
    ]);
  });

  test("a list and a person shows one mail of both once, as the stronger one says", async (t) => {
    const on = await stage(t);
    await on.subscribe({ channel: mine, what: { kind: "list", name: "clk.lists.example.org" }, preset: "quiet" });
    await on.subscribe({ channel: mine, what: { kind: "person", name: "nora@example.org" }, title: "Nora Lind" });
    await arrive(on, typo, answer);
    assert.deepEqual(lines(on.shown, mine), [
      "card · [PATCH] · clk: fix a typo",
      "reply · Nora Lind · answers Kit Walsh",
    ]);
    assert.equal((await decided(on, typo.id, mine))?.shown, "digest");
  });
});
