import assert from "node:assert/strict";
import { once } from "node:events";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { type Client, Events, GatewayIntentBits, type RateLimitError, type TextChannel } from "discord.js";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import { logIn } from "./log-in.ts";
import type { Person } from "./people.ts";
import type { Channel, Guild } from "./world.ts";

/** The real discord.js against the fake, over real sockets. */

const TEXT = { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages] };

let fake: FakeDiscord;
let guild: Guild;
let channel: Channel;
let nora: Person;
let client: Client<true>;
let wbus: TextChannel;

async function begin(options: Parameters<typeof fakeDiscord>[0] = {}, clientOptions = {}): Promise<void> {
  fake = await fakeDiscord({ ...options, settings: { identifySpacingMs: 0, ...options.settings } });
  for (const rate of Object.values(fake.settings.rates)) rate.limit = 100;
  guild = fake.guild("Wbus people");
  channel = fake.channel(guild, "wbus");
  nora = fake.person("Nora Lind");
  fake.join(guild, nora);
  // The library's own throttle waits five seconds of real time before a second identify.
  const unhurried = { ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => undefined }) } };
  client = await logIn(fake, { ...TEXT, ...unhurried, ...clientOptions });
  wbus = client.channels.cache.get(channel.id) as TextChannel;
}

async function end(): Promise<void> {
  await client.destroy();
  assert.deepEqual([fake.records.mismatches, fake.records.violations], [[], []]);
  await fake.close();
}

/** The next message that the client is told of. */
async function nextText(): Promise<string> {
  const [{ content }] = await once(client as never, Events.MessageCreate);
  return content;
}

describe("the client", () => {
  before(() => begin());
  after(end);

  test("is ready with the guild, its channels and its own rights, after one identify", () => {
    assert.deepEqual(
      client.guilds.cache.map(({ name }) => name),
      ["Wbus people"],
    );
    assert.deepEqual(wbus.permissionsFor(client.user)?.has(["ViewChannel", "EmbedLinks", "ReadMessageHistory"]), true);
    assert.equal(fake.gateway.seen.filter(({ what }) => what === "identify").length, 1);
    assert.equal(fake.settings.identifiesLeft, 999);
  });

  test("sends once under one nonce, edits, deletes, and reads back what stands", async () => {
    const first = await wbus.send({ content: "a card", nonce: "n1", enforceNonce: true });
    const again = await wbus.send({ content: "a card", nonce: "n1", enforceNonce: true });
    assert.equal(again.id, first.id);
    assert.deepEqual(fake.records.requests.at(-1)!.json, {
      content: "a card",
      tts: false,
      nonce: "n1",
      enforce_nonce: true,
      allowed_mentions: { parse: [], replied_user: false },
    });
    await first.edit("a card, edited");
    assert.equal((await wbus.messages.fetch({ message: first.id, force: true })).content, "a card, edited");
    assert.equal(fake.transcript(channel), "listwire: a card, edited");
    await first.delete();
    assert.equal(fake.messages(channel).length, 0);
  });

  test("does not enforce a nonce of ours by its own option alone: each message has to ask for it", async () => {
    await wbus.send({ content: "a", nonce: "n2" });
    assert.equal((fake.records.requests.at(-1)!.json as { enforce_nonce?: boolean }).enforce_nonce, false);
    assert.match(fake.records.violations.splice(0)[0]!.says, /n2 is not enforced/);
  });

  test("opens a thread from a message and hears of it", async () => {
    const heard = once(client as never, Events.ThreadCreate);
    const card = await wbus.send("a card");
    const thread = await card.startThread({ name: "wbus: speed" });
    assert.equal((await heard)[0].id, card.id);
    await thread.send("a reply");
    await thread.members.add(nora.id);
    assert.deepEqual([...fake.threads(channel)[0]!.thread!.members.keys()], [fake.world.bot.id, nora.id]);
    await assert.rejects(card.startThread({ name: "again" }), { code: "MessageExistingThread" });
  });

  test("uploads a file beside its text", async () => {
    const { attachments } = await wbus.send({
      content: "a patch",
      files: [{ attachment: Buffer.from("+a"), name: "v1.patch" }],
    });
    const { id, name, size } = attachments.first()!;
    assert.deepEqual([name, size, fake.file(id).toString()], ["v1.patch", 2, "+a"]);
  });

  test("hears of channels, rights, outages and its own removal", async () => {
    const made = once(client as never, Events.ChannelCreate);
    const other = fake.channel(guild, "other");
    assert.equal((await made)[0].id, other.id);
    const gone = once(client as never, Events.ChannelDelete);
    fake.deleteChannel(other);
    assert.equal((await gone)[0].id, other.id);
    const changed = once(client as never, Events.ChannelUpdate);
    fake.allow(channel, [{ id: fake.world.bot.id, type: 1, allow: "0", deny: String(1 << 11) }]);
    await changed;
    assert.equal(wbus.permissionsFor(client.user)?.has("SendMessages"), false);
    fake.allow(channel, []);
    const out = once(client as never, Events.GuildUnavailable);
    fake.setAvailable(guild, { is: false });
    await out;
    const back = once(client as never, Events.GuildAvailable);
    fake.setAvailable(guild, { is: true });
    await back;
    const removed = once(client as never, Events.GuildDelete);
    fake.removeBot(guild);
    assert.equal((await removed)[0].id, guild.id);
    const invited = once(client as never, Events.GuildCreate);
    fake.inviteBot(guild);
    await invited;
    wbus = client.channels.cache.get(channel.id) as TextChannel;
  });

  test("asks once where the answer is lost, and once more with the same nonce writes nothing twice", async () => {
    const before = fake.messages(channel).length;
    for (const kind of ["dropAfter", "truncate", "noContent", "page"] as const) {
      fake.fault({ route: "POST /channels/*/messages", fault: { kind }, times: 1 });
      const asked = fake.records.requests.length;
      await wbus.send({ content: kind, nonce: kind, enforceNonce: true }).catch(() => undefined);
      assert.equal(fake.records.requests.length, asked + 1, kind);
      await wbus.send({ content: kind, nonce: kind, enforceNonce: true });
    }
    fake.fault({ route: "POST /channels/*/messages", fault: { kind: "failAfter", status: 502 }, times: 1 });
    await assert.rejects(wbus.send({ content: "502", nonce: "502", enforceNonce: true }), { status: 502 });
    assert.equal((await wbus.send({ content: "502", nonce: "502", enforceNonce: true })).content, "502");
    assert.equal(fake.messages(channel).length, before + 5);
  });

  for (const scope of ["user", "shared", "global"] as const) {
    test(`throws a 429 of scope ${scope} where it is told not to wait`, async () => {
      fake.fault({ route: "POST /channels/*/messages", fault: { kind: "limit", scope, retryAfter: 0.01 }, times: 1 });
      const place = (await client.channels.fetch(fake.channel(guild, scope).id)) as TextChannel;
      await assert.rejects(place.send("a"), (error: RateLimitError) => error.scope === scope && error.retryAfter >= 10);
    });
  }
});

