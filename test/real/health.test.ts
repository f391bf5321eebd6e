import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { noDovecot, startDovecot } from "../support/dovecot.ts";
import { startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("the whole program tells how it is: well, ill when its mailbox is gone, well again, and what it counted", {
  skip: noDovecot,
}, async (t) => {
  const dovecot = (await startDovecot())!;
  const folder = temporaryFolder(t);
  dovecot.deliver("reader", written({ id: "0@dev", subject: "[PATCH] wbus: burst mode", text: "It is faster." }));
  const relay = await startRelayProcess(
    writeConfig(
      folder,
      `data: ${join(folder, "data")}
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, start: all, poll: 5s}]
web: {host: 127.0.0.1, port: 0}
health: {port: 0}
waits: {card: 0s}
`,
    ),
  );
  t.after(async () => {
    await relay.end("SIGTERM");
    await dovecot.close();
  });
  while (!relay.said().includes("Health: ")) await new Promise((resolve) => setTimeout(resolve, 10));
  const address = /^Health: (\S+)\/healthz$/m.exec(relay.said())![1]!;
  const get = async (path: string) => {
    const answer = await fetch(`${address}${path}`);
    return { status: answer.status, text: await answer.text() };
  };
  const until = (path: string, status: number) =>
    relay.unlessEnded(
      (async () => {
        while ((await get(path)).status !== status) await new Promise((resolve) => setTimeout(resolve, 50));
      })(),
    );
  await until("/readyz", 200);
  await until("/healthz", 200);
  while (!(await get("/metrics")).text.includes('listwire_deliveries_total{platform="web",form="post"} 1'))
    await new Promise((resolve) => setTimeout(resolve, 50));
  const { text } = await get("/metrics");
  assert.match(text, /^listwire_mails_taken_total\{what="new"\} 1$/m);
  assert.match(text, /^listwire_post_lag_seconds_count\{platform="web"\} 1$/m);
  assert.doesNotMatch(text, /secret|burst mode/);
  await dovecot.kill();
  await until("/healthz", 503);
  assert.match((await get("/healthz")).text, /source main\/INBOX cannot be read/);
  await dovecot.start();
  await until("/healthz", 200);
  assert.match((await get("/metrics")).text, /^listwire_source_losses_total\{source="main\/INBOX"\} 1$/m);
});
