import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PostRef } from "../../src/chat/chat-platform.ts";
import { dueOf } from "../support/due.ts";
import { elsewhere, here, now, relay, secretList } from "./relay.ts";

describe("hide", () => {
  test("notes who, where and when, owes the edit of every post, and says how to undo it", async (t) => {
    const { ask, keep, sent, store } = await relay(t);
    const { key } = await keep("k7q2m9xa");
    for (const channel of [here, elsewhere]) await sent(`ref-${channel}`, "topic", { mail: key, channel });
    const post = await ask("hide", { about: `ref-${here}` as PostRef });
    assert.equal(post.title, "Hidden everywhere");
    assert.match(JSON.stringify(post.blocks), /in 2 channels become one line.*unhide k7q2m9xa/);
    assert.deepEqual((await store.mailByKey(key))?.hidden, { by: "web:local", channel: here, at: now });
    assert.deepEqual(
      (await dueOf(store, now, 10)).map(({ channel, form, post: { title } }) => [channel, form, title]),
      [here, elsewhere].map((channel) => [channel, "edit", "Hidden by an admin of a channel."]),
    );
  });

  test("leaves no command that tells of the mail", async (t) => {
    const { ask, keep } = await relay(t);
    const { id } = await keep("k7q2m9xa", { archived: { subject: "wbus: hush" } });
    await keep("answer11", { archived: { ancestors: [id], subject: "Re: a ring", author: "Tom Okafor" } });
    await ask("hide k7q2m9xa");
    for (const command of ["full", "patch", "thread", "series", "diff", "link", "why", "follow", "mute", "hide"]) {
      const post = await ask(`${command} k7q2m9xa`);
      assert.equal(post.title, "Hidden here", command);
    }
    assert.doesNotMatch(JSON.stringify(await ask("news")), /hush/);
    const tree = JSON.stringify(await ask("thread answer11"));
    assert.match(tree, /"depth":0,"title":"hidden here".*"depth":1,"title":"Re: a ring"/);
    assert.doesNotMatch(tree, /hush|Nora/);
  });

  test("does not say of a mail that may not be shown here whether it is hidden", async (t) => {
    const { ask, keep, store } = await relay(t);
    const { key } = await keep("secret11", { archived: { lists: [secretList] } });
    await store.hide(key, { by: "web:local", channel: elsewhere, at: now });
    for (const command of ["full", "hide", "why"]) assert.equal((await ask(`${command} secret11`)).title, "Not found");
    assert.equal((await ask("unhide secret11")).title, "Not hidden");
  });

  test("is for admins, and listed for the operator alone", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa");
    assert.match((await ask("hide k7q2m9xa", { role: "member" })).title, /^Only admins/);
    await ask("hide k7q2m9xa");
    assert.doesNotMatch(JSON.stringify(await ask("status")), /k7q2m9xa/);
    assert.match(
      JSON.stringify(await ask("status", { role: "operator" })),
      /k7q2m9xa: by web:local in web:wbus, 2026-11-10 12:00 UTC/,
    );
  });
});

describe("unhide", () => {
  test("shows it again, by who may: the admins of the channel where it was hidden, and the operator", async (t) => {
    const { ask, keep, store } = await relay(t);
    const { key } = await keep("k7q2m9xa");
    await ask("hide k7q2m9xa");
    assert.equal((await ask("unhide k7q2m9xa", { channel: elsewhere })).title, "It was hidden in another channel");
    assert.equal((await ask("unhide k7q2m9xa")).title, "Shown again");
    assert.equal((await store.mailByKey(key))?.hidden, undefined);
    assert.notEqual((await ask("full k7q2m9xa")).title, "Hidden here");
    await ask("hide k7q2m9xa");
    assert.equal((await ask("unhide k7q2m9xa", { channel: elsewhere, role: "operator" })).title, "Shown again");
    assert.equal((await ask("unhide k7q2m9xa")).title, "Not hidden");
  });
});
