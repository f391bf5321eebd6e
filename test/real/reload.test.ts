import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { noDovecot, startDovecot } from "../support/dovecot.ts";
import { startRelayProcess, writeConfig } from "../support/relay-process.ts";
import { written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("SIGHUP: who may see a list counts from then on; what needs a restart is named, and a wrong file changes nothing", {
  skip: noDovecot,
}, async (t) => {
  const dovecot = (await startDovecot())!;
  const folder = temporaryFolder(t);
  const yaml = (visibility: string, more = "") => `data: ${join(folder, "data")}
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, start: all, poll: 5s}]
lists: [{id: wbus.lists.example.org, visibility: ${visibility}}]
web: {host: 127.0.0.1, port: 0, channels: []}
subscriptions: [{channel: "web:wbus", list: wbus.lists.example.org}]
waits: {card: 0s}
${more}`;
  const config = writeConfig(folder, yaml("public"));
  const relay = await startRelayProcess(config);
  t.after(async () => {
    await relay.end("SIGTERM");
    await dovecot.close();
  });
  const deliver = (n: number) =>
    void dovecot.deliver("reader", written({ id: `${n}@dev`, subject: `[PATCH] wbus: part ${n}`, text: "Faster." }));
  const taken = () => relay.line(({ msg }) => msg === "mail taken in");
  const hup = async (is: string) => {
    const told = relay.line(({ msg }) => msg?.startsWith(is) === true);
    process.kill(relay.pid, "SIGHUP");
    return await told;
  };
  const titles = async () => (await relay.channel("wbus")).map(({ post }) => post.title);
  deliver(1);
  while ((await titles().catch(() => [])).length < 1) await new Promise((resolve) => setTimeout(resolve, 20));

  writeConfig(
    folder,
    yaml('{channels: ["web:other"]}', "timezone: Europe/Berlin\n").replace(/subscriptions: .*\n/, ""),
  );
  const seeds = relay.line(({ msg }) => msg?.startsWith("these settings are for a new store") === true);
  assert.deepEqual((await hup("configuration read again")).changed, ["lists", "timezone", "subscriptions"]);
  assert.deepEqual((await seeds).changed, ["subscriptions"]);
  let came = taken();
  deliver(2);
  await came;
  assert.deepEqual(await titles(), ["wbus: part 1"]);

  writeConfig(folder, yaml("nobody"));
  assert.match(String((await hup("configuration not read again")).problem), /visibility: does not fit/);
  writeConfig(folder, yaml("public", "omit: [nora@example.org]\nhealth: {port: 0}\n"));
  assert.deepEqual((await hup("these settings take effect with a restart")).changed, ["health"]);
  came = taken();
  deliver(3);
  await came;
  while ((await titles()).length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(await titles(), ["wbus: part 1", "wbus: part 3"]);
  const [, third] = await relay.channel("wbus");
  assert.doesNotMatch(JSON.stringify(third), /Faster/);
  writeConfig(folder, yaml("public", "log: {level: warn}\n"));
  await hup("these settings take effect with a restart");
});
