import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import {
  type Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
  Partials,
  type TextChannel,
} from "discord.js";
import { call } from "./call.ts";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import { logIn } from "./log-in.ts";
import type { Person } from "./people.ts";
import { bits, PERMISSION } from "./permissions.ts";
import { overwrite } from "./town.ts";
import type { Channel, Guild } from "./world.ts";

/** People at their clients, a bot of discord.js at the other end. */

let now = Date.UTC(2026, 10, 3, 12);
let fake: FakeDiscord;
let guild: Guild;
let channel: Channel;
let nora: Person;
let client: Client<true>;
/** What the bot does with the next interactions. */
let react: (interaction: Interaction) => Promise<unknown>;

before(async () => {
  fake = await fakeDiscord({ now: () => now, settings: { identifySpacingMs: 0 } });
  for (const rate of Object.values(fake.settings.rates)) rate.limit = 1_000;
  guild = fake.guild("Wbus people");
  channel = fake.channel(guild, "wbus");
  nora = fake.person("Nora Lind");
  fake.join(guild, nora, fake.role(guild, "reviewers"));
  client = await logIn(fake);
  client.on(Events.InteractionCreate, (interaction) => void react(interaction).catch(() => undefined));
  const name = { type: 3, name: "name", description: "which", required: true, autocomplete: true, max_length: 20 };
  const into = { type: 7, name: "channel", description: "where", channel_types: [0] };
  const size = { type: 4, name: "size", description: "how many", min_value: 1, max_value: 9, choices: [] };
  const level = { type: 3, name: "level", description: "how loud", choices: [{ name: "silent", value: "silent" }] };
  await client.application.commands.set([
    {
      name: "list",
      description: "Lists",
      options: [{ type: 1, name: "subscribe", description: "Here", options: [name, into, size, level] }],
    },
    { type: 3, name: "Full mail" },
  ]);
});
after(async () => {
  await client.destroy();
  assert.deepEqual(fake.records.mismatches, []);
  await fake.close();
});

describe("a person runs a command", () => {
  test("and sees the deferred answer when it is there, to them alone, with its file", async () => {
    react = async (interaction) => {
      assert.ok(interaction.isChatInputCommand());
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const { options } = interaction;
      const text = `${options.getSubcommand()} ${options.getString("name")} ${options.getChannel("channel")?.id}`;
      await interaction.editReply({ content: text, files: [{ attachment: Buffer.from("mail"), name: "mail.txt" }] });
      await interaction.followUp({ content: "and more", flags: MessageFlags.Ephemeral });
    };
    const act = nora.runs(channel, "list subscribe", { name: "wbus", channel: channel.id });
    const [answer, more] = await act.answers(2);
    assert.equal(answer!.content, `subscribe wbus ${channel.id}`);
    assert.equal(fake.file(answer!.attachments[0]!.id).toString(), "mail");
    assert.deepEqual([more!.content, more!.flags & 64], ["and more", 64]);
    assert.equal(fake.messages(channel).length, 0, "nobody else sees it");
  });

  test("and everybody sees an answer that is not ephemeral", async () => {
    react = async (interaction) =>
      interaction.isRepliable() && interaction.reply({ content: "subscribed", withResponse: true });
    await nora.runs(channel, "list subscribe", { name: "wbus" }).answer();
    assert.equal(fake.transcript(channel), "listwire: subscribed");
  });

  test("with suggestions while typing", async () => {
    react = async (interaction) => {
      assert.ok(interaction.isAutocomplete());
      await interaction.respond([{ name: `${interaction.options.getFocused()}us`, value: "wbus" }]);
    };
    assert.deepEqual(await nora.completes(channel, "list subscribe", { name: "wb" }, "name"), [
      { name: "wbus", value: "wbus" },
    ]);
  });

  const rows: readonly [why: string, words: string, values: Record<string, string | number>][] = [
    ["that is not registered", "mail full", {}],
    ["with a part that it does not have", "list burn", {}],
    ["without a part that it needs", "list", {}],
    ["without an option that it needs", "list subscribe", {}],
    ["with an option that it does not have", "list subscribe", { name: "a", colour: "red" }],
    ["with a text that is too long", "list subscribe", { name: "x".repeat(21) }],
    ["with a number out of its range", "list subscribe", { name: "a", size: 10 }],
    ["with a value that is no choice", "list subscribe", { name: "a", level: "shrill" }],
    ["with a channel that is not there", "list subscribe", { name: "a", channel: "1" }],
  ];
  for (const [why, words, values] of rows) {
    test(`but not one ${why}`, () => {
      assert.throws(() => nora.runs(channel, words, values), { name: "ClientRefuses" });
    });
  }

  test("that is meant for others only where an administrator has opened it to everybody", async () => {
    react = async (interaction) => {
      assert.ok(interaction.isChatInputCommand());
      const permissions = interaction.options.getChannel("channel")?.permissions as { readonly bitfield: bigint };
      await interaction.reply({ content: String(permissions.bitfield), flags: MessageFlags.Ephemeral });
    };
    const values = { name: "wbus", channel: channel.id };
    const command = fake.world.commands.get("")![0] as { default_member_permissions: string | null };
    command.default_member_permissions = bits("MANAGE_CHANNELS");
    assert.throws(() => nora.runs(channel, "list subscribe", values), /not offered/);
    fake.openCommand("list");
    const { content } = await nora.runs(channel, "list subscribe", values).answer();
    assert.equal(BigInt(content) & PERMISSION.MANAGE_CHANNELS, 0n, "the channel comes with her rights in it");
    assert.notEqual(BigInt(content) & PERMISSION.SEND_MESSAGES, 0n);
    command.default_member_permissions = null;
  });

  test("but not where they see no channel", () => {
    const hidden = fake.channel(guild, "hidden", {
      overwrites: [overwrite(guild, "role", { deny: ["VIEW_CHANNEL"] })],
    });
    assert.throws(() => nora.runs(hidden, "list subscribe", { name: "a" }), /does not see/);
  });
});

