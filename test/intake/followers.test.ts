import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { cardKey } from "../../src/intake/owe-card.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import type { TopicId } from "../../src/store/store.ts";
import { patchText, type Stage, type StoryMail, stage } from "../support/stage.ts";

const wbus = "web:wbus" as ChannelId;
const all = "web:all" as ChannelId;
const DAY = 86_400_000;

/** Both patches and the cover of a version: `v2-1@dev` answers `v2-0@dev`. */
function version(v: number): StoryMail[] {
  const mark = v === 1 ? "" : ` v${v}`;
  return [0, 1, 2].map((n) => ({
    id: `v${v}-${n}@dev`,
    subject: `[PATCH${mark} ${n}/2] wbus: ${n === 0 ? "add burst mode" : `part ${n}`}`,
    text: n === 0 ? "Sends up to 16 words in one transfer." : patchText(`drivers/wbus/part${n}.c`),
    ...(n > 0 && { refs: [`v${v}-0@dev`] }),
  }));
}

const answer = (id: string, text: string, more: Partial<StoryMail> = {}): StoryMail => ({
  id,
  from: "Tom Okafor <tom@example.org>",
  subject: "Re: [PATCH 0/2] wbus: add burst mode",
  refs: ["v1-0@dev"],
  text,
  ...more,
});

const applied = (id: string, v = 1): StoryMail =>
  answer(id, "Applied to wbus/next, thanks!\n", {
    from: "Ines Marsh <ines@example.org>",
    subject: `Re: [PATCH${v === 1 ? "" : ` v${v}`} 0/2] wbus: add burst mode`,
    refs: [`v${v}-0@dev`],
  });

interface Followed extends Stage {
  topicOf(id: string): Promise<TopicId>;
  take(mails: readonly StoryMail[]): Promise<void>;
  /** Whom each post after the first card mentions: channel, first words, users. */
  mentions(): string[];
}

/** The first version is out, in two channels, and Ada follows it in one of them. */
async function followed(t: TestContext): Promise<Followed> {
  const on = await stage(t);
  const topicOf = async (id: string) => (await on.store.mailsById([id as MessageId]))[0]!.topic;
  const take = async (mails: readonly StoryMail[]) => {
    for (const mail of mails) await on.arrive(mail);
    await on.pay();
  };
  await on.subscribe({ channel: all, what: { kind: "list", name: "wbus.lists.example.org" } });
  await take(version(1));
  const until = new Date(on.now().getTime() + 30 * DAY);
  await on.store.follow({ channel: wbus, topic: await topicOf("v1-0@dev"), user: "web:ada", until });
  const mentions = () =>
    on.shown
      .filter(({ mentions }) => mentions !== undefined)
      .map(({ channel, post, mentions }) => `${channel} ${post.tag ?? post.title}: ${mentions}`);
  return { ...on, topicOf, take, mentions };
}

