import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { call } from "./call.ts";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import type { Channel, Guild } from "./world.ts";

/** The fake alone, by bare requests: it refuses what Discord refuses, in Discord's words. */

const START = Date.UTC(2026, 10, 3, 12);
const HOUR = 3_600_000;

let now = START;
let fake: FakeDiscord;
let guild: Guild;
let channel: Channel;
before(async () => {
  fake = await fakeDiscord({ now: () => now });
  for (const rate of Object.values(fake.settings.rates)) rate.limit = 1_000;
  guild = fake.guild("Wbus people");
  channel = fake.channel(guild, "wbus");
});
after(() => fake.close());

const post = (json: unknown, place = channel) => call(fake, "POST", `/channels/${place.id}/messages`, json);
const button = (custom_id: string, more: object = {}) => ({ type: 2, style: 2, label: "Full", custom_id, ...more });
const row = (...components: object[]) => ({ type: 1, components });
const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));

/** What has been noted since the last call. */
function noted(): string[] {
  return fake.records.violations.splice(0).map(({ says }) => says);
}

describe("a message is refused", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [why: string, body: object, code: number, at: string | undefined][] = [
    ["without anything in it",                  {},                                                       50006, undefined],
    ["of white space alone",                    { content: " \n\t" },                                     50006, undefined],
    ["of 2,001 characters",                     { content: "x".repeat(2_001) },                           50035, "content"],
    ["with a title of 257 characters",          { embeds: [{ title: "x".repeat(257) }] },                 50035, "embeds"],
    ["with 6,001 characters in its embeds",     { embeds: times(2, () => ({ description: "x".repeat(3_001) })) }, 50035, "embeds"],
    ["with an embed's field without a value",   { embeds: [{ fields: [{ name: "a" }] }] },                50035, "embeds"],
    ["with eleven embeds",                      { embeds: times(11, () => ({ title: "a" })) },            50035, "embeds"],
    ["with six rows of buttons",                { components: times(6, (n) => row(button(`b${n}`))) },    50035, "components"],
    ["with six buttons in a row",               { components: [row(...times(6, (n) => button(`b${n}`)))] }, 50035, "components"],
    ["with a custom_id of 101 characters",      { components: [row(button("x".repeat(101)))] },           50035, "components"],
    ["with one custom_id on two buttons",       { components: [row(button("a"), button("a"))] },          50035, "components"],
    ["with a button that says nothing",         { components: [row(button("a", { label: undefined }))] }, 50035, "components"],
    ["with a nonce of 26 characters",           { content: "a", nonce: "x".repeat(26) },                  50035, "nonce"],
    ["with users both parsed and listed",       { content: "a", allowed_mentions: { parse: ["users"], users: ["1"] } }, 50035, "allowed_mentions"],
    ["that answers one that is not there",      { content: "a", message_reference: { message_id: "1" } }, 50035, "message_reference"],
  ];
  for (const [why, body, code, at] of rows) {
    test(`${why}: ${code}`, async () => {
      const { status, body: answer } = await post(body);
      assert.deepEqual([status, answer.code], [400, code]);
      if (at !== undefined) assert.ok(at in answer.errors, JSON.stringify(answer.errors));
      assert.equal(fake.messages(channel).length, 0);
      noted();
    });
  }

  test("of another shape, by its own rules and by the OpenAPI file where that is there", async (t) => {
    for (const body of [{ content: 5 }, { embeds: "a" }, []]) assert.equal((await post(body)).body.code, 50035);
    noted();
    if (fake.notValidated !== undefined) return t.skip(fake.notValidated);
    const { body } = await post({
      content: "a",
      tts: "yes",
      components: [{ type: 1, components: [button("a", { style: "red" })] }],
    });
    assert.equal(body.code, 50035);
    assert.match(noted().join(), /by the OpenAPI file, tts: is string, not boolean/);
  });

  test("with the place of each flaw, as Discord words it", async () => {
    const { body } = await post({ content: "x".repeat(2_001), embeds: [{ title: "y".repeat(257) }] });
    assert.deepEqual(body, {
      message: "Invalid Form Body",
      code: 50035,
      errors: {
        content: { _errors: [{ code: "BASE_TYPE_MAX_LENGTH", message: "Must be 2000 or fewer in length." }] },
        embeds: {
          0: { title: { _errors: [{ code: "BASE_TYPE_MAX_LENGTH", message: "Must be 256 or fewer in length." }] } },
        },
      },
    });
    assert.ok(noted().some((says) => says.startsWith("content: Must be 2000")));
  });

  test("where AutoMod, the filter of links or the size of its files forbid it", async () => {
    guild.blockedWords = ["spam"];
    guild.harmfulLinks = ["bad.example.org"];
    assert.equal((await post({ content: "some spam" })).body.code, 200000);
    assert.equal((await post({ content: "https://bad.example.org/" })).body.code, 240000);
    guild.blockedWords = [];
    guild.harmfulLinks = [];
    const form = new FormData();
    form.append("files[0]", new Blob([Buffer.alloc(11 * 1024 * 1024)]), "a.txt");
    const headers = { authorization: `Bot ${fake.settings.token}`, "user-agent": "DiscordBot (x, 1)" };
    const big = await fetch(`${fake.api}/v10/channels/${channel.id}/messages`, { method: "POST", headers, body: form });
    assert.deepEqual([big.status, ((await big.json()) as { code: number }).code], [413, 40005]);
    noted();
  });

  test("where its body is no JSON, its token another, its route unknown", async () => {
    assert.equal((await post("{")).body.code, 50109);
    assert.equal((await call(fake, "GET", "/users/@me", undefined, "wrong")).status, 401);
    assert.equal((await call(fake, "GET", "/stickers")).status, 404);
    assert.deepEqual(noted(), ["the body cannot be read", "the fake has no such route"]);
  });
});

