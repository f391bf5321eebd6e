import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { notice } from "../../src/compose/answers/notice.ts";
import type { MailKey } from "../../src/mail/identity.ts";
import type { ListId } from "../../src/mail/mail.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Decision, Store, ThreadId, TopicId } from "../../src/store/store.ts";
import { type FakeDiscord, fakeDiscord } from "../support/discord/fake-discord.ts";
import { overwrite } from "../support/discord/town.ts";
import type { Channel, Guild } from "../support/discord/world.ts";
import { type Dovecot, noDovecot, startDovecot } from "../support/dovecot.ts";
import { type Ended, listwire } from "../support/listwire.ts";
import { noNewsServer, startNewsServer } from "../support/news-server.ts";
import { writeConfig } from "../support/relay-process.ts";
import { written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Scene {
  readonly folder: string;
  readonly dovecot: Dovecot;
  readonly fake: FakeDiscord;
  readonly guild: Guild;
  readonly channel: Channel;
  readonly id: ChannelId;
  /** Writes the configuration, with these words in place of others. */
  write(change?: (yaml: string) => string): void;
  /** What the relay would have left behind. */
  remember(work: (store: Store) => Promise<unknown>): Promise<void>;
  check(): Promise<Ended>;
}

async function scene(t: TestContext): Promise<Scene> {
  const dovecot = (await startDovecot())!;
  const fake = await fakeDiscord();
  const guild = fake.guild("Wbus people");
  const channel = fake.channel(guild, "wbus");
  const folder = temporaryFolder(t);
  t.after(async () => {
    await fake.close();
    await dovecot.close();
  });
  dovecot.deliver("reader", written({ id: "0@dev", subject: "[PATCH] wbus: burst mode", text: "It is faster." }));
  const id = `discord:${channel.id}` as ChannelId;
  const yaml = `data: ./data
sources:
  - {name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, mailboxes: [INBOX], start: all}
lists:
  - {id: wbus.lists.example.org, name: wbus}
web: {host: 127.0.0.1, port: 0}
discord: {token: ${fake.settings.token}, api: "${fake.api}"}
subscriptions:
  - {channel: "${id}", list: wbus.lists.example.org}
`;
  const write: Scene["write"] = (change = (same) => same) => void writeConfig(folder, change(yaml));
  write();
  return {
    folder,
    dovecot,
    fake,
    guild,
    channel,
    id,
    write,
    async remember(work) {
      const store = await openSqliteStore(join(folder, "data/listwire.sqlite"));
      const since = new Date();
      await store.subscribe({
        channel: id,
        what: { kind: "list", name: "wbus.lists.example.org" },
        preset: "normal",
        since,
        by: "config",
      });
      await work(store);
      await store.close();
    },
    check: () => listwire(["check"], { cwd: folder }),
  };
}

const mail = (
  store: Store,
  decision: Decision,
  more: { readonly state?: "quarantined"; readonly problem?: string } = {},
) =>
  store.addMail(
    {
      key: "k".padEnd(43, "0") as MailKey,
      short: "k7q2m9xa",
      id: "0@dev" as MessageId,
      arrivedAt: new Date(),
      thread: "0@dev" as ThreadId,
      ancestors: [],
      topic: "k7q2m9xa" as TopicId,
      lists: ["wbus.lists.example.org" as ListId],
      kind: "patch",
      author: "Nora Lind",
      subject: "[PATCH] wbus: burst mode",
      state: "read",
      facts: {},
      decisions: [decision],
      ...more,
    },
    Buffer.from("x"),
  );

describe("check", { skip: noDovecot }, () => {
  test("says what is well, and ends with 0", async (t) => {
    const on = await scene(t);
    const { code, out } = await on.check();
    assert.equal(
      out,
      `ok   listwire.yaml: the configuration is right
ok   main/INBOX: 1 mails of wbus.lists.example.org
ok   discord: the token is taken
ok   ${on.id}: can be posted to

All is well.
`,
    );
    assert.equal(code, 0);
    assert.deepEqual([on.fake.messages(on.channel), on.fake.records.violations], [[], []]);
  });

  test("a configuration that is wrong is told by file, line and remedy, exit 2", async (t) => {
    const on = await scene(t);
    on.write((yaml) => yaml.replace("sources:", "sorces:"));
    const { code, err } = await on.check();
    assert.match(err, /listwire\.yaml:2: sorces: there is no such setting; did you mean `sources`\?/);
    assert.equal(code, 2);
    on.write();
    chmodSync(join(on.folder, "listwire.yaml"), 0o644);
    assert.match((await on.check()).err, /password: stands in a file that every user of this machine can read/);
  });

  test("looks into a Maildir, too", async (t) => {
    const on = await scene(t);
    const folder = join(on.folder, "mail");
    for (const part of ["new", "cur"]) mkdirSync(join(folder, part), { recursive: true });
    writeFileSync(join(folder, "cur", "1:2,S"), written({ id: "0@dev", subject: "x" }));
    const yaml = (path: string) => (before: string) =>
      before.replace(/ {2}- \{name: main.*/, `  - {name: files, type: maildir, path: ${path}, start: all}`);
    on.write(yaml("./mail"));
    assert.match((await on.check()).out, /^ok {3}files: 1 mails of wbus\.lists\.example\.org$/m);
    on.write(yaml("./nowhere"));
    assert.match(
      (await on.check()).out,
      /^bad {2}files: \S+\/nowhere cannot be read as a Maildir \(ENOENT\); name a folder with `new` and `cur` in it$/m,
    );
  });

  test("and into an mbox", async (t) => {
    const on = await scene(t);
    const mail = written({ id: "0@dev", subject: "x" }).toString().replaceAll("\r\n", "\n");
    writeFileSync(join(on.folder, "wbus.mbox"), `From a@b Tue Nov 17 09:00:00 2026\n${mail}\n`.repeat(3));
    const yaml = (path: string) => (before: string) =>
      before.replace(/ {2}- \{name: .*/, `  - {name: files, type: mbox, path: ${path}, start: all}`);
    on.write(yaml("./wbus.mbox"));
    assert.match((await on.check()).out, /^ok {3}files: 3 mails of wbus\.lists\.example\.org$/m);
    on.write(yaml("./nowhere"));
    assert.match(
      (await on.check()).out,
      /^bad {2}files: \S+\/nowhere cannot be read as an mbox \(ENOENT\); name an mbox file$/m,
    );
  });

  const off = (channel: ChannelId, because: string, isUnwanted?: true): Decision => ({
    channel,
    shown: "off",
    because,
    ...(isUnwanted && { isUnwanted }),
  });

  // biome-ignore format: the columns are the specification
  const silences: readonly [silence: string, stage: (on: Scene) => Promise<void> | void, says: RegExp, code: 0 | 1][] = [
    ["a wrong List-Id", (on) => on.write((yaml) => yaml.replaceAll("wbus.lists.example.org", "wbuss.lists.example.org")),
      /^bad {2}wbuss\.lists\.example\.org: wrong List-Id\? no mail that came has it; those that came have wbus\.lists\.example\.org$/m, 1],
    ["a filter that is too narrow", (on) => on.remember((store) => mail(store, off(on.id, "subscribed to list wbus; but exclude subject wbus", true))),
      /^note discord:\d+: filter too narrow: it leaves out all of the latest 1 mail; `filter test` shows which rule does$/m, 0],
    ["a paused channel", (on) => on.remember((store) => store.owe({ channel: on.id, key: "a", topic: "t" as TopicId, form: "post", level: "silent", post: notice("a"), dueAt: new Date(Date.now() - 600_000) })),
      /^bad {2}discord:\d+: paused: posts wait since .*; does the relay run\?$/m, 1],
    ["an empty mailbox", (on) => { on.dovecot.maildir("reader", "Empty"); on.write((yaml) => yaml.replace("[INBOX]", "[Empty]")); },
      /^note main\/Empty: the mailbox is empty: is the subscription delivered here\?$/m, 0],
    ["the start position `now`", (on) => on.write((yaml) => yaml.replace("start: all", "start: now")),
      /^note main\/INBOX: start position `now`: the 1 mail that lie there are not read; write `start: all` or `start: \{since: 7d\}` before the first start$/m, 0],
    ["a mute", (on) => on.remember((store) => mail(store, off(on.id, "muted here until 2026-12-01"))),
      /^note discord:\d+: muted: 1 mail of conversations that an admin muted here; `unmute` ends it$/m, 0],
    ["the flood guard", (on) => on.remember((store) => store.saveGuard(on.id, { lists: {}, overflow: { since: Date.now(), mails: 34, cap: 60, floods: [] } })),
      /^note discord:\d+: flood guard: "and 34 more.*" in the last hour, over the cap of 60; `set cap` raises it$/m, 0],
    ["quarantine", (on) => on.remember((store) => mail(store, { shown: "held", because: "x" }, { state: "quarantined", problem: "it ended the process 3 times" })),
      /^bad {2}k7q2m9xa: in quarantine: it ended the process 3 times; `listwire quarantine` lists all$/m, 1],
    ["a login that is refused", (on) => on.write((yaml) => yaml.replace("password: secret", "password: wrong")),
      /^bad {2}main\/INBOX: the login is refused; check user and password/m, 1],
    ["a permission that is missing", (on) => on.fake.allow(on.channel, [overwrite(on.guild, "role", { deny: ["SEND_MESSAGES"] })]),
      /^bad {2}discord:\d+: permission: the bot may not: Send Messages; allow it for the bot's role in this channel$/m, 1],
    ["a mailbox that is missing", (on) => on.write((yaml) => yaml.replace("[INBOX]", "[Nowhere]")),
      /^bad {2}main\/Nowhere: there is no such mailbox; check its name/m, 1],
    ["a channel that the bot does not see", (on) => on.fake.allow(on.channel, [overwrite(on.guild, "role", { deny: ["VIEW_CHANNEL"] })]),
      /^bad {2}discord:\d+: permission: (?:there is no such channel for the bot|the bot may not: View Channel)/m, 1],
    ["a token that is not taken", (on) => on.write((yaml) => yaml.replace(/token: \S+,/, "token: wrong.token.here,")),
      /^bad {2}discord: the token is not taken; copy the bot's token anew into `discord\.token`$/m, 1],
    ["a channel of a platform that is not configured", (on) => on.write((yaml) => yaml.replace(/discord: .*\n/, "")),
      /^bad {2}discord:\d+: no `discord` block in the configuration; write it, or unsubscribe the channel$/m, 1],
  ];
  for (const [silence, stage, says, code] of silences)
    test(`names ${silence}`, async (t) => {
      const on = await scene(t);
      await stage(on);
      const ended = await on.check();
      assert.match(ended.out, says);
      assert.equal(ended.code, code);
    });
});

test("check looks into each group of a news server", { skip: noNewsServer }, async (t) => {
  const news = (await startNewsServer())!;
  t.after(() => news.close());
  const folder = temporaryFolder(t);
  const [full, empty] = [news.newGroup(), news.newGroup()];
  for (const word of ["one", "two"]) news.deliver(full, written({ id: `${word}@dev`, subject: word }));
  const config = (login: string, group: string) => `sources:
  - {name: news, type: nntp, host: 127.0.0.1, port: ${news.port}, tls: none, groups: [${full}, ${group}]${login}, start: all}
`;
  writeConfig(folder, config("", empty));
  const well = await listwire(["check"], { cwd: folder });
  assert.match(well.out, new RegExp(`^ok {3}news/${full}: 2 mails of wbus\\.lists\\.example\\.org$`, "m"));
  assert.match(well.out, new RegExp(`^ok {3}news/${empty}: 0 mails$`, "m"));
  assert.equal(well.code, 0);
  writeConfig(folder, config("", "inbox.nowhere"));
  const gone = await listwire(["check"], { cwd: folder });
  assert.match(gone.out, /^bad {2}news\/inbox\.nowhere: there is no such group; check its name \(GROUP: 411 /m);
  assert.equal(gone.code, 1);
  writeConfig(folder, config(", user: reader, password: wrong", empty));
  const refused = await listwire(["check"], { cwd: folder });
  assert.match(refused.out, /^bad {2}news\/\S+: the login is refused; check user and password \(AUTHINFO: 481 /m);
});
