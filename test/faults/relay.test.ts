import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { after, before, describe, type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Dovecot, noDovecot, startDovecot } from "../support/dovecot.ts";
import { type RelayProcess, startRelayProcess } from "../support/relay-process.ts";
import { relaySetting } from "../support/relay-setting.ts";
import { untilAllThere } from "../support/settled.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { endOf, failAt, noStrace, tracedRelay } from "../support/traced-relay.ts";

/** The shipped program against a real IMAP server: what ends it, what it does without, and what it leaves behind. */

const LAUNCHER = fileURLToPath(new URL("../../bin/listwire.cjs", import.meta.url));
const PATIENCE = 60_000;

/** Mail `n` of a burst: every third one opens a thread that the next two answer. */
function burstMail(n: number): string {
  const root = n - (n % 3);
  const isRoot = n === root;
  return `From: Ada <ada@example.org>
To: wbus@lists.example.org
Message-ID: <${n}@example.org>
Date: Mon, 3 Nov 2025 10:00:00 +0000
Subject: ${isRoot ? "" : "Re: "}wbus: port ${root}
List-Id: <wbus.lists.example.org>
${isRoot ? "" : `In-Reply-To: <${root}@example.org>\nReferences: <${root}@example.org>\n`}
This is number ${n}.
`;
}

function deliverBurst(dovecot: Dovecot, mails: number, from = 0): void {
  for (let n = from; n < from + mails; n += 1) dovecot.deliver("reader", burstMail(n));
}

/**
 * The channel holds each of `mails` once; cards stand in the order of arrival, and so do the answers to each. Gives how
 * many it does not show, or without their text: over whichever mail a process ends three times, that one is set aside.
 */
async function judge(relay: RelayProcess, mails: number): Promise<number> {
  const posts = await relay.channel("wbus");
  const shorts = posts.flatMap(({ mail, counted }) => [...(mail === undefined ? [] : [mail]), ...counted]);
  assert.equal(new Set(shorts).size, shorts.length, "no mail twice");
  const numbers = posts.map(({ post }) => Number(/number (\d+)/.exec(JSON.stringify(post))?.[1]));
  const read = numbers.filter((n) => !Number.isNaN(n));
  const cards = read.filter((n) => n % 3 === 0);
  assert.deepEqual(
    cards,
    cards.toSorted((a, b) => a - b),
    "cards in order",
  );
  const answers = Map.groupBy(
    read.filter((n) => n % 3 !== 0),
    (n) => n - (n % 3),
  );
  for (const these of answers.values())
    assert.deepEqual(
      these,
      these.toSorted((a, b) => a - b),
      "answers in order",
    );
  return mails - shorts.length + numbers.length - read.length;
}

/** Starts the program for its end alone. */
function refusal(config: string): { readonly status: number | null; readonly said: string } {
  const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, "run", "--config", config], { timeout: PATIENCE });
  return { status, said: String(stderr) };
}

