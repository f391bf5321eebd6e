import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { identify } from "../../src/mail/identity.ts";
import { readMail } from "../../src/mail/read-mail.ts";
import { noCorpora } from "../support/corpora.ts";
import { noDovecot, startDovecot } from "../support/dovecot.ts";
import { matrixServer } from "../support/matrix-server.ts";
import { postsOwed, type Sent, untilPosted } from "../support/posts-owed.ts";
import { startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { STREAM_LISTS, streamMails } from "../support/stream-mails.ts";
import type { RoomEvent } from "../support/synapse/matrix-person.ts";
import { noSynapse, type Synapse, startSynapse } from "../support/synapse/synapse.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const MAINTAINERS = fileURLToPath(new URL("../../../shared/corpora/maintainers/", import.meta.url));

/** The subsystems that most of these mails belong to. */
const SUBSYSTEMS = [
  "FILESYSTEMS (VFS and infrastructure)",
  "IO_URING",
  "LED SUBSYSTEM",
  "OPEN FIRMWARE AND FLATTENED DEVICE TREE BINDINGS",
  "BACKLIGHT CLASS/SUBSYSTEM",
  "HARDWARE MONITORING",
  "ARM/QUALCOMM MAILING LIST",
  "EXEC & BINFMT API, ELF",
  "DOCUMENTATION",
  "FRAMEBUFFER LAYER",
];

async function stream(t: TestContext, synapse: Synapse) {
  const mails = await streamMails();
  const dovecot = (await startDovecot())!;
  for (const octets of mails) dovecot.deliver("reader", octets);
  const [bot, kim] = [await synapse.person("listwire"), await synapse.person("kim")];
  const rooms: { readonly what: string; readonly web: string; readonly room: string }[] = [];
  for (const what of [...SUBSYSTEMS.map((name) => `subsystem: "${name}"`), ...STREAM_LISTS.map((id) => `list: ${id}`)])
    rooms.push({ what, web: `web:room-${rooms.length}`, room: await kim.creates({ invite: [bot.id] }) });
  const folder = temporaryFolder(t);
  const both = rooms.flatMap(({ what, web, room }) => [`matrix:${room}`, web].map((channel) => ({ what, channel })));
  const relay = await startRelayProcess(
    writeConfig(
      folder,
      `data: ${join(folder, "data")}
sources:
  - {name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, mailboxes: [INBOX], start: all, poll: 5s}
web: {host: 127.0.0.1, port: 0, channels: []}
maintainers: {file: "${MAINTAINERS}MAINTAINERS", directories: "${MAINTAINERS}patterns-that-are-directories.txt"}
subscriptions:
${both.map(({ what, channel }) => `  - {channel: "${channel}", ${what}, preset: everything}`).join("\n")}
channels: {${both.map(({ channel }) => `"${channel}": {cap: 10000}`).join(", ")}}
matrix: {homeserver: "${synapse.url}", token: ${bot.token}, allow: ["${kim.id}"]}
waits: {card: 1s, orphan: 2s}
log: {level: debug}
`,
    ),
  );
  t.after(async () => {
    assert.equal(await relay.end("SIGTERM"), 0);
    await dovecot.close();
    await synapse.close();
  });
  const db = new DatabaseSync(join(folder, "data", "listwire.sqlite"), { readOnly: true });
  t.after(() => db.close());
  const posted = relay.unlessEnded(untilPosted(relay, db, new Set(mails.map((octets) => identify(octets).key)).size));
  const written = async (room: string) =>
    (await kim.reads(room)).filter(
      ({ type, sender, content }) =>
        type === "m.room.message" && sender === bot.id && content["m.relates_to"]?.rel_type !== "m.replace",
    );
  return { mails, rooms, kim, bot, db, relay, posted, written };
}

type Stream = Awaited<ReturnType<typeof stream>>;

/** Every room shows what its twin in the web chat shows: each post once, in its thread, below what it answers. */
async function assertWhole(t: TestContext, { mails, rooms, db, written }: Stream): Promise<void> {
  let total = 0;
  for (const { what, web, room } of rooms) {
    const sent = postsOwed(db, `matrix:${room}`);
    const shape = ({ key, mail, root, state }: Sent) => [key, mail, root, state];
    assert.deepEqual(sent.map(shape), postsOwed(db, web).map(shape), `${what}: the same as in the web chat`);
    const events = await written(room);
    assert.deepEqual(
      events.map(({ event_id }) => event_id).toSorted(),
      sent.map(({ ref }) => ref!).toSorted(),
      `${what}: each post is one event`,
    );
    assertThreads(what, events, sent);
    total += events.length;
  }
  t.diagnostic(`${mails.length} copies, ${total} messages in ${rooms.length} rooms`);
}

function assertThreads(what: string, events: readonly RoomEvent[], sent: readonly Sent[]): void {
  const byKey = new Map(sent.map((one) => [one.key, one]));
  const place = new Map(events.map(({ event_id }, at) => [event_id, at]));
  for (const { event_id, content } of events) {
    const { root } = sent.find(({ ref }) => ref === event_id)!;
    const relation = content["m.relates_to"];
    const thread = relation?.rel_type === "m.thread" ? relation.event_id : undefined;
    assert.equal(thread, root === null ? undefined : (byKey.get(root)?.ref ?? undefined), `${what}: its thread`);
    const answered = relation?.["m.in_reply_to"]?.event_id;
    if (answered !== undefined)
      assert.ok(place.get(answered)! < place.get(event_id)!, `${what}: below what it answers`);
  }
}

const skip = noDovecot || noSynapse || noCorpora(1);

test("four days of four lists, a room a subsystem: each mail once, threads as the mails', and anybody gets the whole of one", {
  skip,
}, async (t) => {
  const synapse = (await startSynapse())!;
  const on = await stream(t, synapse);
  await on.posted;
  await assertWhole(t, on);
  const { rooms, kim, bot, db, mails, written } = on;
  const { room } = rooms[1]!;
  const cut = (await written(room)).find(({ content }) => content.body?.includes("· !full ·"))!;
  const short = /· ([a-z2-9]{8})$/.exec(cut.content.body!)![1]!;
  const { key } = db.prepare("select key from archived where short = ?").get(short) as { key: string };
  const { text } = mails.map((octets) => readMail(octets)).find((mail) => mail.key === key)!;
  const longest = text
    .split("\n")
    .filter((line) => !line.includes("@"))
    .reduce((most, line) => (line.length > most.length ? line : most), "");
  const asked = await kim.says(room, "!full", { replyTo: cut.event_id });
  const answer = await kim.until(room, (events) => {
    const ours = events.filter(
      ({ sender, content }) => sender === bot.id && content["m.relates_to"]?.["m.in_reply_to"]?.event_id === asked,
    );
    return (
      ours.find(({ content }) => content.msgtype === "m.file") ??
      ours.find(({ content }) => content.body?.includes(longest))
    );
  });
  const whole =
    answer.content.url === undefined ? answer.content.body! : String(await kim.downloads(answer.content.url));
  assert.ok(whole.includes(longest), longest);
});

test("the same, with the homeserver killed five times meanwhile", { skip }, async (t) => {
  const synapse = (await startSynapse())!;
  const on = await stream(t, synapse);
  const count = on.db.prepare("select count(*) as sent from delivery where state = 'sent' and channel like 'matrix:%'");
  for (const share of [15, 40, 70, 110, 150]) {
    while ((count.get() as { sent: number }).sent < share) await new Promise((resolve) => setTimeout(resolve, 10));
    await synapse.kill();
    await synapse.start();
  }
  await on.posted;
  await assertWhole(t, on);
});

test("under the limits that a homeserver has by default 40 mails come, each once, cards first and answers together", {
  skip: noDovecot || noSynapse,
}, async (t) => {
  const synapse = (await startSynapse({ defaultLimits: true }))!;
  t.after(() => synapse.close());
  const series = (n: number) => [
    { id: `${n}@dev`, subject: `[PATCH] wbus: part ${n}`, text: `It is part ${n}.` },
    ...Array.from({ length: 9 }, (_, at) => ({
      id: `${n}-${at}@tom`,
      from: "Tom Okafor <tom@example.org>",
      subject: `Re: [PATCH] wbus: part ${n}`,
      refs: [`${n}@dev`],
      text: `> It is part ${n}.\n\nWhy is that, question${n}q${at}q?\n`,
    })),
  ];
  const mails = [0, 1, 2, 3].map(series);
  const { stands, written, room } = await matrixServer(t, synapse, { mails: mails.flat(), preset: "everything" });
  await stands(4);
  const wanted = mails.flat().map(({ text }) => /question\dq\dq/.exec(text)?.[0] ?? /part \d/.exec(text)![0]);
  let events: readonly RoomEvent[] = [];
  const has = (word: string) => events.filter(({ content }) => content.body?.includes(word)).length;
  while (!wanted.every((word) => has(word) > 0)) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    events = await written();
  }
  for (const word of wanted) if (word.startsWith("question")) assert.equal(has(word), 1, word);
  const cards = events.filter(({ content }) => content["m.relates_to"] === undefined);
  assert.equal(cards.length, 4);
  assert.ok(events.length < 40, `${events.length} messages`);
  t.diagnostic(`40 mails in ${events.length} messages of ${room}`);
});
