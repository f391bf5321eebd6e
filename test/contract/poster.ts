import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { ChannelId, Outgoing, Poster, PostRef } from "../../src/chat/chat-platform.ts";
import { DeliveryError } from "../../src/chat/delivery-error.ts";
import type { Post } from "../../src/compose/post.ts";

/** A poster and the eyes of somebody who reads what it posted. */
export interface PosterSubject {
  readonly poster: Poster;
  /** An empty channel that it may post to; another at every opening. */
  readonly channel: ChannelId;
  /** Somebody in the channel, as `Invocation.user` would name them. */
  readonly user: string;
  /** What stands in the channel and in its threads, in the order of posting. */
  shown(): Promise<readonly ShownPost[]>;
  /** The same poster on the same platform, after its process ended and another began. This one is gone then. */
  reopen(): Promise<PosterSubject>;
  close(): Promise<void>;
}

export interface ShownPost {
  readonly ref: PostRef;
  /** Every word that a reader sees of it. */
  readonly text: string;
  /** The card whose conversation it stands in. */
  readonly root?: PostRef;
  /** The post it is shown to answer. */
  readonly answers?: PostRef;
  /** Whom it buzzes by name. */
  readonly mentions: readonly string[];
}

/** What every poster keeps to. */
export function posterContract(name: string, open: () => Promise<PosterSubject>): void {
  describe(`poster ${name}`, () => {
    let subject: PosterSubject;
    before(async () => {
      subject = await open();
    });
    after(() => subject.close());

    const send = (key: string, post: Post, more: Partial<Outgoing> = {}) =>
      subject.poster.post({ channel: subject.channel, key, level: "silent", post, ...more });
    const shown = async (words: string) => (await subject.shown()).filter(({ text }) => text.includes(words));

    test("names the platform that its channels begin with", () => {
      assert.ok(subject.channel.startsWith(`${subject.poster.name}:`));
      assert.ok(subject.poster.editSpacingMs >= 0);
    });

    test("shows title, byline, text and state of a card", async () => {
      const ref = await send("whole", card("add burst mode", "halves the load"));
      const [post, ...more] = await shown("add burst mode");
      assert.equal(more.length, 0);
      assert.equal(post?.ref, ref);
      for (const words of ["[PATCH 0/4]", "Nora Lind · wbus", "halves the load", "in review"]) {
        assert.ok(post?.text.includes(words), `${words} is missing`);
      }
    });

    test("shows the same key once and gives the same ref", async () => {
      const first = await send("twice", card("posted twice"));
      assert.equal(await send("twice", card("posted twice")), first);
      assert.equal((await shown("posted twice")).length, 1);
    });

    test("shows the same key once when two tries run at once", async () => {
      const refs = await Promise.all([send("race", card("two tries")), send("race", card("two tries"))]);
      assert.equal(refs[0], refs[1]);
      assert.equal((await shown("two tries")).length, 1);
    });

    test("shows the same key once over a restart, and keeps what was posted", async () => {
      const first = await send("restart", card("before the restart"));
      subject = await subject.reopen();
      assert.equal(await send("restart", card("before the restart")), first);
      assert.equal((await shown("before the restart")).length, 1);
    });

    test("keeps the order of posting", async () => {
      const titles = Array.from({ length: 5 }, (_, at) => `in order ${at}`);
      for (const title of titles) await send(title, card(title));
      const order = (await shown("in order")).map(({ text }) => titles.find((title) => text.includes(title)));
      assert.deepEqual(order, titles);
    });

    test("an edit replaces the content and moves nothing", async () => {
      const ref = await send("edited", card("first words"));
      const count = (await subject.shown()).length;
      await subject.poster.edit(subject.channel, ref, card("second words"));
      await subject.poster.edit(subject.channel, ref, card("second words"));
      assert.deepEqual(await shown("first words"), []);
      assert.deepEqual(
        (await shown("second words")).map((post) => post.ref),
        [ref],
      );
      assert.equal((await subject.shown()).length, count);
    });

    test("an edit of a post that is not there is refused for good", async () => {
      const ref = await send("gone-template", card("a real one"));
      const unknown = ref.replace(/\d/g, "9") as PostRef;
      await assert.rejects(subject.poster.edit(subject.channel, unknown, card("of nothing")), (error) => {
        assert.ok(error instanceof DeliveryError);
        assert.deepEqual([error.outcome, error.retryAfterMs], ["refused", undefined]);
        return true;
      });
    });

    test("takes a post away with all that it ever said, once or again; what is not there is no trouble", async () => {
      const root = await send("erased-card", card("stays where it is"));
      const ref = await send("erased", reply("Tom Okafor", "words to be taken away"), { root, answers: root });
      await subject.poster.edit(subject.channel, ref, reply("Tom Okafor", "other words to be taken away"));
      const below = await send("below", reply("Nora Lind", "an answer to them"), { root, answers: ref });
      const remains = reply("Forgotten.", "");
      await subject.poster.erase(subject.channel, ref, remains);
      await subject.poster.erase(subject.channel, ref, remains);
      await subject.poster.erase(subject.channel, ref.replace(/\d/g, "9") as PostRef, remains);
      assert.deepEqual(await shown("words to be taken away"), []);
      assert.equal((await shown("stays where it is")).length, 1);
      assert.equal((await shown("an answer to them"))[0]?.ref, below);
    });

    test("goes on in a conversation whose card was taken away", async () => {
      const root = await send("first-to-go", card("to be taken away"));
      await send("stood-below", reply("Nora Lind", "stood below it"), { root, answers: root });
      await subject.poster.erase(subject.channel, root, card("Forgotten."));
      assert.deepEqual(await shown("to be taken away"), []);
      await send("comes-below", reply("Tom Okafor", "comes below it"), { root, answers: root });
      assert.equal((await shown("stood below it")).length, 1);
      assert.equal((await shown("comes below it")).length, 1);
    });

    test("goes on beside a card that was taken away before anybody answered", async () => {
      const root = await send("lonely", card("to be taken away alone"));
      await subject.poster.erase(subject.channel, root, card("Forgotten."));
      await send("late", reply("Tom Okafor", "came too late for it"), { root, answers: root });
      assert.deepEqual(await shown("to be taken away alone"), []);
      assert.equal((await shown("came too late for it")).length, 1);
    });

    test("finds what was posted by its key, and says so of what was not", async () => {
      const ref = await send("wanted", card("to be found"));
      const since = new Date(0);
      const looked = (key: string, post: Post) =>
        subject.poster.find({ channel: subject.channel, key, level: "silent", post }, since);
      const found = await looked("wanted", card("to be found"));
      const missing = await looked("never-sent", card("never sent"));
      assert.ok(found === ref || found === undefined, "a poster that cannot tell says undefined");
      assert.ok(missing === "absent" || missing === undefined);
    });

    test("a reply stands in its card's conversation and answers its parent", async () => {
      const root = await send("root", card("the card"));
      const first = await send("first", reply("Tom Okafor", "is the lock held?"), { root, answers: root });
      const second = await send("second", reply("Nora Lind", "it is now"), { root, answers: first });
      const posts = [...(await shown("is the lock held?")), ...(await shown("it is now"))];
      assert.deepEqual(
        posts.map((post) => [post.ref, post.root, post.answers]),
        [
          [first, root, root],
          [second, root, first],
        ],
      );
    });

    test("a new version's card stands by itself and answers the old one", async () => {
      const old = await send("v1", card("version one"));
      const next = await send("v2", card("version two"), { answers: old });
      const [post] = await shown("version two");
      assert.deepEqual([post?.ref, post?.root, post?.answers], [next, undefined, old]);
    });

    for (const level of ["silent", "normal", "loud"] as const) {
      test(`mentions exactly those it is told to, ${level} or not`, async () => {
        const { user } = subject;
        const ref = await send(`personal-${level}`, card(`personal and ${level}`), { level, mentions: [user] });
        await send(`public-${level}`, card(`public and ${level}`), { level });
        await subject.poster.edit(subject.channel, ref, card(`personal and ${level}, moved on`));
        const mentions = [...(await shown(`personal and ${level}`)), ...(await shown(`public and ${level}`))];
        assert.deepEqual(
          mentions.map((post) => post.mentions),
          [[user], []],
        );
      });
    }

    test("mentions nobody for what a mail says", async () => {
      const { user } = subject;
      const words = `@everyone @here @room <@42> <@&42> https://matrix.to/#/${user} ${user} ${user.split(":").at(1)}`;
      const ref = await send("pings", card("it pings", words));
      await send("pings-reply", reply("@everyone", words), { root: ref, answers: ref });
      assert.deepEqual(
        [...(await shown("it pings")), ...(await shown("@everyone"))].flatMap(({ mentions }) => mentions),
        [],
      );
      await subject.poster.edit(subject.channel, ref, card("it pings again", words));
      assert.deepEqual((await shown("it pings again"))[0]?.mentions, []);
    });

    test("shows markup from mail as it was written", async () => {
      const words = "<b>bold</b> &amp; **stars** `ticks` @everyone <script>alert(1)</script>";
      await send("markup", card("as written", words));
      const [post] = await shown("as written");
      assert.ok(post?.text.includes(words), post?.text);
    });
  });
}

function card(title: string, text = "some words"): Post {
  return {
    form: "card",
    title,
    tag: "[PATCH 0/4]",
    byline: ["Nora Lind · wbus"],
    blocks: [{ kind: "text", lines: [text] }],
    footer: [{ kind: "state", text: "in review", tone: "warn" }],
    isCut: false,
  };
}

function reply(title: string, text: string): Post {
  return { form: "reply", title, byline: [], blocks: [{ kind: "text", lines: [text] }], footer: [], isCut: false };
}
