import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { MessageId } from "../../src/mail/message-id.ts";
import type { Store } from "../../src/store/store.ts";
import { id, key, sampleMail, sampleOctets, threadId } from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

export function threadsContract(storeTest: StoreTest, open: () => Promise<Store>): void {
  describe("threads", () => {
    storeTest("know the ids of mails and the ids that mails referred to", async (store) => {
      const thread = threadId("t");
      await store.addMail(sampleMail(1, { thread, ancestors: [id(8), id(9)] }), sampleOctets(1));
      await store.joinThread([id(5)], thread);
      const known = new Map([id(1), id(5), id(8), id(9)].map((known) => [known, thread]));
      assert.deepEqual(await store.threadsOf([id(1), id(5), id(7), id(8), id(9)]), known);
    });

    storeTest("become one with every id and mail of theirs, under the name given", async (store) => {
      await store.addMail(sampleMail(1, { ancestors: [id(8)] }), sampleOctets(1));
      await store.addMail(sampleMail(2, { ancestors: [id(9)] }), sampleOctets(2));
      await store.addMail(sampleMail(3), sampleOctets(3));
      await store.joinThread([id(8), id(9)], threadId("both"));
      const threads = await store.threadsOf([id(1), id(2), id(8), id(9)]);
      assert.deepEqual(new Set(threads.values()), new Set(["both"]));
      assert.equal(threads.size, 4);
      assert.deepEqual(
        (await store.mailsOfThread(threadId("both"))).map((mail) => mail.seq),
        [1, 2],
      );
      assert.deepEqual((await store.mailByKey(key(3)))?.thread, id(3));
      assert.equal((await store.counts()).threads, 2);
      assert.deepEqual(await store.mailsOfThread(threadId(id(1))), []);
    });

    storeTest("keep the name of the small one where it is the one given", async (store) => {
      for (const n of [1, 2, 3]) await store.addMail(sampleMail(n, { thread: threadId("large") }), sampleOctets(n));
      await store.addMail(sampleMail(4, { thread: threadId("small") }), sampleOctets(4));
      await store.joinThread([id(2)], threadId("small"));
      assert.equal((await store.mailsOfThread(threadId("small"))).length, 4);
      assert.deepEqual(await store.threadsOf([id(3)]), new Map([[id(3), "small"]]));
    });

    storeTest("that were joined already stay as they are", async (store) => {
      await store.joinThread([id(1), id(2)], threadId("t"));
      await store.joinThread([id(2), id(1), id(1)], threadId("t"));
      await store.joinThread([], threadId("t"));
      assert.equal((await store.threadsOf([id(1), id(2)])).size, 2);
    });

    storeTest("do not change by a mail that refers into another one: joining is asked for", async (store) => {
      await store.addMail(sampleMail(1), sampleOctets(1));
      await store.addMail(sampleMail(2, { ancestors: [id(1)] }), sampleOctets(2));
      assert.deepEqual(
        await store.threadsOf([id(1), id(2)]),
        new Map([
          [id(1), id(1)],
          [id(2), id(2)],
        ]),
      );
    });

    test("give the same partition in whatever order they are joined", async () => {
      const step = fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          const store = await open();
          try {
            const model = new Map<MessageId, Set<MessageId>>();
            for (const [index, numbers] of steps.entries()) {
              const ids = numbers.map(id);
              // Joined as the intake joins: an older thread lends its name, else the first id does.
              const [oldest] = (await store.threadsOf(ids)).values();
              const name = oldest ?? threadId(id(numbers[0]!));
              await store.addMail(
                sampleMail(100 + index, { id: ids[0]!, ancestors: ids.slice(1), thread: name }),
                sampleOctets(1),
              );
              await store.joinThread(ids, name);
              const together = new Set(ids.flatMap((one) => [...(model.get(one) ?? [one])]));
              for (const one of together) model.set(one, together);
            }
            const threads = await store.threadsOf([...model.keys()]);
            for (const [a, setA] of model) {
              for (const b of model.keys())
                assert.equal(threads.get(a) === threads.get(b), setA.has(b), `${a} and ${b}`);
            }
            for (const mail of await store.latestMails(100)) assert.equal(mail.thread, threads.get(mail.id));
            assert.equal((await store.counts()).threads, new Set(threads.values()).size);
          } finally {
            await store.close();
          }
        }),
        { numRuns: 25 },
      );
    });
  });
}
