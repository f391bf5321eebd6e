import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { here, relay } from "./relay.ts";

describe("set", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [request: string, settings: object, says: RegExp][] = [
    ["set mode digest",    { mode: "digest", levels: {} },          /mode digest/],
    ["set layout flat",    { layout: "flat", levels: {} },          /layout flat/],
    ["set cap 30",         { cap: 30, levels: {} },                 /cap 30 messages an hour/],
    ["set ci-red off",     { levels: { "ci-red": "off" } },         /ci-red off/],
    ["set NAK loud",       { levels: { nak: "loud" } },             /nak loud/],
  ];
  for (const [request, settings, says] of rows)
    test(`${request}, and default takes it back`, async (t) => {
      const { ask, store } = await relay(t);
      assert.match(JSON.stringify(await ask(request)), says);
      assert.deepEqual(await store.settings(here), { filters: [], ...settings });
      const [, name] = request.split(" ");
      assert.match(JSON.stringify(await ask(`set ${name} default`)), /as the presets say/);
      assert.deepEqual(await store.settings(here), { filters: [], levels: {} });
    });

  for (const [request, says] of [
    ["set mode loud", /one of series, digest, all, or default/],
    ["set cap 0", /from 1 to 1000/],
    ["set cap lots", /from 1 to 1000/],
    ["set nack off", /did you mean nak/],
    ["set spam off", /no setting of that name/],
    ["set reply maybe", /one of off, count, silent, normal, loud/],
  ] as const)
    test(`${request}: says what there is`, async (t) => {
      const { ask, store } = await relay(t);
      const post = await ask(request);
      assert.equal(post.title, "Not set");
      assert.match(JSON.stringify(post.blocks), says);
      assert.equal(await store.settings(here), undefined);
    });

  test("says so where the chat has no such layout", async (t) => {
    const { ask } = await relay(t);
    assert.match(JSON.stringify(await ask("set layout flat")), /has no layout flat; it shows thread\./);
    assert.doesNotMatch(JSON.stringify(await ask("set layout thread")), /no layout/);
    assert.doesNotMatch(JSON.stringify(await ask("set cap 3")), /no layout/);
  });

  test("is for admins", async (t) => {
    const { ask } = await relay(t);
    assert.match((await ask("set cap 3", { role: "member" })).title, /Only admins/);
  });
});
