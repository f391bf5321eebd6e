import assert from "node:assert/strict";
import { describe } from "node:test";
import type { ArchivedMail } from "../../src/store/store.ts";
import { at, channelId, id, key, list, sampleMail, sampleOctets, threadId, topicId } from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

const seqs = (mails: readonly ArchivedMail[]) => mails.map((mail) => mail.seq);

export function archiveContract(storeTest: StoreTest): void {
  describe("the archive", () => {
    storeTest("gives mails their order of arrival, from 1", async (store) => {
      assert.equal((await store.addMail(sampleMail(7), sampleOctets(7))).seq, 1);
      assert.equal((await store.addMail(sampleMail(3), sampleOctets(3))).seq, 2);
    });

    storeTest("gives every field back as it came", async (store) => {
      const full = sampleMail(1, {
        parent: id(9),
        ancestors: [id(8), id(9)],
        lists: [list("wbus"), list("mm")],
        kind: "review-with-trailer",
        state: "degraded",
        problem: "boundary never appears",
        facts: { nested: { numbers: [1, 2.5, null], text: "grüße 🧵 \ud800" } },
        decisions: [{ channel: channelId("wbus"), shown: "reply", because: "subscribed to list wbus" }],
      });
      const bare = sampleMail(2);
      assert.deepEqual(await store.addMail(full, sampleOctets(1)), { ...full, seq: 1 });
      await store.addMail(bare, sampleOctets(2));
      assert.deepEqual(await store.mailByKey(key(1)), { ...full, seq: 1 });
      assert.deepEqual(await store.mailByShort("short2"), { ...bare, seq: 2 });
    });

    storeTest("says undefined of what it does not have", async (store) => {
      assert.equal(await store.mailByKey(key(1)), undefined);
      assert.equal(await store.mailByShort("short1"), undefined);
      assert.equal(await store.octets(key(1)), undefined);
      assert.deepEqual(await store.mailsById([id(1)]), []);
      assert.deepEqual(await store.mailsOfThread(threadId("none")), []);
      assert.deepEqual(await store.mailsOfTopic(topicId("none")), []);
      assert.deepEqual(await store.mailsReferringTo(id(1)), []);
      assert.deepEqual(await store.addLists(key(1), [list("mm")]), []);
    });

    storeTest("refuses a key that is there already, and leaves no trace of the second one", async (store) => {
      await store.addMail(sampleMail(1), sampleOctets(1));
      await assert.rejects(store.addMail(sampleMail(2, { key: key(1) }), sampleOctets(2)), { name: "StoreError" });
      assert.equal(await store.mailByShort("short2"), undefined);
      assert.deepEqual(await store.threadsOf([id(2)]), new Map());
      assert.equal((await store.addMail(sampleMail(3), sampleOctets(3))).seq, 2);
    });

    storeTest("refuses a short id that is there already", async (store) => {
      await store.addMail(sampleMail(1), sampleOctets(1));
      await assert.rejects(store.addMail(sampleMail(2, { short: "short1" }), sampleOctets(2)), { trouble: "conflict" });
    });

    storeTest("keeps several mails under one Message-ID, in order of arrival", async (store) => {
      await store.addMail(sampleMail(2, { id: id(1), thread: threadId("t") }), sampleOctets(2));
      await store.addMail(sampleMail(3), sampleOctets(3));
      await store.addMail(sampleMail(1, { thread: threadId("t") }), sampleOctets(1));
      assert.deepEqual(seqs(await store.mailsById([id(3), id(1), id(4), id(1)])), [1, 2, 3]);
      assert.deepEqual(await store.mailsById([]), []);
    });

    storeTest("finds the mails of a thread and of a topic in order of arrival", async (store) => {
      const together = { thread: threadId("t"), topic: topicId("x") };
      await store.addMail(sampleMail(5, together), sampleOctets(5));
      await store.addMail(sampleMail(6), sampleOctets(6));
      await store.addMail(sampleMail(4, together), sampleOctets(4));
      assert.deepEqual(seqs(await store.mailsOfThread(threadId("t"))), [1, 3]);
      assert.deepEqual(seqs(await store.mailsOfTopic(topicId("x"))), [1, 3]);
    });

    storeTest("shows the newest mails first", async (store) => {
      for (const n of [1, 2, 3]) await store.addMail(sampleMail(n), sampleOctets(n));
      assert.deepEqual(seqs(await store.latestMails(2)), [3, 2]);
      assert.deepEqual(seqs(await store.latestMails(2, 3)), [2, 1]);
    });

    storeTest("finds mails by any ancestor they name, here or not", async (store) => {
      await store.addMail(sampleMail(1, { ancestors: [id(8), id(9)] }), sampleOctets(1));
      await store.addMail(sampleMail(2, { ancestors: [id(9)] }), sampleOctets(2));
      await store.addMail(sampleMail(3, { ancestors: [id(1), id(1)] }), sampleOctets(3));
      assert.deepEqual(seqs(await store.mailsReferringTo(id(9))), [1, 2]);
      assert.deepEqual(seqs(await store.mailsReferringTo(id(8))), [1]);
      assert.deepEqual(seqs(await store.mailsReferringTo(id(1))), [3]);
      assert.deepEqual(await store.mailsReferringTo(id(3)), []);
    });

    storeTest("gives octets back as they came, none and many", async (store) => {
      const octets = [new Uint8Array(), new Uint8Array([0, 255, 13, 10, 0]), new Uint8Array(3_000_000).fill(65)];
      for (const [n, bytes] of octets.entries()) await store.addMail(sampleMail(n), bytes);
      for (const [n, bytes] of octets.entries()) assert.deepEqual(await store.octets(key(n)), bytes);
    });

    storeTest("adds the lists of further copies once, and says which were new", async (store) => {
      await store.addMail(sampleMail(1), sampleOctets(1));
      assert.deepEqual(await store.addLists(key(1), [list("mm"), list("wbus"), list("mm")]), [list("mm")]);
      assert.deepEqual(await store.addLists(key(1), [list("mm")]), []);
      assert.deepEqual((await store.mailByKey(key(1)))?.lists, [list("wbus"), list("mm")]);
    });

    storeTest("knows every list a mail ever came by, in the order first seen", async (store) => {
      assert.deepEqual(await store.knownLists(), []);
      await store.addMail(sampleMail(1, { lists: [list("wbus")] }), sampleOctets(1));
      await store.addMail(sampleMail(2, { lists: [list("dt"), list("wbus")] }), sampleOctets(2));
      await store.addLists(key(1), [list("dt"), list("abc")]);
      assert.deepEqual(await store.knownLists(), [list("wbus"), list("dt"), list("abc")]);
    });

    storeTest(
      "moves a mail under its late parent and into another topic, and keeps what was decided",
      async (store) => {
        await store.addMail(sampleMail(1), sampleOctets(1));
        const decisions = [{ shown: "held", because: "spam" }] as const;
        await store.setParent(key(1), id(5));
        await store.setTopic(key(1), topicId("y"));
        await store.setDecisions(key(1), decisions);
        const changed = await store.mailByKey(key(1));
        assert.deepEqual(changed, { ...sampleMail(1), seq: 1, parent: id(5), topic: topicId("y"), decisions });
        assert.deepEqual(seqs(await store.mailsOfTopic(topicId("y"))), [1]);
      },
    );

    storeTest("lists what is quarantined, newest first, and counts everything", async (store) => {
      const zero = { mails: 0, read: 0, degraded: 0, quarantined: 0, threads: 0, topics: 0 };
      assert.deepEqual(await store.counts(), zero);
      const bad = { state: "quarantined", problem: "took the reader down", thread: threadId("t") } as const;
      await store.addMail(sampleMail(1), sampleOctets(1));
      for (const n of [2, 3, 4]) await store.addMail(sampleMail(n, bad), sampleOctets(n));
      await store.addMail(sampleMail(5, { state: "degraded", topic: topicId("topic-1") }), sampleOctets(5));
      assert.deepEqual(seqs(await store.quarantined(2)), [4, 3]);
      const counts = { mails: 5, read: 1, degraded: 1, quarantined: 3, threads: 3, topics: 4 };
      assert.deepEqual(await store.counts(), counts);
    });

    storeTest("keeps no U+0000, which real headers contain", async (store) => {
      const named = { author: "Tom\0 Okafor", subject: "\0", facts: { text: "a\0b", k: ["\0", "\\u0000"] } };
      await store.addMail(sampleMail(1, named), sampleOctets(1));
      const mail = await store.mailByKey(key(1));
      assert.deepEqual(
        [mail?.author, mail?.subject, mail?.facts],
        ["Tom Okafor", "", { text: "ab", k: ["", "\\u0000"] }],
      );
      await store.addMail(sampleMail(2, { ancestors: ["n\0ul@example.org" as never] }), sampleOctets(2));
      assert.deepEqual(seqs(await store.mailsReferringTo("n\0ul@example.org" as never)), [2]);
    });

    storeTest("takes words of SQL and patterns for what they are: text", async (store) => {
      await store.addMail(sampleMail(1), sampleOctets(1));
      for (const word of ["'; drop table mail;--", "short%", "short_", "*", "", '"', "\\"]) {
        assert.equal(await store.mailByShort(word), undefined);
        assert.deepEqual(await store.mailsOfTopic(topicId(word)), []);
      }
      assert.equal((await store.counts()).mails, 1);
    });

    storeTest("keeps times to the millisecond, before 1970 too", async (store) => {
      const times = [at(0.123), new Date(-1), new Date(8.64e15)];
      for (const [n, arrivedAt] of times.entries()) await store.addMail(sampleMail(n, { arrivedAt }), sampleOctets(n));
      for (const [n, arrivedAt] of times.entries()) {
        assert.deepEqual((await store.mailByKey(key(n)))?.arrivedAt, arrivedAt);
      }
    });
  });
}
