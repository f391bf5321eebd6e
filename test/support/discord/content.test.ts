import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { type Client, Events, GatewayIntentBits, Partials, type TextChannel } from "discord.js";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import { logIn } from "./log-in.ts";
import type { Person } from "./people.ts";
import type { Channel, Guild } from "./world.ts";

/** What a bot reads of what people write, by its intents. */

let fake: FakeDiscord;
let guild: Guild;
let channel: Channel;
let nora: Person;
let client: Client<true>;
before(async () => {
  fake = await fakeDiscord({ settings: { identifySpacingMs: 0 } });
  guild = fake.guild("Wbus people");
  channel = fake.channel(guild, "wbus");
  nora = fake.person("Nora Lind");
  fake.join(guild, nora);
  client = await logIn(fake);
});
after(async () => {
  await client.destroy();
  assert.deepEqual([fake.records.mismatches, fake.records.violations], [[], []]);
  await fake.close();
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
