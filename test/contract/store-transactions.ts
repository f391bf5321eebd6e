import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Cursor } from "../../src/source/mail-source.ts";
import type { Roles } from "../../src/store/store.ts";
import { key, sampleDelivery, sampleMail, sampleOctets, topicId } from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

const cursor = (word: string) => word as Cursor;

export function transactionsContract(storeTest: StoreTest): void {
  describe("a transaction", () => {
    storeTest("gives what its work gives, and all of it is there", async (store) => {
      const seq = await store.atomically(async (tx) => {
        await tx.moveCursor("main", cursor("1"));
        await tx.owe(sampleDelivery("mail-a"));
        return (await tx.addMail(sampleMail(1), sampleOctets(1))).seq;
      });
      assert.equal(seq, 1);
      assert.equal(await store.cursor("main"), "1");
      assert.equal((await store.delivery(sampleDelivery("x").channel, "mail-a"))?.state, "queued");
    });

    storeTest("leaves nothing behind where its work throws, and throws on what it threw", async (store) => {
      await store.moveCursor("main", cursor("1"));
      const work = async (tx: Roles) => {
        await tx.addMail(sampleMail(1), sampleOctets(1));
        await tx.saveTopic(topicId("t"), {}, ["name"]);
        await tx.owe(sampleDelivery("mail-a"));
        await tx.beginReading([key(1)]);
        await tx.moveCursor("main", cursor("2"));
        throw new RangeError("no");
      };
      await assert.rejects(store.atomically(work), RangeError);
      assert.equal(await store.cursor("main"), "1");
      assert.equal((await store.counts()).mails, 0);
      assert.equal(await store.octets(key(1)), undefined);
      assert.deepEqual(await store.topicsNamed(["name"]), []);
      assert.equal(await store.nextDueAt(), undefined);
      assert.deepEqual(await store.beginReading([key(1)]), new Map([[key(1), 0]]));
    });

    storeTest("is undone as a whole by a write that the store refuses", async (store) => {
      const work = async (tx: Roles) => {
        await tx.moveCursor("main", cursor("1"));
        await tx.addMail(sampleMail(1), sampleOctets(1));
        await tx.addMail(sampleMail(1), sampleOctets(1));
      };
      await assert.rejects(store.atomically(work), { name: "StoreError" });
      assert.equal(await store.cursor("main"), undefined);
      assert.equal((await store.counts()).mails, 0);
    });

    storeTest("sees its own writes, while readers outside see the state before it", async (store) => {
      await store.moveCursor("main", cursor("before"));
      await store.atomically(async (tx) => {
        await tx.moveCursor("main", cursor("within"));
        await tx.addMail(sampleMail(1), sampleOctets(1));
        assert.equal(await tx.cursor("main"), "within");
        assert.equal((await tx.counts()).mails, 1);
        assert.equal(await store.cursor("main"), "before");
        assert.equal((await store.counts()).mails, 0);
      });
      assert.equal(await store.cursor("main"), "within");
    });

    storeTest("carries no other task's write away when it is undone", async (store) => {
      const gate = Promise.withResolvers<void>();
      const undone = store.atomically(async (tx) => {
        await tx.moveCursor("main", cursor("undone"));
        await gate.promise;
        throw new Error("no");
      });
      const alone = store.moveCursor("other", cursor("kept"));
      const after = store.atomically((tx) => tx.moveCursor("third", cursor("kept")));
      gate.resolve();
      await assert.rejects(undone, /no/);
      await Promise.all([alone, after]);
      assert.deepEqual(
        [await store.cursor("main"), await store.cursor("other"), await store.cursor("third")],
        [undefined, "kept", "kept"],
      );
    });

    storeTest("runs after those asked for before it, one at a time", async (store) => {
      const order: string[] = [];
      const count = async (name: string) =>
        store.atomically(async (tx) => {
          order.push(`${name} begins`);
          const read = Number((await tx.cursor("main")) ?? 0);
          await tx.cursor("main");
          await tx.moveCursor("main", cursor(String(read + 1)));
          order.push(`${name} ends`);
        });
      await Promise.all(["a", "b", "c"].map(count));
      assert.deepEqual(order, ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
      assert.equal(await store.cursor("main"), "3");
    });

    storeTest("goes on after one that failed", async (store) => {
      const failed = store.atomically(async () => Promise.reject(new Error("no")));
      const next = store.moveCursor("main", cursor("1"));
      await assert.rejects(failed, /no/);
      await next;
      assert.equal(await store.cursor("main"), "1");
    });

    storeTest("lets nobody write through its roles once it is over", async (store) => {
      let kept: Roles | undefined;
      await store.atomically(async (tx) => {
        kept = tx;
      });
      await assert.rejects(async () => kept?.moveCursor("main", cursor("late")));
      assert.equal(await store.cursor("main"), undefined);
    });

    storeTest("refuses a write beside its roles rather than wait for itself", async (store) => {
      await assert.rejects(
        store.atomically(() => store.moveCursor("main", cursor("1"))),
        { name: "StoreError" },
      );
      await store.moveCursor("main", cursor("2"));
      assert.equal(await store.cursor("main"), "2");
    });

    storeTest("that was asked for before the store closes still happens, later ones are refused", async (store) => {
      const before = store.moveCursor("main", cursor("1"));
      const closed = store.close();
      await assert.rejects(store.moveCursor("main", cursor("2")), { name: "StoreError", trouble: "closed" });
      await Promise.all([before, closed, store.close()]);
    });
  });
}
