import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { here, now, relay, secretList, wbusList } from "./relay.ts";

const facts = (isByRobot: boolean) => ({
  routed: [],
  wanted: {
    kind: "discussion" as const,
    isReply: false,
    addresses: ["nora@example.org"],
    paths: [],
    thread: [],
    isBareTrailer: false,
    isByRobot,
  },
});

/** A channel that is subscribed to wbus, with a mail by a person and one by a robot in the last week. */
async function busy(t: Parameters<typeof relay>[0]) {
  const on = await relay(t);
  const arrivedAt = new Date("2026-11-08T10:00:00Z");
  await on.store.subscribe({
    channel: here,
    what: { kind: "list", name: wbusList },
    preset: "normal",
    since: now,
    by: "config",
  });
  await on.keep("personpe", { archived: { arrivedAt, subject: "wbus: by hand", facts: facts(false) } });
  await on.keep("robotrob", { archived: { arrivedAt, subject: "wbus: by robot", facts: facts(true) } });
  await on.keep("secretse", { archived: { arrivedAt, subject: "hush", lists: [secretList], facts: facts(true) } });
  return on;
}

describe("filter", () => {
  test("add says what it would have left out of the last week, and holds from now on", async (t) => {
    const { ask, store } = await busy(t);
    const post = await ask("filter add exclude robots");
    assert.equal(post.title, "Filter 1: exclude robots");
    assert.match(JSON.stringify(post.blocks), /1 of 2 mails are left out.*wbus: by robot/);
    assert.doesNotMatch(JSON.stringify(post), /hush/);
    assert.deepEqual((await store.settings(here))?.filters, [
      { action: "exclude", field: "robots", pattern: "", by: "web:local" },
    ]);
    assert.match(JSON.stringify(await ask("show")), /filter 1: exclude robots/);
    assert.match((await ask("filter add exclude robots")).title, /^That is filter 1 already/);
  });

  test("test adds nothing, and without a filter tests those that there are", async (t) => {
    const { ask, store } = await busy(t);
    assert.match(
      JSON.stringify(await ask("filter test exclude subject /by (hand|robot)/")),
      /2 of 2 mails are left out/,
    );
    assert.equal(await store.settings(here), undefined);
    assert.match((await ask("filter test")).title, /no filters/);
    await ask("filter add exclude subject hand");
    assert.match(JSON.stringify(await ask("filter test")), /1 of 2 mails.*wbus: by hand/);
    await ask("filter add include path drivers/wbus/");
    const each = JSON.stringify(await ask("filter test"));
    assert.match(each, /2 of 2 mails are left out.*1: filter 1, exclude subject hand.*1: none of what is let in/);
  });

  test("remove takes back the one of that number", async (t) => {
    const { ask, store } = await busy(t);
    await ask("filter add exclude robots");
    await ask("filter add include path drivers/wbus/");
    assert.equal((await ask("filter remove 1")).title, "No longer a filter: exclude robots");
    assert.deepEqual(
      (await store.settings(here))?.filters.map(({ field }) => field),
      ["path"],
    );
    assert.match((await ask("filter remove 7")).title, /no filter of that number/);
  });

  for (const [request, says] of [
    ["filter add exclude", /no field of that name/],
    ["filter add hide robots", /begins with/],
    ["filter add exclude subject /(/", /expression is not right/],
    ["filter add exclude kind patsh", /`patch`/],
  ] as const)
    test(`${request}: says what is wrong and what to write`, async (t) => {
      const { ask, store } = await busy(t);
      const post = await ask(request);
      assert.equal(post.title, "Not added");
      assert.match(JSON.stringify(post.blocks), says);
      assert.equal(await store.settings(here), undefined);
    });
});