describe("the relay", { skip: noDovecot, timeout: 180_000 }, () => {
  let dovecot: Dovecot;
  before(async () => {
    dovecot = (await startDovecot())!;
  });
  after(() => dovecot.close());

  /** Runs it on the reader's mailbox, which is emptied first. */
  function room(t: TestContext) {
    rmSync(dovecot.maildir("reader"), { recursive: true });
    dovecot.maildir("reader");
    return relaySetting(temporaryFolder(t), dovecot);
  }

  async function start(t: TestContext, config: string): Promise<RelayProcess> {
    const relay = await startRelayProcess(config);
    t.after(() => relay.end("SIGKILL"));
    return relay;
  }

  async function finish(t: TestContext, { config, data }: { config: string; data: string }, mails: number) {
    const relay = await start(t, config);
    await relay.unlessEnded(untilAllThere(data, mails, AbortSignal.timeout(PATIENCE)));
    const unread = await judge(relay, mails);
    assert.equal(await relay.end("SIGTERM"), 0);
    return unread;
  }

  test("F39: refuses a data folder that another one uses, with 2 and one line", async (t) => {
    const { config } = room(t);
    await start(t, config);
    const { status, said } = refusal(config);
    assert.equal(status, 2);
    assert.match(said, /^listwire: \S+listwire\.sqlite: another Listwire uses it; stop that one[^\n]*\n$/);
  });

  // biome-ignore format: the columns are the specification
  const damages: readonly [what: string, file: string, damage: (file: string) => void, says: RegExp][] = [
    ["a store that is no database",    "listwire.sqlite", (file) => writeFileSync(file, "no database at all ".repeat(300)), /is no SQLite database; put a backup/],
    ["a store with damaged pages",     "listwire.sqlite", scribble,                                                         /is damaged; put a backup/],
    ["a store of a newer version",     "listwire.sqlite", newer,                                                            /was written by a newer Listwire/],
    ["web posts that are no database", "web-chat.sqlite", (file) => writeFileSync(file, "no database at all ".repeat(300)), /cannot be used: file is not a database/],
    ["web posts of a newer version",   "web-chat.sqlite", newer,                                                            /was written by a newer Listwire/],
  ];
  for (const [what, name, damage, says] of damages) {
    test(`F38: refuses ${what}, with 2 and one line, and leaves the file as it is`, async (t) => {
      const { config, data } = room(t);
      deliverBurst(dovecot, 3);
      assert.equal(await finish(t, { config, data }, 3), 0);
      const file = join(data, name);
      damage(file);
      const before = readFileSync(file);
      const { status, said } = refusal(config);
      assert.equal(status, 2, said);
      assert.match(said, says);
      assert.match(said, /^listwire: [^\n]*\n$/);
      assert.deepEqual(readFileSync(file), before);
    });
  }

  test("waits for an IMAP server that is down when it starts", async (t) => {
    const { config, data } = room(t);
    deliverBurst(dovecot, 6);
    await dovecot.kill();
    const relay = await start(t, config);
    await relay.line(({ msg }) => msg === "source not readable");
    await dovecot.start();
    await relay.unlessEnded(untilAllThere(data, 6, AbortSignal.timeout(PATIENCE)));
    assert.equal(await judge(relay, 6), 0);
    assert.equal(await relay.end("SIGTERM"), 0);
  });

  test("takes each mail in once when the IMAP server dies within a catch-up, twice", async (t) => {
    const { config, data } = room(t);
    deliverBurst(dovecot, 450);
    const relay = await start(t, config);
    for (let times = 0; times < 2; times += 1) {
      await relay.line(({ msg }) => msg === "mail taken in");
      await dovecot.kill();
      deliverBurst(dovecot, 30, 450 + 30 * times);
      await dovecot.start();
    }
    await relay.unlessEnded(untilAllThere(data, 510, AbortSignal.timeout(PATIENCE)));
    assert.equal(await judge(relay, 510), 0);
    assert.equal(await relay.end("SIGTERM"), 0);
  });

  test("F40: ends with 0 within 10 s of SIGTERM during a burst, five times, and each mail is there once", async (t) => {
    const { config, data } = room(t);
    deliverBurst(dovecot, 600);
    let longest = 0;
    for (let times = 0; times < 5; times += 1) {
      const relay = await start(t, config);
      await Promise.race([relay.line(({ msg }) => msg === "mail taken in"), pause(150 * times)]);
      const told = performance.now();
      assert.equal(await relay.end("SIGTERM"), 0);
      longest = Math.max(longest, performance.now() - told);
    }
    assert.ok(longest < 10_000);
    assert.equal(await finish(t, { config, data }, 600), 0);
    t.diagnostic(`600 mails, SIGTERM 5 times: the slowest end took ${Math.round(longest)} ms; 0 lost, 0 doubled`);
  });

  test("F41: shows each mail once after SIGKILL at 50 random moments of a burst", async (t) => {
    const { config, data } = room(t);
    process.env.NODE_COMPILE_CACHE = join(data, "../compiled");
    t.after(() => delete process.env.NODE_COMPILE_CACHE);
    for (let times = 0; times < 50; times += 1) {
      deliverBurst(dovecot, 6, 6 * times);
      const relay = await start(t, config);
      await pause(Math.random() * 300);
      await relay.end("SIGKILL");
    }
    const unread = await finish(t, { config, data }, 300);
    const db = new DatabaseSync(join(data, "listwire.sqlite"), { readOnly: true });
    const setAside = db.prepare("select count(*) as n from mail where state = 'quarantined'").get()?.n;
    db.close();
    assert.equal(unread, setAside, "what is not shown is listed");
    t.diagnostic(`300 mails, SIGKILL 50 times: 0 lost, 0 doubled, ${unread} set aside unread`);
  });

  test("F34, F35: ends with 1 and one line on a full disk, and goes on once there is room", {
    skip: noMount(),
  }, async (t) => {
    const disk = mkdtempSync(join(tmpdir(), "listwire-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]);
    t.after(() => {
      execFileSync("umount", [disk]);
      rmdirSync(disk);
    });
    room(t);
    const small = relaySetting(temporaryFolder(t), dovecot, { data: join(disk, "data") });
    deliverBurst(dovecot, 900);
    const { status, said } = refusal(small.config);
    assert.equal(status, 1, said);
    assert.match(said, /^listwire: [^\n]*disk is full[^\n]*\n/m);
    execFileSync("mount", ["-o", "remount,size=200m", disk]);
    assert.equal(await finish(t, small, 900), 0);
  });

  test("F36: a disk that fails while it starts ends it with 2 and one line, whatever is open by then", {
    skip: noStrace,
  }, async (t) => {
    const { config, data } = room(t);
    const ends: (number | null)[] = [];
    // Every step up to the first mail: the store, the web chat's file, and what is set for the channels.
    for (const kth of [1, 5, 14, 19, 23, 24]) {
      rmSync(data, { recursive: true, force: true });
      const child = tracedRelay(config, failAt("fsync", kth));
      const said = text(child.stderr!);
      await endOf(child);
      assert.match(
        await said,
        /^listwire: [^\n]*(?:cannot be read or written|cannot be used: disk I\/O error)[^\n]*\n$/,
        String(kth),
      );
      ends.push(child.exitCode);
    }
    assert.deepEqual(ends, [2, 2, 2, 2, 2, 2]);
  });

  test("F36: a disk that fails under a commit ends it with 1 and one line, or makes it post again; nothing is lost", {
    skip: noStrace,
  }, async (t) => {
    let ended = 0;
    const kths = [26, 29, 32, 35, 38]; // once both files are open and the channels have what was set for them
    for (const kth of kths) {
      const { config, data } = room(t);
      deliverBurst(dovecot, 9);
      const child = tracedRelay(config, failAt("fsync", kth));
      const said = text(child.stderr!);
      const over = new AbortController();
      await Promise.race([endOf(child), untilAllThere(data, 9, over.signal)]);
      over.abort();
      child.kill("SIGTERM");
      await endOf(child);
      if (child.exitCode !== 0) {
        ended += 1;
        assert.equal(child.exitCode, 1, await said);
        assert.match(await said, /\nlistwire: \S+listwire\.sqlite: cannot be read or written[^\n]*\n$/);
      }
      assert.equal(await finish(t, { config, data }, 9), 0);
    }
    t.diagnostic(`EIO in ${kths.length} places: ${ended} times the end, else posted again; 0 lost, 0 doubled`);
    assert.ok(ended > 0);
  });
});

/** Half of the pages after the first lose their contents. */
function scribble(file: string): void {
  const octets = readFileSync(file);
  for (let at = 4096; at < octets.length; at += 8192) octets.fill(0xa5, at, at + 4096);
  writeFileSync(file, octets);
}

function newer(file: string): void {
  const db = new DatabaseSync(file);
  db.exec("pragma journal_mode = delete; pragma user_version = 99");
  db.close();
}

/** Why a disk of a few MB cannot be had. */
function noMount(): string | false {
  return process.getuid?.() !== 0 && "only root may mount a disk of a few MB";
}
