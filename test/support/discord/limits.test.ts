import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { call } from "./call.ts";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import type { Fault } from "./faults.ts";
import type { Channel } from "./world.ts";

let now = Date.UTC(2026, 10, 3, 12);
let fake: FakeDiscord;
let channel: Channel;
before(async () => {
  fake = await fakeDiscord({ now: () => now, seed: 7 });
});
beforeEach(() => {
  now += 600_001;
  channel = fake.channel(fake.guild("Wbus people"), "wbus");
  fake.records.hurried.splice(0);
  fake.records.requests.splice(0);
});
after(() => fake.close());

const post = (place = channel, content = "a") => call(fake, "POST", `/channels/${place.id}/messages`, { content });
const ROUTE = "POST /channels/*/messages";

describe("a bucket", () => {
  test("says how full it is, and refuses the sixth message in five seconds", async () => {
    const first = await post();
    const said = ["limit", "remaining", "reset-after", "reset"].map((key) => first.headers.get(`x-ratelimit-${key}`));
    assert.deepEqual(said, ["5", "4", "5.000", ((now + 5_000) / 1_000).toFixed(3)]);
    for (const _ of [2, 3, 4, 5]) assert.equal((await post()).status, 200);
    now += 1_500;
    const { status, headers, body } = await post();
    assert.equal(status, 429);
    assert.deepEqual(body, { message: "You are being rate limited.", retry_after: 3.5, global: false });
    assert.deepEqual([headers.get("retry-after"), headers.get("x-ratelimit-scope")], ["4", "user"]);
    assert.equal(headers.get("x-ratelimit-remaining"), "0");
    assert.equal(fake.records.hurried.length, 0, "it could not know");
    await post();
    assert.equal(fake.records.hurried.length, 1, "now it could");
    now += 3_500;
    assert.equal((await post()).status, 200);
  });

  test("is one for each channel, and of the same name for all", async () => {
    for (const _ of [1, 2, 3, 4, 5]) await post();
    const other = await post(fake.channel(fake.guild("Others"), "wbus"));
    assert.equal(other.status, 200);
    assert.equal(other.headers.get("x-ratelimit-bucket"), (await post()).headers.get("x-ratelimit-bucket"));
  });

  test("of all routes together holds 50 requests a second", async () => {
    const places = Array.from({ length: 51 }, () => fake.channel(fake.guild("Many"), "wbus"));
    const answers = [];
    for (const place of places) answers.push(await post(place));
    const last = answers.at(-1)!;
    assert.equal(answers.filter(({ status }) => status === 200).length, 50);
    assert.deepEqual([last.body.global, last.headers.get("x-ratelimit-scope")], [true, "global"]);
    assert.equal(last.headers.get("x-ratelimit-global"), "true");
    assert.equal(last.headers.get("x-ratelimit-bucket"), null);
    now += 1_000;
    assert.equal((await post(places[50])).status, 200);
  });

  test("that Discord empties unasked stays empty for as long as it says, and a hurried request is noted", async () => {
    fake.fault({ route: ROUTE, fault: { kind: "limit", scope: "user", retryAfter: 65 }, times: 1 });
    const { status, body } = await post();
    assert.deepEqual([status, body.retry_after, fake.records.hurried.length], [429, 65, 0]);
    now += 64_000;
    assert.equal((await post()).body.retry_after, 1);
    assert.equal(fake.records.hurried.length, 1);
    assert.equal((await post(fake.channel(fake.guild("Others"), "wbus"))).status, 200, "others flow");
    now += 1_000;
    assert.equal((await post()).status, 200);
  });

  test("of slow mode is for people, and for a bot where the test says so", async () => {
    fake.setSlowMode(channel, 30);
    assert.deepEqual([(await post()).status, (await post()).status], [200, 200]);
    fake.settings.slowModeHoldsForBots = true;
    const { status, body } = await post();
    assert.deepEqual([status, body.code, body.retry_after], [429, 20016, 30]);
    fake.settings.slowModeHoldsForBots = false;
  });

  test("counts invalid requests, those of a shared limit left out, until Cloudflare answers in Discord's place", async () => {
    fake.records.invalid.splice(0);
    fake.fault({ route: ROUTE, fault: { kind: "limit", scope: "shared", retryAfter: 2 }, times: 1 });
    const shared = await post();
    assert.deepEqual([shared.status, shared.headers.get("x-ratelimit-scope")], [429, "shared"]);
    assert.equal(fake.records.invalid.length, 0);
    await call(fake, "GET", "/users/@me", undefined, "wrong");
    await call(fake, "GET", "/users/@me", undefined, "wrong");
    assert.equal(fake.records.invalid.length, 2);
    fake.settings.maxInvalid = 2;
    const banned = await post();
    assert.deepEqual([banned.status, banned.headers.get("content-type")], [429, "text/html; charset=UTF-8"]);
    assert.match(banned.body, /error code: 1015/);
    fake.settings.maxInvalid = 10_000;
    now += 600_001;
    assert.equal((await post()).status, 200);
  });
});

