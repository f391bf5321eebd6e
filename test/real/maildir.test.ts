import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("the whole program reads a Maildir: each mail once, also over a restart and when somebody reads them meanwhile", async (t) => {
  const folder = temporaryFolder(t);
  const mail = join(folder, "mail");
  for (const part of ["tmp", "new", "cur"]) mkdirSync(join(mail, part), { recursive: true });
  const deliver = (n: number) => {
    writeFileSync(
      join(mail, "tmp", `${n}`),
      written({ id: `${n}@dev`, subject: `[PATCH] wbus: part ${n}`, text: "It is faster." }),
    );
    renameSync(join(mail, "tmp", `${n}`), join(mail, "new", `${n}`));
  };
  const config = writeConfig(
    folder,
    `data: ./data
sources: [{name: files, type: maildir, path: ./mail, start: all, poll: 5s}]
web: {host: 127.0.0.1, port: 0}
waits: {card: 0s}
`,
  );
  const shows = async (relay: Awaited<ReturnType<typeof startRelayProcess>>, count: number) => {
    for (;;) {
      const posts = await relay.channel("wbus").catch(() => []);
      if (posts.length >= count) return posts.map(({ post }) => post.title);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  for (const n of [1, 2]) deliver(n);
  const relay = await startRelayProcess(config);
  await shows(relay, 2);
  deliver(3);
  await shows(relay, 3);
  assert.equal(await relay.end("SIGTERM"), 0);
  for (const n of [1, 3]) renameSync(join(mail, "new", `${n}`), join(mail, "cur", `${n}:2,S`));
  deliver(4);
  const again = await startRelayProcess(config);
  assert.deepEqual(
    (await shows(again, 4)).toSorted(),
    [1, 2, 3, 4].map((n) => `wbus: part ${n}`),
  );
  assert.equal(await again.end("SIGTERM"), 0);
});

test("and an mbox that others append to", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "wbus.mbox");
  const deliver = (n: number) => {
    const mail = written({ id: `${n}@dev`, subject: `[PATCH] wbus: part ${n}`, text: "It is faster." });
    appendFileSync(
      path,
      `From nora@example.org ${new Date().toUTCString().replace(",", "").replace(" GMT", "")}\n${mail}\n`,
    );
  };
  const config = writeConfig(
    folder,
    `data: ./data
sources: [{name: files, type: mbox, path: ./wbus.mbox, start: all, poll: 5s}]
web: {host: 127.0.0.1, port: 0}
waits: {card: 0s}
`,
  );
  const shows = async (relay: Awaited<ReturnType<typeof startRelayProcess>>, count: number) => {
    for (;;) {
      const posts = await relay.channel("wbus").catch(() => []);
      if (posts.length >= count) return posts.map(({ post }) => post.title);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  for (const n of [1, 2]) deliver(n);
  const relay = await startRelayProcess(config);
  await shows(relay, 2);
  deliver(3);
  await shows(relay, 3);
  assert.equal(await relay.end("SIGTERM"), 0);
  // Somebody reads them with mutt, and one is removed.
  const [, ...kept] = readFileSync(path, "latin1").split(/(?=^From nora)/m);
  writeFileSync(path, kept.join("").replaceAll("Subject:", "Status: RO\r\nSubject:"), "latin1");
  deliver(4);
  const again = await startRelayProcess(config);
  assert.deepEqual(
    await shows(again, 4),
    [1, 2, 3, 4].map((n) => `wbus: part ${n}`),
  );
  assert.equal(await again.end("SIGTERM"), 0);
});
