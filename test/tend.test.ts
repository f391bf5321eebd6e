import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChannelId } from "../src/chat/chat-platform.ts";
import type { TopicId } from "../src/store/store.ts";
import { tend } from "../src/tend.ts";
import { quietLog } from "./support/quiet-log.ts";
import { temporaryStore } from "./support/temporary-store.ts";

test("tending forgets mutes and follows that have ended, every hour", async (t) => {
  const store = await temporaryStore();
  t.after(() => store.close());
  const begun = Date.UTC(2026, 10, 17, 12);
  let now = begun;
  const [channel, soon, later] = ["web:wbus" as ChannelId, "soon" as TopicId, "later" as TopicId];
  const user = "web:local";
  for (const [topic, ms] of [[soon, 30 * 60_000] as const, [later, 86_400_000] as const]) {
    await store.mute(channel, topic, { manner: "mute", until: new Date(begun + ms), isIdle: false });
    await store.follow({ channel, topic, user, until: new Date(begun + ms) });
  }
  const stop = new AbortController();
  const waits: number[] = [];
  const clock = {
    now: () => new Date(now),
    async wait(ms: number) {
      waits.push(ms);
      now += ms;
      if (waits.length === 2) stop.abort();
    },
  };
  const seen = { maySee: () => true, topicMail: () => undefined, timezone: "UTC", nameOf: () => "wbus" };
  await tend({ store, clock, log: quietLog(), bell: { ring: () => undefined }, ...seen }, stop.signal);
  assert.deepEqual(waits, [3_600_000, 3_600_000]);
  assert.equal(await store.muteOf(channel, soon), undefined);
  assert.ok(await store.muteOf(channel, later));
  assert.deepEqual(await store.followedBy(channel, user, new Date(begun)), [later]);
});
