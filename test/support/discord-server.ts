import assert from "node:assert/strict";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type FakeDiscord, fakeDiscord } from "./discord/fake-discord.ts";
import type { Person } from "./discord/people.ts";
import type { Channel, Message } from "./discord/world.ts";
import { startDovecot } from "./dovecot.ts";
import { type RelayProcess, startRelayProcess, writeConfig } from "./relay-process.ts";
import { patchText, type StoryMail, written } from "./stage.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface Server {
  readonly fake: FakeDiscord;
  readonly channel: Channel;
  /** May manage channels. */
  readonly ines: Person;
  /** May not. */
  readonly kit: Person;
  readonly relay: RelayProcess;
  /** Starts the program anew on what the one before left. */
  again(): Promise<RelayProcess>;
  /** Puts a mail into the mailbox that the relay watches. */
  deliver(mail: StoryMail): void;
  until(holds: () => boolean): Promise<void>;
  /** Waits until the channel and its threads hold so many messages of ours. */
  stands(count: number): Promise<readonly Message[]>;
}

/** The shipped program between a real Dovecot and the fake Discord, by a configuration as a user writes it. */
export async function server(
  t: TestContext,
  mails: readonly StoryMail[] = [],
  { isSubscribed = mails.length > 0 } = {},
): Promise<Server> {
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
${!isSubscribed ? "  []" : `  - {channel: "discord:${channel.id}", list: wbus.lists.example.org}`}
discord: {token: ${fake.settings.token}, api: "${fake.api}"}
waits: {card: 3s, orphan: 30s}
`,
  );
  const deliver = (mail: StoryMail) => void dovecot.deliver("reader", written(mail));
  mails.forEach(deliver);
  let relay = await startRelayProcess(config);
  let hasEnded = false;
  void relay.ended.then(() => {
    hasEnded = true;
  });
  t.after(async () => {
    if (!hasEnded) assert.equal(await relay.end("SIGTERM"), 0);
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
    async again() {
      relay = await startRelayProcess(config);
      hasEnded = false;
      return relay;
    },
    deliver,
    until,
    async stands(count) {
      await until(() => messages().length >= count);
      return messages();
    },
  };
}

/** What we wrote there: without Discord's own line at the head of a thread. */
export function posted(fake: FakeDiscord, channel: Channel): readonly Message[] {
  return fake.messages(channel, { mine: true }).filter(({ content }) => content !== "");
}

export const cover: StoryMail = {
  id: "0@dev",
  subject: "[PATCH 0/1] wbus: add burst mode",
  text: "Sends up to 16 words.",
};
export const patch: StoryMail = {
  id: "1@dev",
  subject: "[PATCH 1/1] wbus: fill the ring",
  refs: ["0@dev"],
  text: patchText("drivers/wbus/ring.c"),
};
export const review: StoryMail = {
  id: "2@tom",
  from: "Tom Okafor <tom@example.org>",
  subject: "Re: [PATCH 1/1] wbus: fill the ring",
  refs: ["0@dev", "1@dev"],
  text: "On Tue, 17 Nov 2026, Nora Lind wrote:\n> +int c;\n\nWhy not a long?\n\n-- \nTom",
};