describe("who follows a series is told", () => {
  test("of its next version, in the channel where they said so, and nobody else is", async (t) => {
    const on = await followed(t);
    await on.take(version(2));
    assert.deepEqual(on.mentions(), [`${wbus} [PATCH v2 0/2]: web:ada`]);
    assert.equal(on.shown.filter(({ post }) => post.tag === "[PATCH v2 0/2]").length, 2);
    assert.equal(on.shown.find(({ mentions }) => mentions !== undefined)?.level, "silent");
  });

  test("of the version after that, since following goes on by itself", async (t) => {
    const on = await followed(t);
    await on.take(version(2));
    const v2 = await on.topicOf("v2-0@dev");
    assert.deepEqual(await on.store.followedBy(wbus, "web:ada", on.now()), [v2]);
    await on.take(version(3));
    assert.deepEqual(on.mentions(), [`${wbus} [PATCH v2 0/2]: web:ada`, `${wbus} [PATCH v3 0/2]: web:ada`]);
  });

  test("that it was sent again, and of the version after that", async (t) => {
    const on = await followed(t);
    on.pass(DAY);
    await on.take(
      version(1).map(({ id, subject, refs, ...mail }) => ({
        ...mail,
        id: `again-${id}`,
        subject: subject.replace("PATCH", "PATCH RESEND"),
        ...(refs && { refs: refs.map((ref) => `again-${ref}`) }),
      })),
    );
    await on.take(version(2));
    assert.deepEqual(on.mentions(), [`${wbus} [PATCH RESEND 0/2]: web:ada`, `${wbus} [PATCH v2 0/2]: web:ada`]);
  });

  test("once where two versions come before a card is out", async (t) => {
    const on = await followed(t);
    await on.take(version(2).slice(0, 2));
    await on.take(version(3));
    on.pass(45_000);
    await on.pay();
    assert.deepEqual(on.mentions(), [`${wbus} [PATCH v3 0/2]: web:ada`]);
  });

  test("that it was applied, in part and in whole", async (t) => {
    const on = await followed(t);
    await on.take([
      answer("a1@ines", "Applied patch 1 to wbus/next, thanks!\n\n[1/2] wbus: part 1\n      commit: 3f2a91c4d5e6\n", {
        from: "Ines Marsh <ines@example.org>",
        subject: "Re: (subset) [PATCH 0/2] wbus: add burst mode",
      }),
    ]);
    on.pass(20 * DAY);
    await on.take([applied("a2@ines")]);
    assert.deepEqual(on.mentions(), [`${wbus} Applied: web:ada`, `${wbus} Applied: web:ada`]);
  });

  test("that the version before was applied", async (t) => {
    const on = await followed(t);
    await on.take(version(2));
    await on.take([applied("a1@ines")]);
    assert.deepEqual(on.mentions().slice(1), [`${wbus} Applied: web:ada`]);
  });

  test("that a pull request was merged", async (t) => {
    const on = await followed(t);
    await on.take([
      {
        id: "pull@ines",
        from: "Ines Marsh <ines@example.org>",
        subject: "[GIT PULL] wbus changes for 7.3",
        text: "The following changes since commit 3f2a91c:\n\nare available in the Git repository at:\n\n  git://git.example.org/wbus tags/wbus-7.3\n",
      },
    ]);
    const topic = await on.topicOf("pull@ines");
    await on.store.follow({ channel: wbus, topic, user: "web:bob", until: new Date(on.now().getTime() + DAY) });
    await on.take([
      {
        id: "merged@bot",
        from: "pr-tracker-bot@kernel.org",
        subject: "Re: [GIT PULL] wbus changes for 7.3",
        refs: ["pull@ines"],
        text: "The pull request you sent has been merged into torvalds/linux.git:\nhttps://git.example.org/c/1b2c3d4e5f60\n",
      },
    ]);
    assert.deepEqual(on.mentions(), [`${wbus} Merged: web:bob`]);
    assert.deepEqual(await on.store.followers(wbus, topic, new Date(on.now().getTime() + 7 * DAY - 1)), ["web:bob"]);
    assert.deepEqual(await on.store.followers(wbus, topic, new Date(on.now().getTime() + 7 * DAY)), []);
  });
});

describe("nobody is told personally", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, text: string][] = [
    ["of an answer",                      "Is the lock held here?"],
    ["of an explicit NAK",                "NAK. This breaks boards with the old clock."],
    ["of a trailer",                      "Reviewed-by: Tom Okafor <tom@example.org>"],
    ["because a mail names them",         "@everyone @web:ada web:ada <@42> @here @room"],
  ];
  for (const [what, text] of rows) {
    test(what, async (t) => {
      const on = await followed(t);
      await on.take([answer("r1@tom", text)]);
      on.pass(DAY);
      await on.pay();
      assert.deepEqual(on.mentions(), []);
    });
  }

  test("of the first card, nor by an edit of any", async (t) => {
    const on = await followed(t);
    const [opens = answer("", "")] = version(1).map((mail) => ({
      ...mail,
      id: `x${mail.id}`,
      subject: "wbus: a talk",
    }));
    await on.arrive(opens);
    const topic = await on.topicOf(opens.id);
    await on.store.follow({ channel: wbus, topic, user: "web:ada", until: new Date(on.now().getTime() + DAY) });
    await on.take([answer("r@tom", "Yes.", { refs: [opens.id], subject: "Re: wbus: a talk" })]);
    await on.take(version(2));
    await on.take([answer("r2@tom", "Hm.", { refs: ["v2-0@dev"] })]);
    assert.deepEqual(on.mentions(), [`${wbus} [PATCH v2 0/2]: web:ada`]);
    const v2 = await on.store.deliveriesOfTopic(await on.topicOf("v2-0@dev"));
    assert.ok(v2.some(({ form }) => form === "edit"));
    assert.deepEqual(
      v2.filter(({ mentions }) => mentions !== undefined).map(({ key }) => key),
      [cardKey(await on.topicOf("v2-0@dev"))],
    );
  });

  test("who stopped following", async (t) => {
    const on = await followed(t);
    await on.store.unfollow(wbus, await on.topicOf("v1-0@dev"), "web:ada");
    await on.take(version(2));
    assert.deepEqual(on.mentions(), []);
  });

  test("in a channel that muted it", async (t) => {
    const on = await followed(t);
    await on.take(version(2).slice(0, 1));
    await on.store.mute(wbus, await on.topicOf("v2-0@dev"), {
      manner: "mute",
      until: new Date(on.now().getTime() + DAY),
      isIdle: false,
    });
    on.pass(45_000);
    await on.pay();
    await on.take([applied("a1@ines", 2)]);
    assert.deepEqual(on.mentions(), [`${wbus} [PATCH v2 0/2]: web:ada`]);
  });
});

