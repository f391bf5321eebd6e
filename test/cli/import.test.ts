import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { noDovecot, startDovecot } from "../support/dovecot.ts";
import { listwire } from "../support/listwire.ts";
import { startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { patchText, written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("imported mail is posted nowhere, and what comes later knows it", { skip: noDovecot }, async (t) => {
  const dovecot = (await startDovecot())!;
  const folder = temporaryFolder(t);
  const old = [
    { id: "0@dev", subject: "[PATCH 0/1] wbus: burst mode", text: "Sends up to 16 words." },
    { id: "1@dev", subject: "[PATCH 1/1] wbus: fill", refs: ["0@dev"], text: patchText("drivers/wbus/ring.c") },
  ];
  for (const mail of old) writeFileSync(join(folder, `${mail.id}.eml`), written(mail));
  const config = writeConfig(
    folder,
    `data: ./data
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, start: all, poll: 5s}]
web: {host: 127.0.0.1, port: 0}
waits: {card: 0s, orphan: 60s}
`,
  );
  t.after(() => dovecot.close());
  const say = (...args: string[]) => listwire(args, { cwd: folder });
  const paths = old.map(({ id }) => `${id}.eml`);
  const first = await say("import", ...paths);
  assert.deepEqual([first.code, first.out, first.err], [0, "2 mails imported; nothing was posted\n", ""]);
  assert.equal((await say("import", ...paths)).out, "0 mails imported, 2 were here already; nothing was posted\n");

  // The reviewed patch lies in the mailbox, too: it is the same mail, and not posted.
  dovecot.deliver("reader", written(old[1]!));
  const review = {
    id: "2@tom",
    subject: "Re: [PATCH 1/1] wbus: fill",
    refs: ["0@dev", "1@dev"],
    text: "> +int c;\n\nWhy not a long?",
  };
  dovecot.deliver("reader", written(review));
  const relay = await startRelayProcess(config);
  let posts = await relay.channel("wbus").catch(() => []);
  while (posts.length < 2) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    posts = await relay.channel("wbus").catch(() => []);
  }
  assert.deepEqual(
    posts.map(({ post: { tag, title } }) => [tag, title].filter(Boolean).join(" ")),
    ["[PATCH 0/1] wbus: burst mode", "Nora Lind"],
  );
  assert.match((await say("import", ...paths)).err, /another Listwire uses it/);
  await relay.end("SIGTERM");
});
