import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, type TestContext, test } from "node:test";
import { identify } from "../../src/mail/identity.ts";
import { readMail } from "../../src/mail/read-mail.ts";
import { corpusRows, noCorpora, threadMails } from "../support/corpora.ts";
import { type Dovecot, noDovecot, startDovecot } from "../support/dovecot.ts";
import { type RelayProcess, startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/**
 * The whole program on real list mail: a real IMAP server, the shipped process, the web chat read as a person's browser
 * would, and notmuch's own tree of the same mails as the judge.
 */

const LISTS = ["io-uring", "linux-hwmon", "linux-leds", "linaro-mm-sig"];
const SKIP = noDovecot || noCorpora(4);

interface Oracle {
  readonly messageId: string;
  readonly threadRoot: string;
  readonly parent: string | null;
}

/** A mail in the store's books. */
interface Archived {
  readonly short: string;
  readonly id: string;
  readonly key: string;
  readonly parent: string | null;
  readonly thread: string;
  /** JSON. */
  readonly decisions: string;
}

interface Mailroom {
  readonly dovecot: Dovecot;
  readonly folder: string;
  readonly config: string;
  readonly mails: Awaited<ReturnType<typeof threadMails>>;
}

async function mailroom(t: TestContext): Promise<Mailroom> {
  const dovecot = (await startDovecot())!;
  t.after(() => dovecot.close());
  const folder = temporaryFolder(t);
  const mails = await threadMails();
  const config = writeConfig(
    folder,
    `data: ${join(folder, "data")}
sources:
  - {name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, mailboxes: [INBOX], start: all, poll: 5s}
web: {host: 127.0.0.1, port: 0, channels: []}
subscriptions:
${LISTS.map((name) => `  - {channel: "web:${name}", list: ${name}.${name === "linaro-mm-sig" ? "lists.linaro.org" : "vger.kernel.org"}, preset: everything}`).join("\n")}
channels: {${LISTS.map((name) => `"web:${name}": {cap: 10000}`).join(", ")}}
waits: {card: 1s, orphan: 2s}
log: {level: debug}
`,
  );
  return { dovecot, folder, config, mails };
}

function deliverAll({ dovecot, mails }: Mailroom): void {
  for (const { octets } of mails) dovecot.deliver("reader", octets);
}

/** The store's own books, read beside the running relay. */
function books(folder: string): DatabaseSync {
  return new DatabaseSync(join(folder, "data", "listwire.sqlite"), { readOnly: true });
}

/** Runs until `copies` copies were taken in and nothing is owed any more. */
async function untilSettled(relay: RelayProcess, folder: string, copies: number): Promise<void> {
  let taken = 0;
  const db = books(folder);
  const owed = db.prepare("select count(*) as n from delivery where state in ('queued', 'sending')");
  try {
    await relay.line(({ msg }) => {
      if (msg === "mail taken in") taken += 1;
      return taken >= copies && owed.get()?.n === 0;
    });
  } finally {
    db.close();
  }
}

/** Where each mail stands in a channel, by its short id: how often as a post or in a card's count. */
async function places(relay: RelayProcess, channel: string): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  for (const post of await relay.channel(channel)) {
    for (const short of [...(post.mail === undefined ? [] : [post.mail]), ...post.counted]) {
      seen.set(short, (seen.get(short) ?? 0) + 1);
    }
  }
  return seen;
}

