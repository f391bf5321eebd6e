import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { TopicId } from "../../src/store/store.ts";
import { elsewhere, here, relay } from "./relay.ts";

const topic = "topic" as TopicId;

// biome-ignore format: the columns are the specification
const rows: readonly [request: string, manner: string, until: string, isIdle: boolean, title: string][] = [
  ["mute k7q2m9xa",     "mute", "2026-12-10T12:00:00.000Z", true,  "Muted here until 30 days have passed without a mail"],
  ["mute k7q2m9xa 12h", "mute", "2026-11-11T00:00:00.000Z", false, "Muted here until 2026-11-11 00:00 UTC"],
  ["mute k7q2m9xa 2w",  "mute", "2026-11-24T12:00:00.000Z", false, "Muted here until 2026-11-24 12:00 UTC"],
  ["cool k7q2m9xa",     "cool", "2026-11-11T12:00:00.000Z", false, "Cooled here until 2026-11-11 12:00 UTC"],
  ["cool k7q2m9xa 12h", "cool", "2026-11-11T00:00:00.000Z", false, "Cooled here until 2026-11-11 00:00 UTC"],
];

describe("the mail's topic, in this channel", () => {
  for (const [request, manner, until, isIdle, title] of rows) {
    test(`${request}: ${title}`, async (t) => {
      const { ask, keep, store } = await relay(t);
      await keep("k7q2m9xa");
      const post = await ask(request);
      assert.equal(post.title, title);
      assert.match(JSON.stringify(post.blocks), /unmute k7q2m9xa/);
      assert.deepEqual(await store.muteOf(here, topic), { manner, until: new Date(until), isIdle });
      assert.equal(await store.muteOf(elsewhere, topic), undefined);
    });
  }

  test("says when a mute ends that idleness ends", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa");
    assert.match(JSON.stringify((await ask("mute k7q2m9xa")).blocks), /that is until 2026-12-10 12:00 UTC/);
  });

  test("is shown again by unmute, of what was muted or cooled", async (t) => {
    const { ask, keep, store } = await relay(t);
    await keep("k7q2m9xa");
    for (const first of ["mute k7q2m9xa", "cool k7q2m9xa"]) {
      await ask(first);
      assert.equal((await ask("unmute k7q2m9xa")).title, "All of it is shown here again from now on");
      assert.equal(await store.muteOf(here, topic), undefined);
    }
    assert.equal((await ask("uncool k7q2m9xa")).title, "It was neither muted nor cooled here");
  });

  test("is muted by admins alone", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa");
    for (const command of ["mute", "cool", "unmute"])
      assert.match((await ask(`${command} k7q2m9xa`, { role: "member" })).title, /^Only admins/);
  });
});
