import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Client, Events, type Interaction, MessageFlags, type TextChannel } from "discord.js";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import { logIn } from "./log-in.ts";
import type { Person } from "./people.ts";
import { bits, PERMISSION } from "./permissions.ts";
import { overwrite } from "./town.ts";
import type { Channel, Guild } from "./world.ts";

/** People at their clients, a bot of discord.js at the other end. */

let fake: FakeDiscord;
let guild: Guild;
let channel: Channel;
let nora: Person;
let client: Client<true>;
/** What the bot does with the next interactions. */
let react: (interaction: Interaction) => Promise<unknown>;

before(async () => {
  fake = await fakeDiscord({ settings: { identifySpacingMs: 0 } });
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
