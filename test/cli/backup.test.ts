import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { notice } from "../../src/compose/answers/notice.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { TopicId } from "../../src/store/store.ts";
import { noDovecot, startDovecot } from "../support/dovecot.ts";
import { listwire } from "../support/listwire.ts";
import { startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A relay that has shown one mail, and the words of a user in its folder. */
async function scene(t: TestContext) {
  const dovecot = (await startDovecot())!;
  const folder = temporaryFolder(t);
  const deliver = (id: string, subject: string) =>
    void dovecot.deliver("reader", written({ id, subject, text: "It is faster." }));
  deliver("0@dev", "[PATCH] wbus: burst mode");
  const config = writeConfig(
    folder,
    `data: ./data
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, start: all, poll: 5s}]
web: {host: 127.0.0.1, port: 0}
waits: {card: 0s}
`,
  );
  t.after(() => dovecot.close());
  return {
    folder,
    deliver,
    start: () => startRelayProcess(config),
    say: (...args: string[]) => listwire(args, { cwd: folder }),
    shows: async (relay: Awaited<ReturnType<typeof startRelayProcess>>, count: number) => {
      for (;;) {
        const posts = await relay.channel("wbus").catch(() => []);
        if (posts.length >= count) return posts.map(({ post }) => post.title);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

test("backup while it runs, restore when it does not: nothing is shown twice, and what came since is read again", {
  skip: noDovecot,
}, async (t) => {
  const { start, say, deliver, shows, folder } = await scene(t);
  const relay = await start();
  await shows(relay, 1);
  const saved = await say("backup", "saved");
  assert.match(saved.out, /saved: 1 mails; `listwire restore saved` puts it back\n$/);
  assert.deepEqual(readdirSync(join(folder, "saved")).sort(), ["listwire.sqlite", "web-chat.sqlite"]);
  assert.match((await say("backup", "saved")).err, /saved\/listwire\.sqlite: is there already; name another folder$/m);
  deliver("1@dev", "[PATCH] wbus: another");
  await shows(relay, 2);

  const refused = await say("restore", "saved");
  assert.deepEqual([refused.code, /another Listwire uses it/.test(refused.err)], [2, true]);
  assert.equal(await relay.end("SIGTERM"), 0);
  assert.match(
    (await say("restore", "saved")).err,
    /has a store of 2 mails already, the backup has 1; say --replace to put that one aside$/m,
  );
  assert.match(
    (await say("restore", "--replace", "saved")).out,
    /data: 1 mails; what was there is in \S+\/before-restore-\S+$/m,
  );

  const again = await start();
  assert.deepEqual((await shows(again, 2)).toSorted(), ["wbus: another", "wbus: burst mode"]);
  assert.equal(await again.end("SIGTERM"), 0);
});

test("restore into an empty folder, and what is no backup", { skip: noDovecot }, async (t) => {
  const { start, say, shows, folder } = await scene(t);
  assert.match((await say("backup", "saved")).err, /data\/listwire\.sqlite: there is no store yet; `run` makes it$/m);
  const relay = await start();
  await shows(relay, 1);
  await relay.end("SIGTERM");
  await say("backup", "saved");
  assert.match(
    (await say("restore", "nowhere")).err,
    /nowhere: there is no listwire\.sqlite in it; name a folder that `backup` made$/m,
  );
  writeFileSync(
    join(folder, "listwire.yaml"),
    `data: ./other\nsources: [{name: main, type: imap, host: 127.0.0.1, user: reader, password: secret}]\n`,
    { mode: 0o600 },
  );
  assert.match((await say("restore", "saved")).out, /other: 1 mails\n/);
});

test("status, quarantine and unsure say what is there, beside a relay that runs or without one", {
  skip: noDovecot,
}, async (t) => {
  const { start, say, shows, folder } = await scene(t);
  const relay = await start();
  await shows(relay, 1);
  const { out } = await say("status");
  assert.match(
    out,
    /^1 mail in 1 thread, 1 topic; the last \d+ s ago\nowed: 0; unsure: 0; given up: 0\ntext of 1 mail, 1 MB \(at most 2 GB; .*\)\nshown in part: 0; in quarantine: 0\nno `health` block/,
  );
  assert.equal((await say("quarantine")).out, "no mail is in quarantine\n");
  assert.equal((await say("unsure")).out, "no post is unsure\n");
  await relay.end("SIGTERM");

  const store = await openSqliteStore(join(folder, "data/listwire.sqlite"));
  const channel = "web:wbus" as ChannelId;
  for (const key of ["a", "b"]) {
    await store.owe({
      channel,
      key,
      topic: "t" as TopicId,
      form: "post",
      level: "silent",
      post: notice(`post ${key}`),
      dueAt: new Date(),
    });
    const { seq } = (await store.delivery(channel, key))!;
    await store.markSending(seq, new Date());
    await store.markUnsure(seq, "the answer was lost");
  }
  await store.close();
  const listed = (await say("unsure")).out;
  assert.match(listed, /^\d+ {2}web:wbus {2}post a {2}\(the answer was lost\)\n\d+ {2}web:wbus {2}post b /);
  const [first = "", second = ""] = listed.split("\n").map((line) => line.split(" ")[0]!);
  assert.match((await say("unsure", "resend", first)).out, /goes out when the relay runs/);
  assert.match((await say("unsure", "drop", second)).out, /dropped/);
  assert.match(
    (await say("unsure", "drop", second)).err,
    /unsure: there is no number \d+; `listwire unsure` lists them$/m,
  );
  assert.match((await say("unsure", "burn", first)).err, /say `unsure`, `unsure resend N` or `unsure drop N`/);
  const again = await start();
  assert.deepEqual((await shows(again, 2)).toSorted(), ["post a", "wbus: burst mode"]);
  await again.end("SIGTERM");
});
