import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Delivery, Store } from "../../src/store/store.ts";
import { dueOf } from "../support/due.ts";
import { modelOutbox } from "../support/outbox-model.ts";
import { at, channelId, key, ref, sampleDelivery, samplePost, topicId } from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

const wbus = channelId("wbus");
const keys = (deliveries: readonly Delivery[]) => deliveries.map((delivery) => delivery.key);

/** Owes, and takes it as far as `sending`; gives its seq. */
async function sendingSeq(store: Store, deliveryKey: string, but = {}): Promise<number> {
  await store.owe(sampleDelivery(deliveryKey, but));
  const seq = (await store.delivery(wbus, deliveryKey))!.seq;
  assert.equal(await store.markSending(seq, at(1)), true);
  return seq;
}

export function outboxContract(storeTest: StoreTest, open: () => Promise<Store>): void {
  describe("the outbox", () => {
    storeTest("gives a delivery back as it was owed", async (store) => {
      const full = sampleDelivery("mail-a", {
        mail: key(1),
        form: "edit",
        level: "loud",
        root: "card-t",
        answers: "mail-0",
        mentions: ["matrix:@ada:example.org", "web:local"],
        post: { ...samplePost("Ada\0"), blocks: [{ kind: "text", lines: ["é\ud83e", ""] }] },
      });
      await store.owe(full);
      const post = { ...full.post, title: "Ada" };
      assert.deepEqual(await store.delivery(wbus, "mail-a"), { ...full, post, seq: 1, state: "queued", attempts: 0 });
      assert.equal(await store.delivery(channelId("all"), "mail-a"), undefined);
      assert.equal(await store.delivery(wbus, "mail-b"), undefined);
    });

    storeTest("renews what is still queued, in its old place", async (store) => {
      await store.owe(sampleDelivery("card-t"));
      await store.owe(sampleDelivery("mail-a"));
      const renewed = sampleDelivery("card-t", {
        post: samplePost("new"),
        level: "loud",
        answers: "mail-0",
        dueAt: at(5),
      });
      await store.owe(renewed);
      assert.deepEqual(await store.delivery(wbus, "card-t"), { ...renewed, seq: 1, state: "queued", attempts: 0 });
      assert.deepEqual(keys(await dueOf(store, at(5), 9)), ["card-t", "mail-a"]);
    });

    storeTest("keeps the same key in two channels apart", async (store) => {
      await store.owe(sampleDelivery("card-t"));
      await store.owe(sampleDelivery("card-t", { channel: channelId("all"), post: samplePost("other") }));
      assert.equal((await store.delivery(wbus, "card-t"))?.post.title, "card-t");
      assert.equal((await store.delivery(channelId("all"), "card-t"))?.post.title, "other");
    });

    const ends: readonly [state: Delivery["state"], end: (store: Store, seq: number) => Promise<void>][] = [
      ["sending", async () => {}],
      ["sent", (store, seq) => store.markSent(seq, ref("r"), at(2))],
      ["unsure", (store, seq) => store.markUnsure(seq, "time-out")],
      ["dead", (store, seq) => store.abandon(seq, "channel is gone")],
    ];
    for (const [state, end] of ends) {
      storeTest(`leaves a post as it is that is ${state}`, async (store) => {
        await end(store, await sendingSeq(store, "mail-a"));
        const before = await store.delivery(wbus, "mail-a");
        assert.equal(before?.state, state);
        await store.owe(sampleDelivery("mail-a", { post: samplePost("new") }));
        assert.deepEqual(await store.delivery(wbus, "mail-a"), before);
        assert.equal(await store.withdraw(wbus, "mail-a"), false);
      });

      storeTest(`queues an edit again that is ${state}, with the new content`, async (store) => {
        await end(store, await sendingSeq(store, "edit-t", { form: "edit" }));
        await store.owe(sampleDelivery("edit-t", { form: "edit", post: samplePost("new"), dueAt: at(9) }));
        const again = await store.delivery(wbus, "edit-t");
        assert.deepEqual([again?.state, again?.post.title, again?.dueAt, again?.attempts], ["queued", "new", at(9), 0]);
        assert.deepEqual([again?.firstTryAt, again?.sentAt, again?.reason], [undefined, undefined, undefined]);
      });
    }

    storeTest("does not take an edit for sent that was owed anew meanwhile", async (store) => {
      const seq = await sendingSeq(store, "edit-t", { form: "edit" });
      await store.owe(sampleDelivery("edit-t", { form: "edit", post: samplePost("new") }));
      await store.markSent(seq, ref("r"), at(2));
      assert.equal((await store.delivery(wbus, "edit-t"))?.state, "queued");
    });

    storeTest("takes a queued delivery back as if it had never been owed", async (store) => {
      await store.owe(sampleDelivery("mail-a"));
      assert.equal(await store.withdraw(channelId("all"), "mail-a"), false);
      assert.equal(await store.withdraw(wbus, "mail-a"), true);
      assert.equal(await store.withdraw(wbus, "mail-a"), false);
      assert.equal(await store.delivery(wbus, "mail-a"), undefined);
      assert.equal(await store.nextDueAt(), undefined);
    });

    storeTest("sends nothing before its time, and what comes first in each channel", async (store) => {
      await store.owe(sampleDelivery("late", { dueAt: at(10) }));
      for (const name of ["a", "b", "c"]) {
        await store.owe(sampleDelivery(name, { dueAt: at(5) }));
        await store.owe(sampleDelivery(`${name}2`, { channel: channelId("all"), dueAt: at(5) }));
      }
      assert.deepEqual(await dueOf(store, at(4), 2), []);
      assert.deepEqual(keys(await dueOf(store, at(5), 2)).toSorted(), ["a", "a2", "b", "b2"]);
      assert.deepEqual(keys(await dueOf(store, at(10), 2)).toSorted(), ["a", "a2", "b2", "late"]);
      assert.deepEqual(keys((await dueOf(store, at(10), 9)).filter(({ channel }) => channel === wbus)), [
        "late",
        "a",
        "b",
        "c",
      ]);
    });

    storeTest("says when the next one falls due, whatever its root", async (store) => {
      assert.equal(await store.nextDueAt(), undefined);
      await store.owe(sampleDelivery("a", { dueAt: at(9) }));
      await store.owe(sampleDelivery("b", { dueAt: at(4), root: "card-t" }));
      assert.deepEqual(await store.nextDueAt(), at(4));
      const seq = await sendingSeq(store, "c", { dueAt: at(1) });
      assert.deepEqual(await store.nextDueAt(), at(4));
      await store.postpone(seq, at(2), "busy");
      assert.deepEqual(await store.nextDueAt(), at(2));
      assert.deepEqual([await store.nextDueAt(at(2)), await store.nextDueAt(at(9))], [at(4), undefined]);
    });

    storeTest("holds a delivery until its root, in the same channel, is sent", async (store) => {
      await store.owe(sampleDelivery("mail-a", { root: "card-t" }));
      await store.owe(sampleDelivery("card-t", { channel: channelId("all") }));
      assert.deepEqual(keys(await dueOf(store, at(1), 9)), ["card-t"]);
      const seq = await sendingSeq(store, "card-t");
      await store.owe(sampleDelivery("mail-b", { root: "card-t" }));
      assert.deepEqual(keys((await dueOf(store, at(1), 9)).filter(({ channel }) => channel === wbus)), []);
      await store.markSent(seq, ref("r"), at(2));
      await store.owe(sampleDelivery("mail-c", { root: "card-t" }));
      const due = (await dueOf(store, at(2), 9)).filter(({ channel }) => channel === wbus);
      assert.deepEqual(keys(due), ["mail-a", "mail-b", "mail-c"]);
    });

    storeTest("never sends what has a dead root, and counts it as dead", async (store) => {
      await store.owe(sampleDelivery("mail-a", { root: "card-t" }));
      await store.abandon(await sendingSeq(store, "card-t"), "gone");
      await store.owe(sampleDelivery("mail-b", { root: "card-t" }));
      assert.deepEqual(await dueOf(store, at(99), 9), []);
      assert.equal(await store.nextDueAt(), undefined);
      assert.deepEqual(await store.depths(at(99)), { queued: 0, sending: 0, sent: 0, unsure: 0, dead: 3 });
    });

    storeTest("begins to send once, counts the tries and keeps the time of the first", async (store) => {
      const seq = await sendingSeq(store, "mail-a");
      assert.equal(await store.markSending(seq, at(2)), false);
      assert.equal(await store.markSending(seq + 1, at(2)), false);
      await store.postpone(seq, at(7), "slow down");
      const waiting = await store.delivery(wbus, "mail-a");
      assert.deepEqual([waiting?.state, waiting?.dueAt, waiting?.reason], ["queued", at(7), "slow down"]);
      assert.equal(await store.markSending(seq, at(8)), true);
      await store.markSent(seq, ref("r1"), at(9));
      const sent = await store.delivery(wbus, "mail-a");
      assert.deepEqual([sent?.state, sent?.attempts, sent?.firstTryAt, sent?.sentAt], ["sent", 2, at(1), at(9)]);
      assert.deepEqual([sent?.ref, sent?.reason], [ref("r1"), undefined]);
      await store.markSent(99, ref("x"), at(9));
    });

    storeTest("lists what was being sent when the last run ended", async (store) => {
      await sendingSeq(store, "a");
      await sendingSeq(store, "b", { channel: wbus });
      await store.owe(sampleDelivery("c"));
      assert.deepEqual(keys(await store.sending()), ["a", "b"]);
    });

    storeTest("finds deliveries by mail, by topic and by the ref of the post itself", async (store) => {
      const elsewhere = channelId("all");
      await store.owe(sampleDelivery("mail-a", { mail: key(1) }));
      await store.owe(sampleDelivery("mail-a", { mail: key(1), channel: elsewhere, topic: topicId("other") }));
      await store.markSent(await sendingSeq(store, "edit-t", { form: "edit" }), ref("r"), at(1));
      await store.markSent(await sendingSeq(store, "card-t"), ref("r"), at(1));
      assert.deepEqual(
        (await store.deliveriesOfMail(key(1))).map(({ channel }) => channel),
        [wbus, elsewhere],
      );
      assert.deepEqual(keys(await store.deliveriesOfTopic(topicId("topic-1"))), ["mail-a", "edit-t", "card-t"]);
      assert.equal((await store.deliveryByRef(wbus, ref("r")))?.key, "card-t");
      assert.equal(await store.deliveryByRef(elsewhere, ref("r")), undefined);
    });

    storeTest("says how much lies where, and since when the oldest is overdue", async (store) => {
      assert.deepEqual(await store.depths(at(0)), { queued: 0, sending: 0, sent: 0, unsure: 0, dead: 0 });
      await sendingSeq(store, "a");
      await store.markSent(await sendingSeq(store, "b"), ref("r"), at(1));
      await store.markUnsure(await sendingSeq(store, "c"), "time-out");
      await store.abandon(await sendingSeq(store, "d"), "gone");
      for (const seconds of [7, 3, 9]) await store.owe(sampleDelivery(`q${seconds}`, { dueAt: at(seconds) }));
      const counts = { queued: 3, sending: 1, sent: 1, unsure: 1, dead: 1 };
      assert.deepEqual(await store.depths(at(2)), counts);
      assert.deepEqual(await store.depths(at(8)), { ...counts, oldestDueAt: at(3) });
      await store.markUnsure(await sendingSeq(store, "e"), "reset");
      assert.deepEqual(keys(await store.unsure(5)), ["c", "e"]);
      assert.deepEqual(keys(await store.unsure(1)), ["c"]);
    });

    test("does what a list in memory does, step by step", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(modelOutbox.step, { maxLength: 30 }), async (steps) => {
          const store = await open();
          try {
            const model = modelOutbox.empty();
            for (const step of steps) {
              await modelOutbox.apply(store, step);
              await modelOutbox.apply(model, step);
              assert.deepEqual(await modelOutbox.view(store), await modelOutbox.view(model));
            }
          } finally {
            await store.close();
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}