describe("a fault", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, fault: Fault, heard: string, written: number][] = [
    ["refuses with a code of Discord's",        { kind: "refuse", code: 20016, retryAfter: 3 }, "429 20016",  0],
    ["answers with a status",                   { kind: "answer", status: 503 },                "503",        0],
    ["answers with a page",                     { kind: "answer", status: 502, html: "<p>" },   "502 page",   0],
    ["answers as Cloudflare",                   { kind: "cloudflare", status: 403 },            "403 page",   0],
    ["limits everything",                       { kind: "limit", scope: "global", retryAfter: 65 }, "429",    0],
    ["ends the connection before",              { kind: "dropBefore" },                         "cut",        0],
    ["ends the connection after",               { kind: "dropAfter" },                          "cut",        1],
    ["fails after",                             { kind: "failAfter", status: 502 },             "502 page",   1],
    ["cuts the answer in its middle",           { kind: "truncate" },                           "broken",     1],
    ["answers with nothing",                    { kind: "noContent" },                          "204 page",   1],
    ["answers with a page, all being done",     { kind: "page" },                               "200 page",   1],
    ["answers something else",                  { kind: "rewrite", change: () => [] },          "200",        1],
    ["answers late",                            { kind: "delay", until: 1 },                    "200",        1],
  ];
  for (const [what, fault, heard, written] of rows) {
    test(`${what}, once`, async () => {
      fake.fault({ route: ROUTE, fault, times: 1 });
      const said = await post().then(
        ({ status, headers, body }) => {
          const isPage = !headers.get("content-type")?.includes("json");
          return [status, isPage ? "page" : body.code].filter((one) => one !== undefined && one !== 0).join(" ");
        },
        (error: unknown) => (error instanceof SyntaxError ? "broken" : "cut"),
      );
      assert.deepEqual([said, fake.messages(channel).length], [heard, written]);
      assert.equal(fake.records.requests.at(-1)!.fault, fault.kind);
      now += 65_000;
      assert.equal((await post()).status, 200);
      fake.clearFaults();
    });
  }

  test("leaves a request hanging, done or not", async () => {
    for (const [kind, written] of [
      ["hangBefore", 0],
      ["hangAfter", 1],
    ] as const) {
      const place = fake.channel(fake.guild("Slow"), "wbus");
      fake.fault({ route: ROUTE, fault: { kind }, times: 1 });
      const stop = new AbortController();
      const asked = fetch(`${fake.api}/v10/channels/${place.id}/messages`, {
        method: "POST",
        headers: { authorization: `Bot ${fake.settings.token}`, "user-agent": "DiscordBot (x, 1)" },
        body: JSON.stringify({ content: "a" }),
        signal: stop.signal,
      });
      await call(fake, "GET", "/users/@me");
      while (fake.records.requests.every(({ fault }) => fault !== kind)) await call(fake, "GET", "/users/@me");
      assert.equal(fake.messages(place).length, written);
      stop.abort();
      await assert.rejects(asked);
      now += 1_000;
    }
  });

  test("by chance strikes about as often as it should, and the same requests each time", async () => {
    for (const rate of Object.values(fake.settings.rates)) rate.limit = 1_000;
    const run = async (seed: number) => {
      const other = await fakeDiscord({ seed });
      for (const rate of Object.values(other.settings.rates)) rate.limit = 1_000;
      const place = other.channel(other.guild("Chance"), "wbus");
      other.fault({ route: ROUTE, fault: { kind: "failAfter", status: 502 }, chance: 0.3 });
      const statuses = [];
      for (let n = 0; n < 100; n += 1) {
        statuses.push((await call(other, "POST", `/channels/${place.id}/messages`, { content: `${n}` })).status);
      }
      await other.close();
      return statuses;
    };
    const statuses = await run(7);
    const lost = statuses.filter((status) => status === 502).length;
    assert.ok(lost > 15 && lost < 45, `${lost} of 100`);
    assert.deepEqual(await run(7), statuses);
  });
});
