import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Hidden } from "../../src/store/hides.ts";
import { at, channelId, key, sampleMail, sampleOctets, topicId } from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

export function hidesContract(storeTest: StoreTest): void {
  describe("hidden mails", () => {
    const hidden: Hidden = { by: "web:local", channel: channelId("wbus"), at: at(5) };

    storeTest("say by whom, where and when, wherever they are read", async (store) => {
      const mail = await store.addMail(sampleMail(1), sampleOctets(1));
      await store.hide(key(1), hidden);
      assert.deepEqual(await store.mailByKey(key(1)), { ...mail, hidden });
      assert.deepEqual(await store.mailsOfTopic(mail.topic), [{ ...mail, hidden }]);
      await store.unhide(key(1));
      assert.deepEqual(await store.mailByKey(key(1)), mail);
    });

    storeTest("are listed, newest first, and of a topic", async (store) => {
      for (const n of [1, 2, 3, 4]) await store.addMail(sampleMail(n, { topic: topicId("t") }), sampleOctets(n));
      await store.addMail(sampleMail(5), sampleOctets(5));
      for (const n of [2, 4, 5]) await store.hide(key(n), hidden);
      assert.deepEqual(
        (await store.hiddenMails(2)).map(({ short }) => short),
        ["short5", "short4"],
      );
      assert.deepEqual((await store.hiddenOf(topicId("t"))).toSorted(), ["short2", "short4"]);
      assert.deepEqual(await store.hiddenOf(topicId("other")), []);
    });
  });
}