describe("noted as what no correct bot does, though Discord takes it, is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, body: object, says: RegExp | undefined][] = [
    ["a mention without allowed_mentions",         { content: "<@1> look" },                                          /allowed_mentions/],
    ["not one that nobody is pinged by",           { content: "<@1> look", allowed_mentions: { parse: [] } },         undefined],
    ["a flag that cannot be asked for",            { content: "a", flags: 64 },                                       /flags 64/],
    ["not previews and notifications suppressed",  { content: "a", flags: 4 | 4_096 },                                undefined],
  ];
  for (const [what, body, says] of rows) {
    test(what, async () => {
      assert.equal((await post(body)).status, 200);
      const found = noted();
      if (says === undefined) assert.deepEqual(found, []);
      else assert.match(found.join(), says);
    });
  }
});

test("a reply pings whom it answers, unless it has allowed_mentions that do not say so", async () => {
  const nora = fake.person("Nora Lind");
  fake.join(guild, nora);
  const message_reference = { message_id: nora.says(channel, "why?").id };
  const pings = async (allowed_mentions?: object) =>
    (await post({ content: "so", message_reference, allowed_mentions })).body.mentions.length;
  assert.deepEqual([await pings(), await pings({ parse: [] }), await pings({ replied_user: true })], [1, 0, 1]);
  noted();
});

describe("the same nonce", () => {
  const body = { content: "once", nonce: "n1", enforce_nonce: true };

  test("within the window gives the same message, and a deleted one is unknown", async () => {
    const first = await post(body);
    const again = await post(body);
    assert.equal(again.body.id, first.body.id);
    assert.deepEqual(noted(), []);
    assert.equal((await post({ ...body, content: "other" })).body.content, "once");
    assert.match(noted().join(), /nonce n1 again, for another message/);
    await call(fake, "DELETE", `/channels/${channel.id}/messages/${first.body.id}`);
    assert.equal((await post(body)).body.code, 10008);
  });

  test("after the window makes another message", async () => {
    now += fake.settings.nonceWindowMs;
    assert.equal((await post(body)).body.content, "once");
    assert.notEqual((await post({ content: "unenforced", nonce: "n1" })).body.content, "once");
  });
});

test("history comes in pages, the latest first, and only to those who may read it", async () => {
  const place = fake.channel(guild, "history");
  const ids: string[] = [];
  for (const n of [0, 1, 2, 3, 4]) ids.push((await post({ content: `${n}` }, place)).body.id);
  const list = async (query: string) =>
    (await call(fake, "GET", `/channels/${place.id}/messages?${query}`)).body.map(
      ({ content }: { content: string }) => content,
    );
  assert.deepEqual(await list("limit=2"), ["4", "3"]);
  assert.deepEqual(await list(`limit=2&after=${ids[1]}`), ["3", "2"]);
  assert.deepEqual(await list(`limit=2&before=${ids[3]}`), ["2", "1"]);
  assert.deepEqual(await list(`limit=3&around=${ids[2]}`), ["3", "2", "1"]);
  fake.allow(place, [
    { id: guild.id, type: 0, allow: "0", deny: String(1 << 16) },
    { id: guild.roles[1]!.id, type: 0, allow: "0", deny: String(1 << 16) },
  ]);
  assert.deepEqual(await list("limit=2"), [], "not a refusal: absent and unreadable look the same");
  assert.equal((await post({ content: "a", message_reference: { message_id: ids[0] } }, place)).body.code, 160002);
});

describe("an edit", () => {
  test("is refused of another's message, of an empty one, and too often of old ones", async () => {
    const nora = fake.person("Nora Lind");
    fake.join(guild, nora);
    const hers = nora.says(channel, "mine");
    const edit = (id: string, json: object) => call(fake, "PATCH", `/channels/${channel.id}/messages/${id}`, json);
    assert.equal((await edit(hers.id, { content: "a" })).body.code, 50005);
    const { id } = (await post({ content: "card" })).body;
    assert.equal((await edit(id, { content: "" })).body.code, 50006);
    fake.settings.rates.editsOfOld = { limit: 2, perMs: 60_000 };
    now += HOUR + 1;
    for (const content of ["b", "c"]) assert.equal((await edit(id, { content })).status, 200);
    const refused = await edit(id, { content: "d" });
    assert.deepEqual([refused.status, refused.body.code, refused.body.retry_after], [429, 30046, 60]);
    now += 60_000;
    assert.equal((await edit(id, { content: "e" })).body.edited_timestamp, new Date(now).toISOString());
    assert.equal((await edit("1", { content: "e" })).body.code, 10008);
    noted();
  });
});

test("what the fake answers is as the OpenAPI file has it", (t) => {
  if (fake.notValidated !== undefined) return t.skip(fake.notValidated);
  assert.deepEqual(fake.records.mismatches, []);
});
