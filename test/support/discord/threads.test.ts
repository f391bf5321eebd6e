import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { call } from "./call.ts";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import { CHANNEL_TYPE, type Channel, type Guild } from "./world.ts";

let fake: FakeDiscord;
let guild: Guild;
let channel: Channel;
before(async () => {
  fake = await fakeDiscord();
  for (const rate of Object.values(fake.settings.rates)) rate.limit = 1_000;
  guild = fake.guild("Wbus people");
  channel = fake.channel(guild, "wbus");
});
after(() => fake.close());

const post = async (content: string, place: { readonly id: string } = channel) =>
  call(fake, "POST", `/channels/${place.id}/messages`, { content });
const start = (message: string, json: object, place = channel) =>
  call(fake, "POST", `/channels/${place.id}/messages/${message}/threads`, json);

async function newThread(name = "a thread"): Promise<Channel> {
  const { body } = await post("card");
  assert.equal((await start(body.id, { name })).status, 201);
  return fake.world.channels.get(body.id)!;
}

test("a thread has the id of its message, which says so, and there is one only", async () => {
  const card = (await post("card")).body;
  const { body } = await start(card.id, { name: "wbus: speed", auto_archive_duration: 10_080 });
  assert.deepEqual([body.id, body.parent_id, body.name], [card.id, channel.id, "wbus: speed"]);
  assert.equal(body.thread_metadata.auto_archive_duration, 10_080);
  const shown = await call(fake, "GET", `/channels/${channel.id}/messages/${card.id}`);
  assert.equal(shown.body.thread.id, card.id);
  assert.equal((await start(card.id, { name: "again" })).body.code, 160004);
  assert.equal((await start(body.id, { name: "x" }, fake.world.channels.get(body.id))).body.code, 10008);
});

describe("a thread is refused", () => {
  const rows: readonly [why: string, form: object, code: number][] = [
    ["without a name", { name: "" }, 50035],
    ["with a name of 101 characters", { name: "x".repeat(101) }, 50035],
    ["that archives itself after an odd while", { name: "a", auto_archive_duration: 61 }, 50035],
  ];
  for (const [why, form, code] of rows) {
    test(why, async () => assert.equal((await start((await post("card")).body.id, form)).body.code, code));
  }

  test("where there are too many", async () => {
    guild.maxActiveThreads = fake.threads(channel).filter(({ thread }) => !thread!.isArchived).length;
    assert.equal((await start((await post("card")).body.id, { name: "a" })).body.code, 160006);
    guild.maxActiveThreads = 1_000;
  });
});

test("an archived thread wakes where somebody writes; a locked one does not", async () => {
  const thread = await newThread();
  const first = (await post("reply", thread)).body;
  fake.setThread(thread, { archived: true, locked: false });
  const edited = await call(fake, "PATCH", `/channels/${thread.id}/messages/${first.id}`, { content: "b" });
  assert.equal(edited.body.code, 50083, "an edit does not wake it");
  assert.equal((await post("more", thread)).status, 200);
  assert.equal(thread.thread!.isArchived, false);
  fake.setThread(thread, { archived: true, locked: true });
  assert.equal((await post("more", thread)).body.code, 50083);
  fake.setThread(thread, { archived: false, locked: true });
  assert.equal((await post("more", thread)).body.code, 160005);
});

test("one who may write wakes an archived thread, its owner archives it, and only a moderator unlocks it", async () => {
  const thread = await newThread();
  const change = (json: object) => call(fake, "PATCH", `/channels/${thread.id}`, json);
  assert.equal((await change({ archived: true })).body.thread_metadata.archived, true);
  assert.equal((await change({ archived: false })).body.thread_metadata.archived, false);
  assert.equal((await change({ locked: true })).body.code, 50013);
  const listed = await call(fake, "GET", `/guilds/${guild.id}/threads/active`);
  assert.ok(listed.body.threads.some(({ id }: Channel) => id === thread.id));
  await change({ archived: true });
  const archived = await call(fake, "GET", `/channels/${channel.id}/threads/archived/public`);
  assert.deepEqual(
    archived.body.threads.map(({ id }: Channel) => id),
    [thread.id],
  );
});

test("a name may be changed twice in ten minutes", async () => {
  fake.settings.rates.renames.limit = 2;
  const thread = await newThread();
  const rename = (name: string) => call(fake, "PATCH", `/channels/${thread.id}`, { name });
  const statuses = [await rename("a"), await rename("b"), await rename("c")].map(({ status }) => status);
  assert.deepEqual([statuses, thread.name], [[200, 200, 429], "b"]);
});

test("a person is added to a thread, once, and only one who is in the guild and sees the channel", async () => {
  const thread = await newThread();
  const nora = fake.person("Nora Lind");
  const add = () => call(fake, "PUT", `/channels/${thread.id}/thread-members/${nora.id}`);
  assert.equal((await add()).body.code, 10013);
  fake.join(guild, nora);
  assert.deepEqual([(await add()).status, (await add()).status, thread.thread!.members.size], [204, 204, 2]);
  fake.allow(channel, [{ id: nora.id, type: 1, allow: "0", deny: String(1 << 10) }]);
  assert.equal((await add()).body.code, 50001);
  fake.allow(channel, []);
});

test("a forum takes posts, each with a first message of the thread's id, no message of its own, and no nonce", async () => {
  const forum = fake.channel(guild, "patches", { type: CHANNEL_TYPE.forum, tags: ["v1"], requiresTag: true });
  const open = (json: object) => call(fake, "POST", `/channels/${forum.id}/threads`, json);
  const message = { content: "card" };
  assert.equal((await post("card", forum)).body.code, 50008);
  assert.equal((await open({ name: "a", message })).body.code, 40067);
  const applied_tags = [forum.tags[0]!.id];
  assert.equal((await open({ name: "a", message: {}, applied_tags })).body.code, 50006);
  const { status, body } = await open({ name: "a", message, applied_tags });
  assert.deepEqual([status, body.id, body.parent_id], [201, body.message.id, forum.id]);
  assert.equal(fake.transcript(body.id), "listwire: card");
  fake.records.violations.splice(0);
  await open({ name: "a", message: { ...message, nonce: "n" }, applied_tags });
  assert.match(fake.records.violations[0]!.says, /nonce in a forum post/);
});

test("a category and a voice channel carry no thread, and an announcement's is of its own kind", async () => {
  const category = fake.channel(guild, "lists", { type: CHANNEL_TYPE.category });
  assert.equal((await post("a", category)).body.code, 50008);
  const news = fake.channel(guild, "news", { type: CHANNEL_TYPE.announcement, parent: category });
  const { body } = await start((await post("a", news)).body.id, { name: "a" }, news);
  assert.equal(body.type, CHANNEL_TYPE.announcementThread);
  const voice = fake.channel(guild, "talk", { type: CHANNEL_TYPE.voice });
  assert.equal((await start((await post("a", voice)).body.id, { name: "a" }, voice)).body.code, 50024);
});

test("what the fake answers is as the OpenAPI file has it", (t) => {
  if (fake.notValidated !== undefined) return t.skip(fake.notValidated);
  assert.deepEqual(fake.records.mismatches, []);
});
