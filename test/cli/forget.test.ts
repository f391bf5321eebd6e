import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { identify } from "../../src/mail/identity.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { noDovecot, startDovecot } from "../support/dovecot.ts";
import { listwire } from "../support/listwire.ts";
import { startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a sender who asks for it is forgotten, in the archive and in the channels; the rest stays", {
  skip: noDovecot,
}, async (t) => {
  const dovecot = (await startDovecot())!;
  t.after(() => dovecot.close());
  const folder = temporaryFolder(t);
  const config = writeConfig(
    folder,
    `data: ./data
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, start: all, poll: 5s}]
web: {host: 127.0.0.1, port: 0}
waits: {card: 0s}
log: {level: info}
`,
  );
  const question = written({ id: "0@dev", subject: "wbus: which clock?", text: "It says 32 kHz." });
  const answer = written({
    id: "1@tom",
    from: "Tom Okafor <tom@example.com>",
    subject: "Re: wbus: which clock?",
    refs: ["0@dev"],
    text: "Platypus.",
  });
  dovecot.deliver("reader", question);
  dovecot.deliver("reader", answer);
  const say = (...args: string[]) => listwire(args, { cwd: folder });
  const titles = async (relay: Awaited<ReturnType<typeof startRelayProcess>>, isSo: (titles: string[]) => boolean) => {
    for (;;) {
      const all = (await relay.channel("wbus").catch(() => [])).map(({ post }) => post.title);
      if (isSo(all)) return all;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  const first = await startRelayProcess(config);
  await titles(first, (all) => all.length === 2);
  assert.match((await say("forget", "--yes", "tom@example.com")).err, /another Listwire uses it/);
  await first.end("SIGTERM");

  const rows: readonly (readonly [args: string[], code: number, says: RegExp])[] = [
    [["forget"], 2, /^listwire: forget: name one address or one Message-ID: forget nora@example\.org$/m],
    [
      ["forget", "--yes", "*@example.com"],
      1,
      /^no mail here is from \*@example\.com, and none has it for its Message-ID$/m,
    ],
    [["forget", "tom@example.com"], 1, /^1 mail in 1 topic\nnothing was forgotten; `--yes` forgets it$/m],
    [
      ["forget", "--yes", "Tom@Example.COM"],
      0,
      /^1 mail in 1 topic\nforgotten; 1 post will be taken away and \d+ changed as soon as the relay runs$/m,
    ],
    [["forget", "--yes", "<1@tom>"], 1, /^no mail here is from 1@tom/m],
  ];
  for (const [args, code, says] of rows) {
    const { code: ended, out, err } = await say(...args);
    assert.match(out + err, says);
    assert.equal(ended, code, args.join(" "));
  }

  const second = await startRelayProcess(config);
  assert.deepEqual(await titles(second, (all) => all.includes("Forgotten.")), ["wbus: which clock?", "Forgotten."]);
  // It comes again, and is known.
  dovecot.deliver("reader", answer);
  await second.line(({ what, messageId }) => what === "repeat" && messageId === "1@tom");
  assert.deepEqual(await titles(second, () => true), ["wbus: which clock?", "Forgotten."]);
  await second.end("SIGTERM");

  const files = readdirSync(join(folder, "data"));
  const octets = Buffer.concat(files.map((name) => readFileSync(join(folder, "data", name))));
  assert.ok(octets.includes("which clock"));
  for (const word of ["Platypus", "Tom Okafor", "tom@example.com"]) assert.ok(!octets.includes(word), word);
});

test("a mail is let out of quarantine, and read again when the relay runs", { skip: noDovecot }, async (t) => {
  const dovecot = (await startDovecot())!;
  t.after(() => dovecot.close());
  const folder = temporaryFolder(t);
  const config = writeConfig(
    folder,
    `data: ./data
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, start: all, poll: 5s}]
web: {host: 127.0.0.1, port: 0}
waits: {card: 0s}
log: {level: info}
health: {port: 0}
`,
  );
  const octets = written({ id: "0@dev", subject: "wbus: which clock?" });
  const { key } = identify(octets);
  dovecot.deliver("reader", octets);
  const say = (...args: string[]) => listwire(args, { cwd: folder });
  // Three runs ended while it was read.
  const store = await openSqliteStore(join(folder, "data/listwire.sqlite"));
  for (let run = 0; run < 3; run += 1) await store.beginReading([key]);
  await store.close();
  const first = await startRelayProcess(config);
  await first.line(({ msg }) => msg === "mail taken in");
  await first.end("SIGTERM");

  const [, short = ""] = /^(\w+) /.exec((await say("quarantine")).out) ?? [];
  assert.match(
    (await say("quarantine", "release", "nothing")).err,
    /nothing is not in quarantine; `listwire quarantine` lists what is/,
  );
  assert.match((await say("quarantine", "drop", short)).err, /say `quarantine`, or `quarantine release SHORT`/);
  assert.equal((await say("quarantine", "release", short)).out, `${short}: it is read again when the relay runs\n`);
  const second = await startRelayProcess(config);
  await second.line(({ msg, source }) => msg === "mail taken in" && source === "quarantine");
  for (;;) {
    const posts = await second.channel("wbus").catch(() => []);
    if (posts.length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal((await say("quarantine")).out, "no mail is in quarantine\n");
  const [, health] = /^Health: (\S+)\/healthz$/m.exec(second.said()) ?? [];
  const { sources } = (await (await fetch(`${health}/readyz`)).json()) as { sources: { name: string }[] };
  assert.deepEqual(
    sources.map(({ name }) => name),
    ["main/INBOX"],
  );
  await second.end("SIGTERM");
});