/** Judges what the channels show and what the store knows against the corpus. */
async function judge(t: TestContext, relay: RelayProcess, { folder, mails }: Mailroom): Promise<Map<string, number>> {
  const db = books(folder);
  const rows = db
    .prepare("select short, id, key, parent, thread, decisions_json as decisions from archived order by seq")
    .all() as unknown as Archived[];
  db.close();

  const keys = new Set(mails.map(({ octets }) => identify(octets).key as string));
  assert.deepEqual(new Set(rows.map(({ key }) => key)), keys, "each distinct mail is in the archive once");

  const oracle = corpusRows<Oracle>("threads/threads.jsonl");
  const firstOf = new Map(rows.toReversed().map((row) => [row.id, row]));
  assert.deepEqual(
    oracle
      .filter(({ messageId, parent }) => (firstOf.get(messageId)?.parent ?? null) !== parent)
      .map(({ messageId }) => messageId),
    [],
    "parents",
  );
  const sets = (name: (one: Oracle) => string | undefined) =>
    [...Map.groupBy(oracle, name).values()]
      .map((members) =>
        members
          .map(({ messageId }) => messageId)
          .sort()
          .join(" "),
      )
      .sort();
  assert.deepEqual(
    sets(({ messageId }) => firstOf.get(messageId)?.thread),
    sets(({ threadRoot }) => threadRoot),
    "threads as sets",
  );

  const shortOf = new Map(rows.map(({ key, short }) => [key, short]));
  const decisions = new Map(
    rows.map((row) => [row.short, JSON.parse(row.decisions) as { channel?: string; shown: string; because: string }[]]),
  );
  const all = new Map<string, number>();
  let held = 0;
  for (const channel of LISTS) {
    const seen = await places(relay, channel);
    const twice = [...seen].filter(([, times]) => times !== 1);
    assert.deepEqual(twice, [], `mails that stand in ${channel} more than once`);
    const missing: string[] = [];
    for (const { octets } of mails) {
      const mail = readMail(octets);
      if (!mail.lists.some((list) => list.startsWith(`${channel}.`))) continue;
      const short = shortOf.get(mail.key)!;
      if (seen.has(short)) continue;
      const reason = decisions.get(short)?.find((one) => one.channel === `web:${channel}`);
      if (reason?.shown === "held") held += 1;
      else missing.push(`${mail.id}: ${reason?.shown} ${reason?.because}`);
    }
    assert.deepEqual(missing, [], `mails of ${channel} that are in no place there`);
    for (const [short, times] of seen) all.set(`${channel} ${short}`, times);
  }
  t.diagnostic(
    `${mails.length} copies, ${keys.size} mails, ${oracle.length} ids; ${all.size} places in ${LISTS.length} channels, each once; ${held} copies held as spam; parents ${oracle.length}/${oracle.length}, threads ${sets(({ threadRoot }) => threadRoot).length} equal as sets`,
  );
  return all;
}

describe("real list mail, through a real IMAP server, into the web chat", { skip: SKIP }, () => {
  test("is there once, in one place a channel, in notmuch's threads; delivered again or under a new UIDVALIDITY nothing changes", async (t) => {
    const room = await mailroom(t);
    deliverAll(room);
    const first = await startRelayProcess(room.config);
    t.after(() => first.end("SIGKILL"));
    await untilSettled(first, room.folder, room.mails.length);
    const before = await judge(t, first, room);

    deliverAll(room);
    await untilSettled(first, room.folder, room.mails.length);
    assert.deepEqual(await judge(t, first, room), before);
    assert.equal(await first.end("SIGTERM"), 0);

    await room.dovecot.freshUidValidity("reader");
    const second = await startRelayProcess(room.config);
    t.after(() => second.end("SIGKILL"));
    await untilSettled(second, room.folder, 2 * room.mails.length);
    assert.deepEqual(await judge(t, second, room), before);
  });

  test("is there once after kill -9 at 20 random moments", async (t) => {
    const room = await mailroom(t);
    deliverAll(room);
    const seed = Date.now() % 100_000;
    t.diagnostic(`seed ${seed}`);
    const random = seeded(seed);
    for (let kill = 0; kill < 20; kill += 1) {
      const relay = await startRelayProcess(room.config);
      let lines = Math.floor(random() * 200);
      await Promise.race([relay.line(() => --lines < 0), new Promise((resolve) => setTimeout(resolve, 3000))]);
      await relay.end("SIGKILL");
    }
    const relay = await startRelayProcess(room.config);
    t.after(() => relay.end("SIGKILL"));
    await untilAllThere(relay, room);
    await judge(t, relay, room);
  });
});

/** After kills nobody knows how many copies are left to come: the archive and the outbox are watched instead. */
async function untilAllThere(relay: RelayProcess, { folder, mails }: Mailroom): Promise<void> {
  const keys = new Set(mails.map(({ octets }) => identify(octets).key)).size;
  const db = books(folder);
  const state = db.prepare(
    "select (select count(*) from mail) as mails, (select count(*) from delivery where state in ('queued', 'sending')) as owed",
  );
  const isDone = () => {
    const { mails: here, owed } = state.get() as { mails: number; owed: number };
    return here === keys && owed === 0;
  };
  try {
    while (!isDone()) await Promise.race([relay.line(isDone), new Promise((resolve) => setTimeout(resolve, 500))]);
  } finally {
    db.close();
  }
}

/** The same numbers for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
