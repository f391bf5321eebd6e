import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PostRef } from "../../src/chat/chat-platform.ts";
import type { TopicId } from "../../src/store/store.ts";
import { elsewhere, here, now, type Relay, relay, secretList } from "./relay.ts";

const DAY = 86_400_000;
const topic = "topic" as TopicId;
const member = { role: "member", user: "matrix:@ada:example.org" } as const;

/** Two versions of a series, the first of which names the second as the next. */
async function twoVersions({ keep, store }: Relay): Promise<void> {
  await keep("version1", { archived: { topic: "v1" as TopicId } });
  await keep("version2", { archived: { topic: "v2" as TopicId } });
  await store.saveTopic("v1" as TopicId, { next: { version: 2, short: "version2" } }, []);
}

describe("follow", () => {
  test("follows the mail's topic for the one who asks, in this channel, till 30 idle days have passed", async (t) => {
    const { ask, keep, store } = await relay(t);
    await keep("k7q2m9xa");
    const post = await ask("follow k7q2m9xa", member);
    assert.equal(post.title, "You follow this now");
    assert.match(JSON.stringify(post.blocks), /wbus: a ring.*nobody else.*30 days.*7 days.*unfollow k7q2m9xa/);
    const end = now.getTime() + 30 * DAY;
    assert.deepEqual(await store.followers(here, topic, new Date(end - 1)), [member.user]);
    assert.deepEqual(await store.followers(here, topic, new Date(end)), []);
    assert.deepEqual(await store.followers(elsewhere, topic, now), []);
  });

  test("takes the mail of the post that is answered", async (t) => {
    const { ask, keep, sent, store } = await relay(t);
    await keep("k7q2m9xa");
    await sent("card", "topic", {});
    assert.equal((await ask("follow", { ...member, about: "card" as PostRef })).mail, "k7q2m9xa");
    assert.deepEqual(await store.followedBy(here, member.user, now), [topic]);
  });

  test("said again says that it is followed, and how to stop", async (t) => {
    const begun: unknown[] = [];
    const { ask, keep, store } = await relay(t, { onFollow: (...follow) => begun.push(follow) });
    await keep("k7q2m9xa");
    await ask("follow k7q2m9xa", member);
    const again = await ask("follow k7q2m9xa", member);
    assert.equal(again.title, "You follow this already");
    assert.deepEqual(begun, [[here, topic, member.user]]);
    assert.match(JSON.stringify(again.blocks), /unfollow k7q2m9xa/);
    assert.equal((await ask("follow k7q2m9xa", { ...member, user: "web:local" })).title, "You follow this now");
    assert.deepEqual(await store.followers(here, topic, now), [member.user, "web:local"]);
  });

  test("begins anew once it has ended", async (t) => {
    const { ask, keep, store } = await relay(t);
    await keep("k7q2m9xa");
    await store.follow({ channel: here, topic, user: member.user, until: now });
    assert.equal((await ask("follow k7q2m9xa", member)).title, "You follow this now");
  });

  test("follows a series at its newest version, whichever version is named", async (t) => {
    const on = await relay(t);
    await twoVersions(on);
    assert.equal((await on.ask("follow version1", member)).title, "You follow this now");
    assert.deepEqual(await on.store.followedBy(here, member.user, now), ["v2"]);
    assert.equal((await on.ask("follow version2", member)).title, "You follow this already");
  });

  test("says nothing of a newer version that may not be shown here", async (t) => {
    const on = await relay(t);
    await twoVersions(on);
    await on.keep("secretv3", { archived: { topic: "v3" as TopicId, lists: [secretList], subject: "hush" } });
    const followed = await on.ask("follow version2", member);
    await on.ask("unfollow version2", member);
    await on.store.saveTopic("v2" as TopicId, { next: { version: 3, short: "secretv3" } }, []);
    assert.deepEqual(await on.ask("follow version2", member), followed);
  });

  test("stops at 200 in a channel, and goes on once there is room", async (t) => {
    const { ask, keep, store } = await relay(t);
    await keep("k7q2m9xa");
    const until = new Date(now.getTime() + DAY);
    await store.atomically(async (tx) => {
      for (let n = 0; n < 200; n++) {
        await tx.follow({ channel: here, topic: `t${n}` as TopicId, user: member.user, until });
      }
    });
    assert.match((await ask("follow k7q2m9xa", member)).title, /^You follow 200 here already/);
    assert.equal((await ask("follow k7q2m9xa", { ...member, channel: elsewhere })).title, "You follow this now");
    await store.unfollow(here, "t7" as TopicId, member.user);
    assert.equal((await ask("follow k7q2m9xa", member)).title, "You follow this now");
  });

  test("of what may not be seen here is not found, and follows nothing", async (t) => {
    const { ask, keep, store } = await relay(t);
    await keep("secretxx", { archived: { lists: [secretList] } });
    assert.deepEqual(await ask("follow secretxx", member), await ask("follow nothing9", member));
    assert.deepEqual(await store.followedBy(here, member.user, now), []);
  });
});

describe("unfollow", () => {
  test("ends it for the one who asks, in this channel", async (t) => {
    const { ask, keep, store } = await relay(t);
    await keep("k7q2m9xa");
    const bob = { ...member, user: "matrix:@bob:example.org" };
    for (const how of [member, bob, { ...member, channel: elsewhere }]) await ask("follow k7q2m9xa", how);
    assert.equal((await ask("unfollow k7q2m9xa", member)).title, "You no longer follow this");
    assert.deepEqual(await store.followers(here, topic, now), [bob.user]);
    assert.deepEqual(await store.followers(elsewhere, topic, now), [member.user]);
    assert.equal((await ask("unfollow k7q2m9xa", member)).title, "You did not follow this here");
  });

  test("finds what was followed from any version", async (t) => {
    const on = await relay(t);
    await twoVersions(on);
    await on.ask("follow version2", member);
    assert.equal((await on.ask("unfollow version1", member)).title, "You no longer follow this");
  });
});
