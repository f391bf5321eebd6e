import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { identify } from "../../src/mail/identity.ts";
import { readMail } from "../../src/mail/read-mail.ts";
import { noCorpora } from "../support/corpora.ts";
import { type FakeDiscord, fakeDiscord } from "../support/discord/fake-discord.ts";
import type { Channel, Message } from "../support/discord/world.ts";
import { noDovecot, startDovecot } from "../support/dovecot.ts";
import { postsOwed, type Sent, untilPosted } from "../support/posts-owed.ts";
import { startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { STREAM_LISTS, streamMails } from "../support/stream-mails.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** What we wrote in a channel and in its threads: without Discord's own line at the head of a thread. */
function written(fake: FakeDiscord, channel: Channel): Message[] {
  return [channel, ...fake.threads(channel)]
    .flatMap((place) => fake.messages(place, { mine: true }))
    .filter(({ content }) => content !== "");
}

const messageId = ({ ref }: Sent) => BigInt(ref!.split("/")[1]!);

/** Posts that stand below one that was owed later, and was due no earlier. */
function overtaken(sent: readonly Sent[]): string[] {
  return sent
    .filter((one, at) =>
      sent.slice(at + 1).some((later) => messageId(later) < messageId(one) && one.dueAt <= later.dueAt),
    )
    .map(({ key }) => key);
}

async function stream(t: TestContext) {
  const mails = await streamMails();
  const dovecot = (await startDovecot())!;
  for (const octets of mails) dovecot.deliver("reader", octets);
  const fake = await fakeDiscord({ settings: { identifySpacingMs: 0 } });
  const guild = fake.guild("Kernel people");
  const kit = fake.person("Kit Walsh");
  fake.join(guild, kit);
  const channels = STREAM_LISTS.map((list) => ({ list, channel: fake.channel(guild, list.split(".")[0]!) }));
  const folder = temporaryFolder(t);
  const both = channels.flatMap(({ list, channel }) => [
    { list, name: `discord:${channel.id}` },
    { list, name: `web:${list}` },
  ]);
  const relay = await startRelayProcess(
    writeConfig(
      folder,
      `data: ${join(folder, "data")}
sources:
  - {name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, mailboxes: [INBOX], start: all, poll: 5s}
web: {host: 127.0.0.1, port: 0, channels: []}
subscriptions:
${both.map(({ list, name }) => `  - {channel: "${name}", list: ${list}, preset: everything}`).join("\n")}
channels: {${both.map(({ name }) => `"${name}": {cap: 10000}`).join(", ")}}
discord: {token: ${fake.settings.token}, api: "${fake.api}"}
waits: {card: 1s, orphan: 2s}
log: {level: debug}
`,
    ),
  );
  t.after(async () => {
    assert.equal(await relay.end("SIGTERM"), 0);
    await fake.close();
    await dovecot.close();
  });
  const db = new DatabaseSync(join(folder, "data", "listwire.sqlite"), { readOnly: true });
  t.after(() => db.close());
  await relay.unlessEnded(untilPosted(relay, db, new Set(mails.map((octets) => identify(octets).key)).size));
  return { mails, fake, kit, channels, db };
}

test("four days of four lists stand on Discord as in the web chat: each post once and in order, by requests that Discord takes", {
  skip: noDovecot || noCorpora(1),
}, async (t) => {
  const { mails, fake, kit, channels, db } = await stream(t);
  let total = 0;
  for (const { list, channel } of channels) {
    const sent = postsOwed(db, `discord:${channel.id}`);
    const shape = ({ key, mail, root, state }: Sent) => [key, mail, root, state];
    assert.deepEqual(sent.map(shape), postsOwed(db, `web:${list}`).map(shape), `${list}: the same as in the web chat`);

    const messages = written(fake, channel);
    const refs = messages.map(({ channel_id, id }) => `${channel_id}/${id}`);
    assert.deepEqual(refs.toSorted(), sent.map(({ ref }) => ref!).toSorted(), `${list}: each post is one message`);
    for (const [place, rows] of Map.groupBy(sent, ({ ref }) => ref!.split("/")[0]!))
      assert.deepEqual(overtaken(rows), [], `${list}: out of order in ${place}`);
    total += messages.length;
  }
  const { requests, mismatches, violations, hurried } = fake.records;
  assert.deepEqual([mismatches, violations, hurried], [[], [], []]);
  t.diagnostic(`${mails.length} copies, ${total} messages in ${channels.length} channels, ${requests.length} requests`);

  const { channel } = channels[0]!;
  const cut = written(fake, channel).find(({ components }) => JSON.stringify(components).includes("Full"))!;
  const short = /· ([a-z2-9]{8})$/.exec(cut.content)![1]!;
  const { key } = db.prepare("select key from archived where short = ?").get(short) as { key: string };
  const { text } = mails.map((octets) => readMail(octets)).find((mail) => mail.key === key)!;
  const longest = text
    .split("\n")
    .filter((line) => !line.includes("@"))
    .reduce((most, line) => (line.length > most.length ? line : most), "");
  for (const act of [kit.presses(cut, "Full"), kit.picks(cut, "Full mail")])
    assert.ok(told(fake, await act.answer()).includes(longest), longest);
  const asked = kit.says(fake.world.channels.get(cut.channel_id)!, `<@${fake.world.bot.id}> full`, { replyTo: cut });
  const answers = () => written(fake, channel).filter(({ message_reference: to }) => to?.message_id === asked.id);
  while (answers().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(answers().some((answer) => told(fake, answer).includes(longest)));
});

/** What an answer says, in itself and in its file. */
function told(fake: FakeDiscord, { content, attachments }: Message): string {
  return [content, ...attachments.map(({ id }) => fake.file(id).toString())].join("\n");
}
