import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Block, Post } from "../../src/compose/post.ts";
import { refusal } from "../../src/deliver/refusal.ts";
import type { ListId } from "../../src/mail/mail.ts";
import type { NewDelivery } from "../../src/store/store.ts";
import {
  channelId,
  key,
  list,
  sampleDelivery,
  sampleMail,
  sampleOctets,
  samplePost,
  topicId,
} from "../support/store-samples.ts";
import { temporaryStore } from "../support/temporary-store.ts";

const secret = list("board");
const digest: Block = {
  kind: "mails",
  heading: "New",
  rows: [
    { text: "wbus: x", mail: "short1" },
    { text: "wbus: y", mail: "short2" },
  ],
};
const post = (more: Partial<Post> = {}): Post => ({ ...samplePost("x"), ...more });

describe("a delivery is refused where its channel may not show", () => {
  // Mail 1 came by the public list into topic-1, mail 2 by the other one into topic-2, mail 3 by both into topic-3.
  const rows: readonly [what: string, delivery: Partial<NewDelivery>, isRefused: boolean][] = [
    ["no list of its topic: a card of a public one", { topic: topicId("topic-1") }, false],
    ["a list of its topic: a card, an edit", { topic: topicId("topic-2"), form: "edit" }, true],
    ["one of two lists of its topic", { topic: topicId("topic-3") }, true],
    ["the list of the mail that it shows, whatever its topic", { topic: topicId("topic-1"), mail: key(2) }, true],
    [
      "the list of the mail that the post is about",
      { topic: topicId("topic-1"), post: post({ mail: "short2" }) },
      true,
    ],
    [
      "the list of one mail that a digest names",
      { topic: topicId("digest-x"), post: post({ blocks: [digest] }) },
      true,
    ],
    ["nothing: a digest of a day with nothing but public mail", { topic: topicId("digest-x") }, false],
  ];
  for (const [what, more, isRefused] of rows) {
    test(what, async (t) => {
      const store = await temporaryStore();
      t.after(() => store.close());
      for (const [n, lists] of [[list("wbus")], [secret], [list("wbus"), secret]].entries())
        await store.addMail(sampleMail(n + 1, { lists }), sampleOctets(n + 1));
      const maySee = (channel: string, lists: readonly ListId[]) =>
        channel === channelId("board") || !lists.includes(secret);
      const reason = isRefused ? "this channel may not show what comes by its list" : undefined;
      assert.equal(await refusal(sampleDelivery("k", more), { store, maySee }), reason);
      const there = sampleDelivery("k", { ...more, channel: channelId("board") });
      assert.equal(await refusal(there, { store, maySee }), undefined);
    });
  }
});
