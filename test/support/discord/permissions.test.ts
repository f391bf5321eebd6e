import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { call } from "./call.ts";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import { may, type Permission } from "./permissions.ts";
import { overwrite } from "./town.ts";
import { CHANNEL_TYPE, type Guild } from "./world.ts";

let fake: FakeDiscord;
before(async () => {
  fake = await fakeDiscord();
  for (const rate of Object.values(fake.settings.rates)) rate.limit = 1_000;
});
after(() => fake.close());

describe("a member with one role", () => {
  interface Case {
    readonly everyone?: { readonly allow?: readonly Permission[]; readonly deny?: readonly Permission[] };
    readonly role?: { readonly allow?: readonly Permission[]; readonly deny?: readonly Permission[] };
    readonly other?: { readonly allow?: readonly Permission[]; readonly deny?: readonly Permission[] };
    readonly member?: { readonly allow?: readonly Permission[]; readonly deny?: readonly Permission[] };
  }
  const send = ["SEND_MESSAGES"] as const;
  const view = ["VIEW_CHANNEL"] as const;
  // biome-ignore format: the columns are the specification
  const rows: readonly [sentence: string, overwrites: Case, sends: boolean][] = [
    ["may what the everyone role may",                             {},                                                       true],
    ["may not what the channel denies everyone",                   { everyone: { deny: send } },                             false],
    ["may what their role is allowed, against everyone's denial",  { everyone: { deny: send }, role: { allow: send } },      true],
    ["may not what their role is denied",                          { role: { deny: send } },                                 false],
    ["gets nothing of a role that they do not have",               { everyone: { deny: send }, other: { allow: send } },     false],
    ["may what they themselves are allowed, against their role",   { role: { deny: send }, member: { allow: send } },        true],
    ["may not what they themselves are denied",                    { role: { allow: send }, member: { deny: send } },        false],
    ["may nothing where they see nothing",                         { everyone: { deny: view }, role: { allow: send } },      false],
  ];
  for (const [sentence, { everyone, role, other, member }, sends] of rows) {
    test(sentence, () => {
      const guild = fake.guild("Rights");
      const [held, foreign] = [fake.role(guild, "held"), fake.role(guild, "foreign")];
      const nora = fake.person("Nora Lind");
      fake.join(guild, nora, held);
      const channel = fake.channel(guild, "wbus", {
        overwrites: [
          ...(everyone ? [overwrite(guild, "role", everyone)] : []),
          ...(role ? [overwrite(held, "role", role)] : []),
          ...(other ? [overwrite(foreign, "role", other)] : []),
          ...(member ? [overwrite(nora, "member", member)] : []),
        ],
      });
      assert.equal(may(fake.world, channel, nora.id, "SEND_MESSAGES"), sends);
    });
  }

  test("may what one of their roles allows though another denies it", () => {
    const guild = fake.guild("Rights");
    const [first, second] = [fake.role(guild, "first"), fake.role(guild, "second")];
    const nora = fake.person("Nora Lind");
    fake.join(guild, nora, first, second);
    const overwrites = [overwrite(first, "role", { allow: send }), overwrite(second, "role", { deny: send })];
    assert.equal(may(fake.world, fake.channel(guild, "wbus", { overwrites }), nora.id, "SEND_MESSAGES"), true);
  });

  test("may everything as administrator or owner, and nothing as a stranger", () => {
    const guild = fake.guild("Rights");
    const channel = fake.channel(guild, "wbus", { overwrites: [overwrite(guild, "role", { deny: view })] });
    const [boss, stranger] = [fake.person("Kit Walsh"), fake.person("Lee Moran")];
    fake.join(guild, boss, fake.role(guild, "boss", "ADMINISTRATOR"));
    const sees = [boss.id, guild.ownerId, stranger.id].map((id) => may(fake.world, channel, id, "VIEW_CHANNEL"));
    assert.deepEqual(sees, [true, true, false]);
  });

  test("has in a thread what the channel above gives, with a right of its own to write", () => {
    const guild = fake.guild("Rights");
    const channel = fake.channel(guild, "wbus", { overwrites: [overwrite(guild, "role", { deny: send })] });
    const thread = { ...channel, id: "7", type: CHANNEL_TYPE.publicThread, parentId: channel.id, thread: {} as never };
    const nora = fake.person("Nora Lind");
    fake.join(guild, nora);
    assert.equal(may(fake.world, thread, nora.id, "SEND_MESSAGES_IN_THREADS"), true);
    assert.equal(may(fake.world, thread, nora.id, "EMBED_LINKS"), true);
    fake.allow(channel, [overwrite(guild, "role", { deny: ["SEND_MESSAGES_IN_THREADS"] })]);
    assert.equal(may(fake.world, thread, nora.id, "EMBED_LINKS"), false, "who may not send may not send anything");
  });
});

