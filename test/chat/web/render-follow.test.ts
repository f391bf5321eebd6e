import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ChannelId } from "../../../src/chat/chat-platform.ts";
import type { StoredPost } from "../../../src/chat/web/post-file.ts";
import { followButton, forYou, type Looking, stateOf } from "../../../src/chat/web/render-follow.ts";
import { wordsOf } from "./browserless.ts";
import { post } from "./wbus-posts.ts";

const channel = "web:wbus" as ChannelId;
const now = new Date("2026-11-03T11:04:00Z");
const card: StoredPost = {
  seq: 7,
  change: 9,
  channel,
  key: "card-t",
  level: "silent",
  mentions: [],
  postedAt: now.toISOString(),
  post: post({ title: "burst mode", mail: "m3xa5v8e" }),
};
const me: Looking = { now, user: "web:local", followed: new Set(), commandId: "c1" };
const { user: _, ...guest } = me;
const follower: Looking = { ...me, followed: new Set(["card-t"]) };

describe("below a card stands", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, stored: StoredPost, looking: Looking, words: string][] = [
    ["a button to follow it",                       card,                                             me,       "follow"],
    ["that one follows it, and a button to stop",   card,                                             follower, "you follow thisunfollow"],
    ["nothing for one who may only read",           card,                                             guest,    ""],
    ["nothing where it shows no mail",              { ...card, post: post({ title: "x" }) },          me,       ""],
    ["nothing where it is a line or a reply",       { ...card, post: { ...card.post, form: "line" } }, me,      ""],
  ];
  for (const [what, stored, looking, words] of rows) {
    test(what, () => assert.equal(wordsOf(String(followButton(stored, { channel }, looking))), words));
  }

  test("a form that says the command and comes back to the same place", () => {
    const place = { channel, card: 3, about: 4, beforeReply: 9 };
    const fields = (looking: Looking) =>
      Array.from(
        String(followButton(card, place, looking)).matchAll(/name="(\w+)" value="([^"]*)"/g),
        ([, name, value]) => [name, value],
      );
    const same = [
      ["id", "c1.7"],
      ["channel", "wbus"],
      ["card", "3"],
      ["beforeReply", "9"],
    ];
    assert.deepEqual(fields(me), [...same, ["request", "follow m3xa5v8e"]]);
    assert.deepEqual(fields(follower), [...same, ["request", "unfollow m3xa5v8e"]]);
  });
});

describe("a post is marked", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [who: string, mentions: readonly string[], looking: Looking, isMarked: boolean][] = [
    ["for one whom it mentions",         ["web:other", "web:local"], me,    true],
    ["not for another",                  ["web:other"],              me,    false],
    ["not for one who may only read",    ["web:local"],              guest, false],
    ["not where it mentions nobody",     [],                         me,    false],
  ];
  for (const [who, mentions, looking, isMarked] of rows) {
    test(who, () => assert.equal(forYou({ ...card, mentions }, looking) !== "", isMarked));
  }
});

test("a card that somebody began to follow, or stopped, is another one for the page", () => {
  assert.notEqual(stateOf(card, me), stateOf(card, follower));
  assert.equal(stateOf(card, me), stateOf(card, { ...me, followed: new Set(["card-u"]) }));
});