describe("the client whose connection", () => {
  beforeEach(() => begin({ settings: { heartbeatMs: 40 } }));
  afterEach(end);

  const resumes = () => fake.gateway.seen.filter(({ what }) => what === "resume").length;

  test("ends resumes, and is told what it missed", async () => {
    const heard = nextText();
    fake.gateway.drop();
    await fake.gateway.until("close", 1);
    nora.says(channel, `<@${fake.world.bot.id}> meanwhile`);
    assert.match(await heard, /meanwhile/);
    assert.equal(fake.gateway.seen.filter(({ what }) => what === "identify").length, 1);
  });

  test("is a zombie finds out by itself", async () => {
    fake.gateway.withholdAcks();
    await fake.gateway.until("resume", 1);
    fake.gateway.acknowledge();
  });

  for (const [what, happens] of [
    ["is asked to be made anew", () => fake.gateway.askToReconnect()],
    ["has an invalid session that can be resumed", () => fake.gateway.invalidate({ resumable: true })],
    ["times out (4009)", () => fake.gateway.drop(4009)],
  ] as const) {
    test(`${what} resumes`, async () => {
      const resumed = once(client as never, Events.ShardResume);
      happens();
      await resumed;
      assert.equal(resumes(), 1);
    });
  }

  for (const [what, happens, resumed] of [
    ["has an invalid session that cannot be resumed", () => fake.gateway.invalidate({ resumable: false }), 0],
    ["meets a Discord that knows of no session", () => fake.restart(), 1],
  ] as const) {
    test(`${what} identifies`, async () => {
      const ready = once(client as never, Events.ShardReady);
      happens();
      await ready;
      assert.deepEqual([resumes(), fake.settings.identifiesLeft], [resumed, 998]);
    });
  }

  test("is ended by 4004 stays down, and goes on posting", async () => {
    const down = once(client as never, Events.ShardDisconnect);
    fake.gateway.drop(4004);
    assert.equal((await down)[0].code, 4004);
    await wbus.send("still here");
    assert.equal(fake.transcript(channel), "listwire: still here");
  });
});

test("a client of two shards hears of each guild by its own", async () => {
  let now = Date.UTC(2026, 10, 3, 12);
  await begin({ now: () => now, settings: { shards: 2 } }, { shards: "auto" });
  now += 1;
  const odd = fake.guild("Odd people");
  fake.join(odd, nora);
  for (const place of [channel, fake.channel(odd, "wbus")]) {
    const heard = once(client as never, Events.MessageCreate);
    nora.says(place, "hello");
    assert.equal((await heard)[0].guildId, place.guildId);
  }
  assert.deepEqual([...new Set(client.guilds.cache.map(({ shardId }) => shardId))].sort(), [0, 1]);
  await end();
});

describe("a log-in is refused", () => {
  test("with a wrong token, and with an intent that is not switched on", async () => {
    const other = await fakeDiscord();
    const wanted = { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.MessageContent] };
    await assert.rejects(logIn(other, wanted), /disallowed intents/i);
    other.settings.privilegedIntents = 1 << 15;
    await (await logIn(other, wanted)).destroy();
    const wrong = { ...other, settings: { ...other.settings, token: "another" } };
    await assert.rejects(logIn(wrong), /invalid token/i);
    await other.close();
  });
});
