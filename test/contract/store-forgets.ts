import assert from "node:assert/strict";
import { describe } from "node:test";
import {
  at,
  channelId,
  id,
  key,
  list,
  ref,
  sampleDelivery,
  sampleMail,
  sampleOctets,
  samplePost,
  threadId,
  topicId,
} from "../support/store-samples.ts";
import type { StoreTest } from "./store.ts";

const wbus = channelId("wbus");

export function forgetsContract(storeTest: StoreTest): void {
  describe("what is forgotten", () => {
    storeTest("leaves of a mail its key, its place and what was decided where", async (store) => {
      const mail = await store.addMail(
        sampleMail(1, {
          state: "degraded",
          problem: "Nora's charset",
          decisions: [{ channel: wbus, shown: "card", because: "follows Nora" }],
        }),
        sampleOctets(1),
      );
      await store.blankMail(key(1), { left: true });
      const { problem: _, ...rest } = mail;
      assert.deepEqual(await store.mailByKey(key(1)), {
        ...rest,
        author: "",
        subject: "",
        facts: { left: true },
        decisions: [{ channel: wbus, shown: "card", because: "forgotten" }],
      });
      assert.equal(await store.octets(key(1)), undefined);
    });

    storeTest("says what remains of a delivery, in whatever state", async (store) => {
      await store.owe(sampleDelivery("mail-a", { mentions: ["web:local"] }));
      const { seq } = (await store.delivery(wbus, "mail-a"))!;
      await store.markSending(seq, at(1));
      await store.markSent(seq, ref("r"), at(2));
      await store.blankDelivery(seq, samplePost("remains"));
      const after = (await store.delivery(wbus, "mail-a"))!;
      assert.deepEqual(
        [after.state, after.ref, after.post, after.mentions],
        ["sent", "r", samplePost("remains"), undefined],
      );
    });

    storeTest("is found wherever a delivery names it, as a whole word", async (store) => {
      const row = (mail: string) => ({ text: "x", mail });
      const digest = {
        ...samplePost("d"),
        blocks: [{ kind: "mails", heading: "h", rows: [row("short1"), row("short22")] }],
      } as const;
      await store.owe(sampleDelivery("digest", { post: digest }));
      await store.owe(sampleDelivery("mail", { post: { ...samplePost("m"), mail: "short3" } }));
      const named = async (...shorts: string[]) => (await store.deliveriesNaming(shorts)).map((one) => one.key);
      assert.deepEqual(await named("short1"), ["digest"]);
      assert.deepEqual(await named("short2"), []);
      assert.deepEqual(await named("short3", "short22"), ["digest", "mail"]);
      assert.deepEqual(await named(), []);
    });
  });

  describe("a mail that is removed", () => {
    storeTest("is as if it had never come, and takes its topic and thread with it", async (store) => {
      const mail = sampleMail(1, { ancestors: [id(0)], decisions: [{ channel: wbus, shown: "card", because: "x" }] });
      await store.addMail(mail, sampleOctets(1));
      await store.joinThread([id(1), id(0)], mail.thread);
      await store.saveTopic(mail.topic, { n: 1 }, ["title:x"]);
      await store.owe(sampleDelivery("card", { topic: mail.topic }));
      await store.follow({ channel: wbus, topic: mail.topic, user: "web:local", until: at(9) });
      await store.removeMail(key(1));
      await store.removeMail(key(1));
      assert.equal(await store.mailByKey(key(1)), undefined);
      assert.equal(await store.octets(key(1)), undefined);
      assert.deepEqual((await store.threadsOf([id(0), id(1)])).size, 0);
      assert.deepEqual(await store.mailsReferringTo(id(0)), []);
      assert.equal(await store.topic(mail.topic), undefined);
      assert.deepEqual(await store.topicsNamed(["title:x"]), []);
      assert.equal(await store.delivery(wbus, "card"), undefined);
      assert.deepEqual(await store.followedBy(wbus, "web:local", at(1)), []);
      assert.deepEqual(await store.knownLists(), [list("wbus")]);
      // And may come again.
      await store.addMail(mail, sampleOctets(1));
      assert.deepEqual(
        (await store.mailsReferringTo(id(0))).map(({ short }) => short),
        ["short1"],
      );
    });

    storeTest("leaves what others of its topic and thread have", async (store) => {
      const shared = { topic: topicId("t"), thread: threadId("th") };
      await store.addMail(sampleMail(1, { ...shared, ancestors: [id(0)] }), sampleOctets(1));
      await store.addMail(sampleMail(2, { ...shared, ancestors: [id(0), id(1)] }), sampleOctets(2));
      await store.saveTopic(shared.topic, { n: 2 }, []);
      await store.owe(sampleDelivery("card", { topic: shared.topic }));
      await store.removeMail(key(1));
      assert.deepEqual(
        (await store.mailsOfTopic(shared.topic)).map(({ short }) => short),
        ["short2"],
      );
      assert.deepEqual(
        (await store.mailsReferringTo(id(0))).map(({ short }) => short),
        ["short2"],
      );
      assert.equal((await store.threadsOf([id(1)])).get(id(1)), shared.thread);
      assert.deepEqual(await store.topic(shared.topic), { n: 2 });
      assert.ok(await store.delivery(wbus, "card"));
    });
  });

  describe("mails that are let out of quarantine", () => {
    storeTest("come in the order in which they were let out, each once", async (store) => {
      for (const n of [2, 1]) await store.release(key(n));
      const all = await store.released(0);
      assert.deepEqual(
        all.map((one) => one.key),
        [key(2), key(1)],
      );
      assert.deepEqual(
        (await store.released(all[0]!.no)).map((one) => one.key),
        [key(1)],
      );
      await store.release(key(2));
      assert.deepEqual(
        (await store.released(0)).map((one) => one.key),
        [key(1), key(2)],
      );
      assert.deepEqual(
        (await store.released(all[1]!.no)).map((one) => one.key),
        [key(2)],
      );
    });
  });
}