describe("a person uses a message", () => {
  const button = { type: 2, style: 2, label: "Full", custom_id: "full:k7q2m9xa" };

  test("by a button, whose message changes or is answered", async () => {
    const wbus = client.channels.cache.get(channel.id) as TextChannel;
    const { id } = await wbus.send({ content: "a card", components: [{ type: 1, components: [button] }] });
    const card = fake.messages(channel).find((one) => one.id === id)!;
    react = async (interaction) => interaction.isButton() && interaction.update({ content: interaction.customId });
    await nora.presses(card, "Full").acknowledged();
    assert.equal(card.content, "full:k7q2m9xa");
    react = async (interaction) => {
      assert.ok(interaction.isButton());
      await interaction.deferUpdate();
      await interaction.followUp({ content: "here", flags: MessageFlags.Ephemeral });
    };
    assert.equal((await nora.presses(card, "full:k7q2m9xa").answer()).content, "here");
    assert.throws(() => nora.presses(card, "Burn"), { name: "ClientRefuses" });
  });

  test("by its menu, which shows the bot the message whole", async () => {
    react = async (interaction) => {
      assert.ok(interaction.isMessageContextMenuCommand());
      await interaction.reply({ content: interaction.targetMessage.content, flags: MessageFlags.Ephemeral });
    };
    const message = nora.says(channel, "what is this?");
    assert.equal((await nora.picks(message, "Full mail").answer()).content, "what is this?");
    assert.throws(() => nora.picks(message, "Burn"), { name: "ClientRefuses" });
  });
});

test("in a direct channel a person types, and the bot sees it where its intents say so", async () => {
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages];
  const listener = await logIn(fake, { intents, partials: [Partials.Channel] });
  const heard = once(listener as never, Events.MessageCreate);
  const direct = fake.direct(nora);
  nora.says(direct, "!full");
  assert.deepEqual((await heard)[0].content, "!full");
  await (await listener.users.fetch(nora.id)).send("not here");
  assert.equal(fake.transcript(direct), "Nora Lind: !full\nlistwire: not here");
  await listener.destroy();
});

