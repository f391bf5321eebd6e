import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Decision } from "../../src/store/store.ts";
import type { Told } from "../../src/store/told.ts";
import { at, channelId, key, sampleMail, sampleOctets } from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

export function toldContract(storeTest: StoreTest): void {
  const [wbus, all] = [channelId("wbus"), channelId("all")];
  const off = (channel: typeof wbus): Decision => ({ channel, shown: "off", because: "a reply is not shown" });

  describe("what was decided in a channel", () => {
    storeTest("is told in the order of deciding, a page at a time", async (store) => {
      for (const n of [1, 2, 3]) await store.addMail(sampleMail(n), sampleOctets(n));
      await store.setDecisions(key(3), [off(wbus)]);
      await store.setDecisions(key(1), [off(wbus), off(all)]);
      const [first, ...none] = await store.decidedAfter(wbus, 0, 1);
      assert.deepEqual([first?.mail.short, none], ["short3", []]);
      assert.deepEqual(first?.mail, await store.mailByKey(key(3)));
      const rest = await store.decidedAfter(wbus, first!.place, 10);
      assert.deepEqual(
        rest.map(({ mail }) => mail.short),
        ["short1"],
      );
      assert.deepEqual(await store.decidedAfter(wbus, rest[0]!.place, 10), []);
      assert.equal((await store.decidedAfter(all, 0, 10)).length, 1);
      assert.deepEqual(await store.decidedAfter(channelId("none"), 0, 10), []);
    });

    storeTest("comes once for each mail, also where it is decided again", async (store) => {
      await store.addMail(sampleMail(1, { decisions: [off(wbus)] }), sampleOctets(1));
      const [before] = await store.decidedAfter(wbus, 0, 10);
      await store.setDecisions(key(1), [off(wbus), off(wbus), off(all)]);
      const [after, ...none] = await store.decidedAfter(wbus, 0, 10);
      assert.deepEqual([after?.place, none], [before?.place, []]);
    });

    storeTest("has no row for what concerned no channel", async (store) => {
      await store.addMail(sampleMail(1), sampleOctets(1));
      await store.setDecisions(key(1), [{ shown: "held", because: "looks like spam" }]);
      assert.equal(await store.placeBefore(wbus, at(9)), 0);
    });

    storeTest("is found by the time of arrival: nothing from then on is missed", async (store) => {
      const mails = [sampleMail(5), sampleMail(9), sampleMail(7), sampleMail(8)];
      for (const [index, mail] of mails.entries())
        await store.addMail({ ...mail, decisions: [off(index === 3 ? all : wbus)] }, sampleOctets(1));
      const since = async (seconds: number) => {
        const place = await store.placeBefore(wbus, at(seconds));
        return (await store.decidedAfter(wbus, place, 10)).map(({ mail }) => mail.short);
      };
      assert.deepEqual(await since(0), ["short5", "short9", "short7"]);
      assert.deepEqual(await since(6), ["short9", "short7"]);
      assert.deepEqual(await since(9), ["short9", "short7"]);
      assert.deepEqual(await since(10), []);
      await store.addMail({ ...sampleMail(11), decisions: [off(wbus)] }, sampleOctets(1));
      assert.deepEqual(await since(10), ["short11"]);
    });
  });

  storeTest("what a reader was told last is kept a channel and reader", async (store) => {
    const ada: Told = {
      channel: wbus,
      reader: "matrix:@ada:example.org",
      by: "$event-1",
      from: { place: 0, at: at(1) },
      to: { place: 7, at: at(2) },
    };
    const digest: Told = { ...ada, reader: "digest", by: "digest-2026-11-23T07:00Z" };
    const next: Told = { ...ada, by: "$event-2", from: ada.to, to: { place: 9, at: at(3) } };
    for (const one of [ada, digest, { ...ada, channel: all }, next]) await store.saveTold(one);
    assert.deepEqual(await store.lastTold(wbus, ada.reader), next);
    assert.deepEqual(await store.lastTold(wbus, "digest"), digest);
    assert.deepEqual(await store.lastTold(all, ada.reader), { ...ada, channel: all });
    assert.equal(await store.lastTold(all, "digest"), undefined);
  });
}
