/**
 * A mail's own time in Listwire: from the server's notice that it arrived to its post in the web chat.
 *
 *     node bin/listwire.cjs node bench/latency.ts [--mails 300]
 *
 * A real Dovecot, the shipped program in a process of its own, mails one by one: the next is delivered when the last one
 * was posted. The clock starts when the server's EXISTS passes the proxy between the two, and stops at the log line of
 * the post, which is written after the post is durable and shown.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startDovecot } from "../test/support/dovecot.ts";
import { startRelayProcess, writeConfig } from "../test/support/relay-process.ts";
import { written } from "../test/support/stage.ts";
import { noticingProxy } from "./noticing-proxy.ts";

const { values } = parseArgs({ options: { mails: { type: "string", default: "300" } } });
const count = Number(values.mails);

const dovecot = await startDovecot();
if (dovecot === undefined) {
  console.log("latency: skipped, Dovecot is not installed");
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), "listwire-latency-"));
const proxy = await noticingProxy(dovecot.port, /\* \d+ EXISTS/);
dovecot.deliver("reader", written({ id: "first@bench", subject: "wbus: the first one" }));
const relay = await startRelayProcess(
  writeConfig(
    folder,
    `data: ${join(folder, "data")}
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${proxy.port}, tls: none, user: reader, password: secret, start: all, poll: 60s}]
web: {host: 127.0.0.1, port: 0}
channels: {"web:wbus": {cap: 100000}}
waits: {card: 0s, orphan: 0s}
log: {level: debug}
`,
  ),
);
const isPosted = ({ msg, form }: Readonly<Record<string, unknown>>) => msg === "posted" && form === "post";
await relay.line(isPosted);

const times: number[] = [];
for (let n = 0; n < count; n += 1) {
  const noticed = proxy.noticed();
  const posted = relay.line(isPosted).then(() => performance.now());
  // Every third mail opens a conversation, the others answer in the one before.
  const root = n - (n % 3);
  const answer =
    n === root ? {} : { refs: [`${root}@bench`], text: "On Tue, Nora wrote:\n> Hello.\nYes, that is how it works.\n" };
  dovecot.deliver(
    "reader",
    written({
      id: `${n}@bench`,
      subject: n === root ? `wbus: question ${n}` : `Re: wbus: question ${root}`,
      ...answer,
    }),
  );
  const at = await noticed;
  times.push((await posted) - at);
}
times.sort((a, b) => a - b);
const at = (share: number) => `${times[Math.min(times.length - 1, Math.floor(times.length * share))]?.toFixed(1)} ms`;
console.log(
  `latency of ${count} mails, notice to post: p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} (bar: p95 at most 100 ms)`,
);

await relay.end("SIGTERM");
await proxy.close();
await dovecot.close();
rmSync(folder, { recursive: true, force: true });