describe("an interaction", () => {
  /** The bot does nothing by itself: the test answers with bare requests. */
  const silent = async () => undefined;
  const respond = (id: string, token: string, json: object = { type: 5 }) =>
    call(fake, "POST", `/interactions/${id}/${token}/callback`, json);

  test("is unknown after three seconds, and acknowledged once", async () => {
    react = silent;
    const late = nora.runs(channel, "list subscribe", { name: "a" });
    now += 3_001;
    assert.deepEqual((await respond(late.id, late.token)).body.code, 10062);
    const { id, token } = nora.runs(channel, "list subscribe", { name: "a" });
    assert.equal((await respond(id, token)).status, 204);
    assert.equal((await respond(id, token)).body.code, 40060);
    assert.equal((await respond(id, "stolen")).body.code, 10062);
  });

  test("can be answered further for a quarter of an hour, and not before it is acknowledged", async () => {
    const act = nora.runs(channel, "list subscribe", { name: "a" });
    const original = `/webhooks/${fake.world.bot.id}/${act.token}/messages/@original`;
    const edit = (content: string) => call(fake, "PATCH", original, { content });
    assert.equal((await edit("a")).body.code, 10015);
    await respond(act.id, act.token);
    assert.equal((await edit("a")).status, 200);
    now += 900_001;
    assert.deepEqual([(await edit("b")).body.code, act.shown[0]!.content], [50027, "a"]);
  });

  test("is answered in a way that fits it", async () => {
    const { id, token } = nora.runs(channel, "list subscribe", { name: "a" });
    const wrong = await respond(id, token, { type: 8, data: { choices: [] } });
    assert.equal(wrong.body.code, 50035);
    assert.match(fake.records.violations.splice(0).at(-1)!.says, /type 8/);
  });
});

describe("of what people write, a bot without the intent for content", () => {
  const sees = async (write: () => unknown): Promise<string> => {
    const heard = once(client as never, Events.MessageCreate);
    write();
    return (await heard)[0].content;
  };

  test("reads what mentions it or answers it with a ping, and of the rest that it is there", async () => {
    const wbus = client.channels.cache.get(channel.id) as TextChannel;
    const { id } = await wbus.send("a card");
    const card = fake.messages(channel).find((one) => one.id === id)!;
    assert.equal(await sees(() => nora.says(channel, "!full")), "");
    assert.equal(
      await sees(() => nora.says(channel, `<@${fake.world.bot.id}> !full`)),
      `<@${fake.world.bot.id}> !full`,
    );
    assert.equal(await sees(() => nora.says(channel, "!full", { replyTo: card })), "!full");
    assert.equal(await sees(() => nora.says(channel, "!full", { replyTo: card, ping: false })), "");
    const listed = await wbus.messages.fetch({ limit: 1, cache: false });
    assert.equal(listed.first()!.content, "", "nor by HTTP");
  });

  test("hears of edits and deletions, of webhooks and of other bots", async () => {
    const message = nora.says(channel, "frist");
    const changed = once(client as never, Events.MessageUpdate);
    nora.edits(message, `first <@${fake.world.bot.id}>`);
    assert.equal((await changed)[1].id, message.id);
    const gone = once(client as never, Events.MessageDelete);
    fake.deleteMessage(message);
    assert.equal((await gone)[0].id, message.id);
    const robot = fake.person("Other bot", { bot: true });
    fake.join(guild, robot);
    for (const byWebhook of [false, true]) {
      const heard = once(client as never, Events.MessageCreate);
      robot.says(channel, "hello", { byWebhook });
      const [{ author, webhookId }] = await heard;
      assert.deepEqual([author.bot, webhookId !== null], [true, byWebhook]);
    }
  });

  test("and with it reads all", async () => {
    fake.settings.privilegedIntents = 1 << 15;
    const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits;
    const reader = await logIn(fake, { intents: [Guilds, GuildMessages, MessageContent] });
    const heard = once(reader as never, Events.MessageCreate);
    nora.says(channel, "!full");
    assert.equal((await heard)[0].content, "!full");
    await reader.destroy();
  });
});

test("commands are refused with a name in capitals, an optional option before a needed one, or two of a name", async () => {
  const path = `/applications/${fake.world.bot.id}/commands`;
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
  for (const commands of bad) assert.equal((await call(fake, "PUT", path, commands)).body.code, 50035);
  assert.equal((await call(fake, "GET", path)).body.length, 2);
});
