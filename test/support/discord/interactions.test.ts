import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { call } from "./call.ts";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import type { Person } from "./people.ts";
import type { Channel } from "./world.ts";

/** Answers by bare requests: when Discord takes them, and which. */

let now = Date.UTC(2026, 10, 3, 12);
let fake: FakeDiscord;
let channel: Channel;
let nora: Person;
let commands: string;
before(async () => {
  fake = await fakeDiscord({ now: () => now });
  const guild = fake.guild("Wbus people");
  channel = fake.channel(guild, "wbus");
  nora = fake.person("Nora Lind");
  fake.join(guild, nora);
  commands = `/applications/${fake.world.bot.id}/commands`;
  await call(fake, "PUT", commands, [
    { name: "news", description: "News" },
    { name: "Full mail", type: 3 },
  ]);
});
after(async () => {
  assert.deepEqual(fake.records.mismatches, []);
  await fake.close();
});

describe("an interaction", () => {
  const respond = (id: string, token: string, json: object = { type: 5 }) =>
    call(fake, "POST", `/interactions/${id}/${token}/callback`, json);

  test("is unknown after three seconds, and acknowledged once", async () => {
    const late = nora.runs(channel, "news");
    now += 3_001;
    assert.deepEqual((await respond(late.id, late.token)).body.code, 10062);
    const { id, token } = nora.runs(channel, "news");
    assert.equal((await respond(id, token)).status, 204);
    assert.equal((await respond(id, token)).body.code, 40060);
    assert.equal((await respond(id, "stolen")).body.code, 10062);
  });

  test("can be answered further for a quarter of an hour, and not before it is acknowledged", async () => {
    const act = nora.runs(channel, "news");
    const original = `/webhooks/${fake.world.bot.id}/${act.token}/messages/@original`;
    const edit = (content: string) => call(fake, "PATCH", original, { content });
    assert.equal((await edit("a")).body.code, 10015);
    await respond(act.id, act.token);
    assert.equal((await edit("a")).status, 200);
    now += 900_001;
    assert.deepEqual([(await edit("b")).body.code, act.shown[0]!.content], [50027, "a"]);
  });

  test("is answered in a way that fits it", async () => {
    const { id, token } = nora.runs(channel, "news");
    const wrong = await respond(id, token, { type: 8, data: { choices: [] } });
    assert.equal(wrong.body.code, 50035);
    assert.match(fake.records.violations.splice(0).at(-1)!.says, /type 8/);
  });
});

test("commands are refused with a name in capitals, an optional option before a needed one, or two of a name", async () => {
  const option = (name: string, required: boolean) => ({ type: 3, name, description: "d", required });
  const bad = [
    [{ name: "List", description: "d" }],
    [{ name: "list", description: "" }],
    [{ name: "list", description: "d", options: [option("a", false), option("b", true)] }],
    [
      { name: "list", description: "d" },
      { name: "list", description: "e" },
    ],
  ];
  for (const set of bad) assert.equal((await call(fake, "PUT", commands, set)).body.code, 50035);
  assert.equal((await call(fake, "GET", commands)).body.length, 2);
});
