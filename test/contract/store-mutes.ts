import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Mute } from "../../src/store/mutes.ts";
import { at, channelId, topicId } from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

export function mutesContract(storeTest: StoreTest): void {
  const [wbus, all] = [channelId("wbus"), channelId("all")];
  const mute: Mute = { manner: "mute", until: at(10), isIdle: false };
  const cool: Mute = { manner: "cool", until: at(5), isIdle: false };
  const idle: Mute = { manner: "mute", until: at(10), isIdle: true };

  describe("mutes", () => {
    storeTest("are one a channel and topic: the next one replaces it", async (store) => {
      await store.mute(wbus, topicId("t"), mute);
      await store.mute(wbus, topicId("t"), cool);
      assert.deepEqual(await store.muteOf(wbus, topicId("t")), cool);
      assert.equal(await store.muteOf(all, topicId("t")), undefined);
      assert.equal(await store.muteOf(wbus, topicId("other")), undefined);
    });

    storeTest("end once when they are told to", async (store) => {
      await store.mute(wbus, topicId("t"), mute);
      assert.equal(await store.unmute(all, topicId("t")), false);
      assert.equal(await store.unmute(wbus, topicId("t")), true);
      assert.equal(await store.unmute(wbus, topicId("t")), false);
      assert.equal(await store.muteOf(wbus, topicId("t")), undefined);
    });

    storeTest("are put off where they end by idleness, in every channel, and have not ended", async (store) => {
      for (const channel of [wbus, all]) await store.mute(channel, topicId("t"), idle);
      await store.mute(wbus, topicId("fixed"), mute);
      await store.mute(wbus, topicId("over"), { ...idle, until: at(3) });
      for (const topic of ["t", "fixed", "over"]) await store.keepMutes(topicId(topic), at(40), at(3));
      assert.deepEqual(await store.muteOf(wbus, topicId("t")), { ...idle, until: at(40) });
      assert.deepEqual(await store.muteOf(all, topicId("t")), { ...idle, until: at(40) });
      assert.deepEqual(await store.muteOf(wbus, topicId("fixed")), mute);
      assert.deepEqual(await store.muteOf(wbus, topicId("over")), { ...idle, until: at(3) });
    });

    storeTest("are forgotten when they are over", async (store) => {
      for (const seconds of [1, 2, 3]) await store.mute(wbus, topicId(`t${seconds}`), { ...mute, until: at(seconds) });
      assert.equal(await store.endMutes(at(2)), 2);
      assert.equal(await store.endMutes(at(2)), 0);
      assert.equal(await store.muteOf(wbus, topicId("t1")), undefined);
      assert.equal((await store.muteOf(wbus, topicId("t3")))?.until.getTime(), at(3).getTime());
    });
  });
}
