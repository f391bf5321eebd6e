import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Follow } from "../../src/store/follows.ts";
import { at, channelId, topicId } from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

export function followsContract(storeTest: StoreTest): void {
  const [wbus, all] = [channelId("wbus"), channelId("all")];
  const [v1, v2] = [topicId("v1"), topicId("v2")];
  const ada: Follow = { channel: wbus, topic: v1, user: "matrix:@ada:example.org", until: at(10) };
  const bob: Follow = { ...ada, user: "matrix:@bob:example.org" };

  describe("follows", () => {
    storeTest("are one a channel, topic and user", async (store) => {
      const elsewhere: Follow = { ...ada, channel: all, user: "web:local" };
      for (const one of [bob, ada, ada, elsewhere]) await store.follow(one);
      assert.deepEqual(await store.followers(wbus, v1, at(0)), [ada.user, bob.user]);
      assert.deepEqual(await store.followers(all, v1, at(0)), ["web:local"]);
      assert.deepEqual(await store.followers(wbus, v2, at(0)), []);
    });

    storeTest("are known by who follows, in one channel", async (store) => {
      for (const one of [ada, { ...ada, topic: v2 }, { ...ada, channel: all }, bob]) await store.follow(one);
      assert.deepEqual((await store.followedBy(wbus, ada.user, at(0))).toSorted(), [v1, v2]);
      assert.deepEqual(await store.followedBy(all, ada.user, at(0)), [v1]);
      assert.deepEqual(await store.followedBy(wbus, "nobody", at(0)), []);
    });

    storeTest("end once, for one user", async (store) => {
      for (const one of [ada, bob]) await store.follow(one);
      assert.equal(await store.unfollow(all, v1, ada.user), false);
      assert.equal(await store.unfollow(wbus, v1, ada.user), true);
      assert.equal(await store.unfollow(wbus, v1, ada.user), false);
      assert.deepEqual(await store.followers(wbus, v1, at(0)), [bob.user]);
    });

    storeTest("end by themselves, whether or not somebody has swept them up", async (store) => {
      await store.follow(ada);
      await store.follow({ ...bob, until: at(20) });
      assert.deepEqual(await store.followers(wbus, v1, at(10)), [bob.user]);
      assert.deepEqual(await store.followedBy(wbus, ada.user, at(10)), []);
      assert.equal(await store.endFollows(at(10)), 1);
      assert.equal(await store.endFollows(at(10)), 0);
      assert.deepEqual(await store.followers(wbus, v1, at(0)), [bob.user]);
    });

    storeTest("of one topic end at another time when told to", async (store) => {
      for (const one of [ada, { ...bob, channel: all }, { ...ada, topic: v2 }]) await store.follow(one);
      await store.follow({ ...ada, user: "web:local", until: at(5) });
      await store.keepFollows(v1, at(30), at(5));
      assert.deepEqual(await store.followers(wbus, v1, at(29)), [ada.user]);
      assert.deepEqual(await store.followers(all, v1, at(29)), [bob.user]);
      assert.deepEqual(await store.followers(wbus, v2, at(29)), []);
      await store.follow({ ...ada, until: at(5) });
      assert.deepEqual(await store.followers(wbus, v1, at(5)), []);
    });

    storeTest("move on to another topic, each in its channel, and nothing is left behind", async (store) => {
      for (const one of [ada, { ...bob, channel: all }, { ...ada, topic: v2, until: at(30) }]) await store.follow(one);
      await store.moveFollows(v1, v2);
      await store.moveFollows(v2, v2);
      assert.deepEqual(await store.followers(wbus, v2, at(0)), [ada.user]);
      assert.deepEqual(await store.followers(wbus, v2, at(29)), [ada.user]);
      assert.deepEqual(await store.followers(all, v2, at(0)), [bob.user]);
      assert.deepEqual(await store.followers(wbus, v1, at(0)), []);
    });
  });
}
