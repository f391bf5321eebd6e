import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Cursor } from "../../src/source/mail-source.ts";
import type { ChannelSettings } from "../../src/store/settings.ts";
import type { Subscription } from "../../src/store/store.ts";
import { dueOf } from "../support/due.ts";
import {
  at,
  channelId,
  key,
  list,
  sampleDelivery,
  sampleMail,
  sampleOctets,
  topicId,
} from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

export function settingsContract(storeTest: StoreTest): void {
  describe("cursors", () => {
    storeTest("are kept a source, as the source words them", async (store) => {
      assert.equal(await store.cursor("main"), undefined);
      await store.moveCursor("main", "7:1,5-9" as Cursor);
      await store.moveCursor("other", "" as Cursor);
      await store.moveCursor("main", "7:1,5-10" as Cursor);
      assert.equal(await store.cursor("main"), "7:1,5-10");
      assert.equal(await store.cursor("other"), "");
    });
  });

  describe("attempts", () => {
    storeTest("count how often a mail was begun and never ended", async (store) => {
      assert.deepEqual(
        await store.beginReading([key(1), key(2)]),
        new Map([
          [key(1), 0],
          [key(2), 0],
        ]),
      );
      await store.endReading([key(2)]);
      assert.deepEqual(
        await store.beginReading([key(2), key(1)]),
        new Map([
          [key(2), 0],
          [key(1), 1],
        ]),
      );
      assert.deepEqual(await store.beginReading([key(1)]), new Map([[key(1), 2]]));
      assert.deepEqual(
        await store.begunReading([key(1), key(2), key(9)]),
        new Map([
          [key(1), 3],
          [key(2), 1],
        ]),
      );
      await store.endReading([key(1), key(9)]);
      assert.deepEqual(await store.beginReading([key(1)]), new Map([[key(1), 0]]));
      assert.deepEqual(await store.beginReading([]), new Map());
    });
  });

  describe("topics", () => {
    storeTest("keep a state that only their owner understands", async (store) => {
      assert.equal(await store.topic(topicId("t")), undefined);
      await store.saveTopic(topicId("t"), { patches: [null, { seen: true }] }, []);
      await store.saveTopic(topicId("t"), { patches: ["\0x"] }, []);
      assert.deepEqual(await store.topic(topicId("t")), { patches: ["x"] });
    });

    storeTest("are found by the names they have now, newest first", async (store) => {
      await store.saveTopic(topicId("a"), 1, ["change-id:x", "title:rings"]);
      await store.saveTopic(topicId("b"), 2, ["change-id:x", "change-id:x"]);
      assert.deepEqual(await store.topicsNamed(["title:rings", "change-id:x"]), ["b", "a"]);
      await store.saveTopic(topicId("a"), 3, ["title:other"]);
      assert.deepEqual(await store.topicsNamed(["change-id:x", "title:rings"]), ["b"]);
      assert.deepEqual(await store.topicsNamed(["title:other", "nobody's"]), ["a"]);
      assert.deepEqual(await store.topicsNamed([]), []);
    });
  });

  describe("the lists of a topic", () => {
    storeTest(
      "are those of all its mails, also where a mail comes into it or gets another list later",
      async (store) => {
        const [here, there] = [topicId("here"), topicId("there")];
        assert.deepEqual(await store.listsOfTopic(here), []);
        await store.addMail(sampleMail(1, { topic: here, lists: [list("wbus")] }), sampleOctets(1));
        await store.addMail(sampleMail(2, { topic: here, lists: [list("wbus"), list("clk")] }), sampleOctets(2));
        await store.addMail(sampleMail(3, { topic: there, lists: [list("core")] }), sampleOctets(3));
        assert.deepEqual(await store.listsOfTopic(here), [list("clk"), list("wbus")]);
        await store.setTopic(key(3), here);
        await store.addLists(key(1), [list("mm")]);
        assert.deepEqual(await store.listsOfTopic(here), [list("clk"), list("core"), list("mm"), list("wbus")]);
        assert.deepEqual(await store.listsOfTopic(there), []);
      },
    );
  });

  describe("subscriptions", () => {
    const wbus: Subscription = {
      channel: channelId("wbus"),
      what: { kind: "list", name: "wbus.lists.example.org" },
      preset: "normal",
      since: at(1),
      by: "config",
    };

    storeTest("are one a channel and what: another preset replaces it", async (store) => {
      const subsystem: Subscription = { ...wbus, what: { kind: "subsystem", name: wbus.what.name } };
      const elsewhere: Subscription = { ...wbus, channel: channelId("all") };
      for (const one of [wbus, subsystem, elsewhere]) await store.subscribe(one);
      const quiet: Subscription = { ...wbus, preset: "quiet", since: at(2), by: "web:local" };
      await store.subscribe(quiet);
      assert.deepEqual(await store.subscriptions(), [quiet, subsystem, elsewhere]);
    });

    storeTest("can be for a path, a person or a thread, under a title that people read", async (store) => {
      const wants: readonly Subscription[] = [
        { ...wbus, what: { kind: "path", name: "drivers/wbus/" } },
        { ...wbus, what: { kind: "person", name: "nora@example.org" }, title: "Nora Lind" },
        { ...wbus, what: { kind: "thread", name: "v1-0@example.org" }, title: "wbus: add burst mode" },
      ];
      for (const one of wants) await store.subscribe(one);
      assert.deepEqual(await store.subscriptions(), wants);
      await store.subscribe({ ...wants[1]!, title: "N. Lind" });
      assert.equal((await store.subscriptions())[1]?.title, "N. Lind");
    });

    storeTest("end once", async (store) => {
      await store.subscribe(wbus);
      assert.equal(await store.unsubscribe(channelId("all"), wbus.what), false);
      assert.equal(await store.unsubscribe(wbus.channel, wbus.what), true);
      assert.equal(await store.unsubscribe(wbus.channel, wbus.what), false);
      assert.deepEqual(await store.subscriptions(), []);
    });
  });

  describe("what the admins of a channel set", () => {
    const set: ChannelSettings = {
      filters: [{ action: "exclude", field: "subject", pattern: "/dt-bindings/", by: "web:local" }],
      mode: "digest",
      layout: "flat",
      levels: { nak: "loud", "ci-red": "off" },
      cap: 20,
    };

    storeTest("is kept a channel and replaced as a whole", async (store) => {
      assert.equal(await store.settings(channelId("wbus")), undefined);
      await store.saveSettings(channelId("wbus"), set);
      assert.deepEqual(await store.settings(channelId("wbus")), set);
      await store.saveSettings(channelId("wbus"), { filters: [], levels: {} });
      assert.deepEqual(await store.settings(channelId("wbus")), { filters: [], levels: {} });
      assert.equal(await store.settings(channelId("all")), undefined);
    });
  });

  describe("a channel that is gone", () => {
    const [gone, kept] = [channelId("gone"), channelId("kept")];

    storeTest("is forgotten, with all that was kept of it and nothing of another", async (store) => {
      const what = { kind: "list", name: list("wbus") } as const;
      for (const channel of [gone, kept]) {
        await store.subscribe({ channel, what, preset: "normal", since: at(0), by: "config" });
        await store.saveSettings(channel, { filters: [], levels: {}, cap: 5 });
        await store.follow({ channel, topic: topicId("t"), user: "web:local", until: at(99) });
        await store.mute(channel, topicId("t"), { manner: "mute", until: at(99), isIdle: false });
        await store.owe(sampleDelivery("card", { channel, dueAt: at(1) }));
      }
      assert.equal(await store.forgetChannel(gone), 1);
      assert.equal(await store.forgetChannel(gone), 0);
      const left = async (channel: typeof gone) => [
        (await store.subscriptions()).filter((one) => one.channel === channel).length,
        (await store.settings(channel))?.cap,
        await store.followers(channel, topicId("t"), at(2)),
        (await store.muteOf(channel, topicId("t")))?.manner,
        (await store.delivery(channel, "card"))?.state,
        (await dueOf(store, at(2), 9)).filter((one) => one.channel === channel).length,
      ];
      assert.deepEqual(await left(gone), [0, undefined, [], undefined, undefined, 0]);
      assert.deepEqual(await left(kept), [1, 5, ["web:local"], "mute", "queued", 1]);
    });
  });
}