describe("the bot is refused", () => {
  const text = { content: "a" };
  const file = "files";
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, denied: Permission, body: object | "files" | "thread" | "read", code: number][] = [
    ["a message in a channel that it does not see",   "VIEW_CHANNEL",           text,                       50001],
    ["a message where it may not write",              "SEND_MESSAGES",          text,                       50013],
    ["an embed where it may not embed",               "EMBED_LINKS",            { embeds: [{ title: "a" }] }, 50013],
    ["a file where it may not attach any",            "ATTACH_FILES",           file,                       50013],
    ["a thread where it may not make any",            "CREATE_PUBLIC_THREADS",  "thread",                   50013],
    ["one message of a history it may not read",      "READ_MESSAGE_HISTORY",   "read",                     50013],
  ];
  for (const [what, denied, body, code] of rows) {
    test(what, async () => {
      const guild: Guild = fake.guild("Rights");
      const channel = fake.channel(guild, "wbus");
      const path = `/channels/${channel.id}/messages`;
      const { id } = (await call(fake, "POST", path, text)).body;
      fake.allow(channel, [overwrite({ id: fake.world.bot.id }, "member", { deny: [denied] })]);
      const answer =
        body === "thread"
          ? await call(fake, "POST", `${path}/${id}/threads`, { name: "a" })
          : body === "read"
            ? await call(fake, "GET", `${path}/${id}`)
            : body === "files"
              ? await upload(path)
              : await call(fake, "POST", path, body);
      assert.deepEqual([answer.status, answer.body.code], [403, code]);
      fake.allow(channel, []);
      assert.equal((await call(fake, "POST", path, text)).status, 200);
    });
  }

  async function upload(path: string) {
    const form = new FormData();
    form.append("payload_json", JSON.stringify({ content: "a" }));
    form.append("files[0]", new Blob(["text"]), "a.txt");
    const headers = { authorization: `Bot ${fake.settings.token}`, "user-agent": "DiscordBot (x, 1)" };
    const response = await fetch(`${fake.api}/v10${path}`, { method: "POST", headers, body: form });
    return { status: response.status, body: (await response.json()) as { code: number } };
  }

  test("everything in a guild that it has left, and in a channel that is gone", async () => {
    const guild = fake.guild("Rights");
    const [channel, gone] = [fake.channel(guild, "wbus"), fake.channel(guild, "gone")];
    fake.deleteChannel(gone);
    assert.equal((await call(fake, "POST", `/channels/${gone.id}/messages`, text)).body.code, 10003);
    fake.removeBot(guild);
    assert.equal((await call(fake, "POST", `/channels/${channel.id}/messages`, text)).body.code, 50001);
    assert.equal((await call(fake, "GET", `/guilds/${guild.id}`)).body.code, 10004);
  });
});

test("a private thread is seen by its members and by those who manage threads", async () => {
  const guild = fake.guild("Rights");
  const channel = fake.channel(guild, "wbus");
  fake.grant(guild, guild.roles[1]!, "CREATE_PRIVATE_THREADS");
  const { body } = await call(fake, "POST", `/channels/${channel.id}/threads`, { name: "secret", type: 12 });
  const thread = fake.world.channels.get(body.id)!;
  const [nora, mod] = [fake.person("Nora Lind"), fake.person("Kit Walsh")];
  fake.join(guild, nora);
  fake.join(guild, mod, fake.role(guild, "mod", "MANAGE_THREADS"));
  const sees = [fake.world.bot.id, nora.id, mod.id].map((id) => may(fake.world, thread, id, "VIEW_CHANNEL"));
  assert.deepEqual(sees, [true, false, true]);
});

test("what the fake answers is as the OpenAPI file has it", (t) => {
  if (fake.notValidated !== undefined) return t.skip(fake.notValidated);
  assert.deepEqual([fake.records.mismatches, fake.records.violations], [[], []]);
});
