import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { type FakeDiscord, fakeDiscord } from "../support/discord/fake-discord.ts";
import type { Person } from "../support/discord/people.ts";
import type { Channel, Message } from "../support/discord/world.ts";
import { noDovecot, startDovecot } from "../support/dovecot.ts";
import { type RelayProcess, startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { patchText, type StoryMail, written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Server {
  readonly fake: FakeDiscord;
  readonly channel: Channel;
  /** May manage channels. */
  readonly ines: Person;
  /** May not. */
  readonly kit: Person;
  readonly relay: RelayProcess;
  /** Puts a mail into the mailbox that the relay watches. */
  deliver(mail: StoryMail): void;
  until(holds: () => boolean): Promise<void>;
  /** Waits until the channel and its threads hold so many messages of ours. */
  stands(count: number): Promise<readonly Message[]>;
}

/** The shipped program between a real Dovecot and the fake Discord, by a configuration as a user writes it. */
async function server(t: TestContext, mails: readonly StoryMail[] = []): Promise<Server> {
  const dovecot = (await startDovecot())!;
  const fake = await fakeDiscord({ settings: { identifySpacingMs: 0 } });
  const guild = fake.guild("Wbus people");
  const channel = fake.channel(guild, "wbus");
  const [ines, kit] = [fake.person("Ines Marsh"), fake.person("Kit Walsh")];
  fake.join(guild, ines, fake.role(guild, "keepers", "MANAGE_CHANNELS"));
  fake.join(guild, kit);
  const folder = temporaryFolder(t);
  const config = writeConfig(
    folder,
    `data: ${join(folder, "data")}
sources:
  - {name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, mailboxes: [INBOX], start: all, poll: 5s}
lists:
  - {id: wbus.lists.example.org, name: wbus}
  - {id: secret.lists.example.org, name: secret, visibility: {guilds: ["1"]}}
web: {host: 127.0.0.1, port: 0, channels: []}
subscriptions:
${mails.length === 0 ? "  []" : `  - {channel: "discord:${channel.id}", list: wbus.lists.example.org}`}
discord: {token: ${fake.settings.token}, api: "${fake.api}"}
waits: {card: 3s, orphan: 30s}
`,
  );
  const deliver = (mail: StoryMail) => void dovecot.deliver("reader", written(mail));
  mails.forEach(deliver);
  const relay = await startRelayProcess(config);
  t.after(async () => {
    assert.equal(await relay.end("SIGTERM"), 0);
    await fake.close();
    await dovecot.close();
  });
  const messages = () => [channel, ...fake.threads(channel)].flatMap((one) => posted(fake, one));
  const until = (holds: () => boolean) =>
    relay.unlessEnded(
      (async () => {
        while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
      })(),
    );
  return {
    fake,
    channel,
    ines,
    kit,
    relay,
    deliver,
    until,
    async stands(count) {
      await until(() => messages().length >= count);
      return messages();
    },
  };
}

/** What we wrote there: without Discord's own line at the head of a thread. */
function posted(fake: FakeDiscord, channel: Channel): readonly Message[] {
  return fake.messages(channel, { mine: true }).filter(({ content }) => content !== "");
}

const cover: StoryMail = { id: "0@dev", subject: "[PATCH 0/1] wbus: add burst mode", text: "Sends up to 16 words." };
const patch: StoryMail = {
  id: "1@dev",
  subject: "[PATCH 1/1] wbus: fill the ring",
  refs: ["0@dev"],
  text: patchText("drivers/wbus/ring.c"),
};
const review: StoryMail = {
  id: "2@tom",
  from: "Tom Okafor <tom@example.org>",
  subject: "Re: [PATCH 1/1] wbus: fill the ring",
  refs: ["0@dev", "1@dev"],
  text: "On Tue, 17 Nov 2026, Nora Lind wrote:\n> +int c;\n\nWhy not a long?\n\n-- \nTom",
};

describe("the whole program on Discord", { skip: noDovecot }, () => {
  test("a series is a card, its review stands in the card's thread, once each, and every request is right", async (t) => {
    const { fake, channel, stands } = await server(t, [cover, patch, review]);
    await stands(2);
    assert.deepEqual(
      fake.messages(channel, { mine: true }).map(({ content }) => content.split("\n")[0]),
      ["**\\[PATCH 0/1] wbus: add burst mode**"],
    );
    const [thread] = fake.threads(channel);
    assert.equal(thread?.name, "wbus: add burst mode");
    const [reply] = posted(fake, thread!);
    assert.match(reply!.content, /^\*\*Tom Okafor\*\* ring\.c:2 .*\n> `\+int c;`\nWhy not a long\?/);
    assert.deepEqual([fake.records.mismatches, fake.records.violations, fake.records.hurried], [[], [], []]);
  });

  test("full comes by button, by menu and by a reply that pings; to the asker alone where Discord can", async (t) => {
    const { fake, channel, kit, stands } = await server(t, [cover, patch]);
    const [card] = await stands(1);
    for (const act of [kit.presses(card!, "Full"), kit.picks(card!, "Full mail")]) {
      const { content, flags } = await act.answer();
      assert.match(content, /Sends up to 16 words\./);
      assert.equal(flags & 64, 64, "ephemeral");
    }
    kit.says(channel, `<@${fake.world.bot.id}> full`, { replyTo: card! });
    const [, answer] = await stands(2);
    assert.match(answer!.content, /Sends up to 16 words\./);
    assert.deepEqual(fake.records.violations, []);
  });

  test("whoever presses Follow stands in the card's thread, which opens for it and takes what is said later", async (t) => {
    const { fake, channel, kit, stands, deliver, until } = await server(t, [cover, patch]);
    const [card] = await stands(1);
    assert.match((await kit.presses(card!, "Follow").answer()).content, /You follow this now/);
    await until(() => fake.threads(channel)[0]?.thread?.members.has(kit.id) === true);
    deliver(review);
    await stands(2);
    const [thread, ...others] = fake.threads(channel);
    assert.equal(posted(fake, thread!).length, 1);
    assert.deepEqual([others, fake.records.violations, fake.records.mismatches], [[], [], []]);
  });

  test("a menu hides a mail everywhere, for those who may manage the channel", async (t) => {
    const { fake, channel, ines, kit, stands } = await server(t, [cover, patch]);
    const [card] = await stands(1);
    assert.match((await kit.picks(card!, "Hide").answer()).content, /Only admins/);
    assert.match((await ines.picks(card!, "Hide").answer()).content, /hidden/i);
    assert.deepEqual(fake.records.violations, []);
    assert.equal(fake.messages(channel, { mine: true }).length, 1);
  });

  test("an admin subscribes the channel and is told what it will get", async (t) => {
    const { channel, ines } = await server(t);
    const answer = await ines.runs(channel, "list subscribe", { what: "wbus" }).answer();
    assert.match(answer.content, /Subscribed to the list wbus, preset normal/);
  });

  test("whoever may not manage the channel changes nothing, and nobody hears of a list that is not for the server", async (t) => {
    const { channel, ines, kit } = await server(t);
    assert.match((await kit.runs(channel, "list subscribe", { what: "wbus" }).answer()).content, /Only admins/);
    assert.deepEqual(await kit.completes(channel, "list subscribe", {}, "what"), []);
    assert.match((await ines.runs(channel, "list subscribe", { what: "secret" }).answer()).content, /Not found/);
    assert.deepEqual(
      (await ines.completes(channel, "list subscribe", { what: "" }, "what")).map(({ value }) => value),
      ["wbus"],
    );
  });

  test("a server that lets the bot go has its subscriptions closed", async (t) => {
    const { fake, channel, ines, relay } = await server(t);
    await ines.runs(channel, "list subscribe", { what: "wbus" }).answer();
    const closed = relay.line(({ msg }) => msg === "channel is gone");
    fake.removeBot(fake.world.guilds.get(channel.guildId!)!);
    assert.equal((await closed).closed, 1);
  });
});