describe("following ends", () => {
  test("after 30 days without a mail, and each mail puts that off", async (t) => {
    const on = await followed(t);
    on.pass(29 * DAY);
    await on.take([answer("r1@tom", "Any news?")]);
    on.pass(29 * DAY);
    await on.take(version(2));
    assert.equal(on.mentions().length, 1);
    on.pass(30 * DAY);
    await on.take(version(3));
    assert.equal(on.mentions().length, 1);
  });

  test("7 days after it was applied in whole, whatever is said of it then", async (t) => {
    const on = await followed(t);
    await on.take([applied("a1@ines")]);
    on.pass(6 * DAY);
    await on.take([answer("r1@tom", "Thanks!")]);
    const topic = await on.topicOf("v1-0@dev");
    assert.deepEqual(await on.store.followers(wbus, topic, on.now()), ["web:ada"]);
    on.pass(DAY);
    assert.deepEqual(await on.store.followers(wbus, topic, on.now()), []);
    await on.take(version(2));
    assert.deepEqual(on.mentions(), [`${wbus} Applied: web:ada`]);
  });

  test("not yet where it was applied and a new version comes within those days", async (t) => {
    const on = await followed(t);
    await on.take([applied("a1@ines")]);
    on.pass(6 * DAY);
    await on.take(version(2));
    on.pass(29 * DAY);
    assert.deepEqual(await on.store.followers(wbus, await on.topicOf("v2-0@dev"), on.now()), ["web:ada"]);
  });
});

describe("a thread that a channel muted or cooled", () => {
  const idle = (on: Followed) =>
    ({ manner: "mute", until: new Date(on.now().getTime() + 30 * DAY), isIdle: true }) as const;

  test("stays muted while mail comes, and is shown again when 30 days have passed without one", async (t) => {
    const on = await followed(t);
    await on.store.mute(wbus, await on.topicOf("v1-0@dev"), idle(on));
    const posts = () => on.shown.filter(({ channel }) => channel === wbus).length;
    for (let n = 1; n <= 3; n += 1) {
      on.pass(29 * DAY);
      await on.take([answer(`still${n}@tom`, "Still at it.")]);
    }
    assert.equal(posts(), 1);
    assert.equal(on.shown.filter(({ channel }) => channel === all).length, 4);
    on.pass(30 * DAY);
    await on.take([answer("late@tom", "Anybody?")]);
    assert.equal(posts(), 2);
  });

  test("is muted no longer than was said, whatever comes", async (t) => {
    const on = await followed(t);
    const week = { manner: "mute", until: new Date(on.now().getTime() + 7 * DAY), isIdle: false } as const;
    await on.store.mute(wbus, await on.topicOf("v1-0@dev"), week);
    on.pass(6 * DAY);
    await on.take([answer("within@tom", "Hm.")]);
    assert.equal(on.shown.filter(({ channel }) => channel === wbus).length, 1);
    on.pass(DAY);
    await on.take([answer("after@tom", "Hm.")]);
    assert.equal(on.shown.filter(({ channel }) => channel === wbus).length, 2);
  });

  test("has its replies counted on its card while it is cooled, in that channel alone, and lines go on", async (t) => {
    const on = await followed(t);
    const day = { manner: "cool", until: new Date(on.now().getTime() + DAY), isIdle: false } as const;
    await on.store.mute(wbus, await on.topicOf("v1-0@dev"), day);
    await on.take([answer("hot@tom", "Hm."), applied("done@ines")]);
    on.pass(60_000);
    await on.take([]);
    const here = on.shown.filter(({ channel }) => channel === wbus);
    assert.deepEqual(
      here.map(({ post }) => post.title),
      ["wbus: add burst mode", "Applied"],
    );
    assert.ok(here[0]!.post.counted?.some(({ who }) => who === "Tom Okafor"));
    assert.equal(on.shown.filter(({ channel }) => channel === all).length, 3);
    const [hot] = await on.store.mailsById(["hot@tom" as MessageId]);
    assert.match(
      hot!.decisions.find(({ channel }) => channel === wbus)!.because,
      /cooled here until 2026-11-18 09:00 UTC: its replies are counted$/,
    );
    on.pass(DAY);
    await on.take([answer("calm@tom", "Hm.")]);
    assert.equal(on.shown.at(-1)!.post.form, "reply");
  });
});
