import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { bell, type Clock } from "../../src/clock.ts";
import { takePass } from "../../src/intake/intake.ts";
import type { Taken } from "../../src/intake/take-in.ts";
import { openReader } from "../../src/reader.ts";
import type { Delivery, Store } from "../../src/store/store.ts";
import { badMails } from "../support/bad-mails.ts";
import { postFaults } from "../support/post-rules.ts";
import { quietLog } from "../support/quiet-log.ts";
import { scriptedSource } from "../support/scripted-source.ts";
import { temporaryStore } from "../support/temporary-store.ts";

const NOON = new Date("2026-11-17T12:00:00Z");
const clock: Clock = { now: () => NOON, wait: async () => undefined };

/** Every mail of bad shape through the real loop, reader and store. */
async function afterAll(t: TestContext): Promise<{ store: Store; names: string[]; taken: Taken[]; owed: Delivery[] }> {
  const store = await temporaryStore();
  const reader = openReader();
  t.after(async () => {
    await reader.close();
    await store.close();
  });
  const source = scriptedSource();
  const names: string[] = [];
  // They come all at once, and most by one list.
  const channel = (list: string) => `web:${list.slice(0, 20)}` as ChannelId;
  await store.saveSettings(channel("wbus.lists.example.org"), { filters: [], levels: {}, cap: 10_000 });
  for (const { name, octets } of badMails()) {
    names.push(name);
    source.push(octets, NOON);
  }
  const taken: Taken[] = [];
  await takePass(
    source,
    {
      store,
      reader,
      clock,
      bell: bell(clock),
      log: quietLog(),
      now: clock.now,
      tables: {},
      linkTo: ({ archivedAt }) => (archivedAt === undefined ? undefined : { text: "archive", url: archivedAt }),
      maySee: () => true,
      audienceOf: () => "",
      channelFor: (list) => ({
        channel: channel(list),
        what: { kind: "list", name: list },
        preset: "normal",
        since: NOON,
        by: "test",
      }),
      editSpacingMs: () => 0,
      omit: new Set(),
      waits: { cardMs: 0, orphanMs: 0 },
      onTaken: (one) => void taken.push(one),
    },
    new AbortController().signal,
  );
  const topics = [...new Set(taken.map(({ mail }) => mail.topic))];
  const owed = (await Promise.all(topics.map((topic) => store.deliveriesOfTopic(topic)))).flat();
  return { store, names, taken, owed };
}

/** What became of a mail: `shown` as a post of its own, `counted` on a card, or kept with a reason. */
function end({ what, mail }: Taken, owed: ReadonlySet<string | undefined>): string {
  const { state, decisions } = mail;
  if (what === "repeat") return "repeated";
  if (state === "quarantined") return "quarantined";
  if (owed.has(mail.key)) return state === "degraded" ? "degraded" : "shown";
  if (decisions.some(({ shown }) => shown === "counted")) return "counted";
  return decisions.length > 0 && decisions.every(({ because }) => because.trim() !== "") ? "kept" : "lost";
}

describe("mails of every bad shape, taken in by the loop", () => {
  test("end as a post or with a reason, none is lost, and what goes out keeps to the rules", async (t) => {
    const { store, names, taken, owed } = await afterAll(t);
    assert.equal(taken.length, names.length);
    const ofMails = new Set(owed.map(({ mail }) => mail));
    const ends = Map.groupBy(taken.keys(), (at) => end(taken[at]!, ofMails));
    const named = (state: string) => (ends.get(state) ?? []).map((at) => names[at]!);
    assert.deepEqual(named("repeated"), ["headers: a single CR LF", "headers: no Message-ID and the same content"]);
    assert.deepEqual(named("kept"), [
      "headers: nothing at all",
      "headers: none, only text",
      "trust: two List-Ids, one of them private",
      "trust: a List-Id that only looks like ours",
      "trust: a List-Id with hidden characters",
      "trust: personal mail",
      "trust: flagged as spam",
    ]);
    assert.deepEqual(named("lost"), []);
    const { mails } = await store.counts();
    assert.equal(mails + named("repeated").length, names.length);
    assert.equal((await store.quarantined(1000)).length, named("quarantined").length);
    const faults = owed.flatMap(({ post, mail }) => {
      const at = taken.findIndex((one) => one.mail.key === mail);
      return postFaults(post).map((fault) => `${names[at]}: ${fault}`);
    });
    assert.deepEqual(faults, []);
  });
});
