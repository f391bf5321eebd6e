/**
 * Memory and speed of a catch-up: the shipped program reads a full mailbox from a real Dovecot.
 *
 *     node bin/listwire.cjs node bench/memory.ts [--mails 20000] [--preset normal]
 *
 * The mails are the shared corpora's, replicated with Message-IDs and references of their own, or invented ones where the
 * corpora are absent. Memory is what the kernel says of the process (VmRSS over time, VmHWM at the end).
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startDovecot } from "../test/support/dovecot.ts";
import { startRelayProcess, writeConfig } from "../test/support/relay-process.ts";
import { backlog } from "./catch-up/mails.ts";

const { values } = parseArgs({
  options: { mails: { type: "string", default: "20000" }, preset: { type: "string", default: "normal" } },
});
const count = Number(values.mails);

const dovecot = await startDovecot();
if (dovecot === undefined) {
  console.log("memory: skipped, Dovecot is not installed");
  process.exit(0);
}
const { of, mail, lists } = await backlog();
for (let n = 0; n < count; n += 1) dovecot.deliver("reader", mail(n));

const folder = mkdtempSync(join(tmpdir(), "listwire-memory-"));
const started = performance.now();
const relay = await startRelayProcess(
  writeConfig(
    folder,
    `data: ${join(folder, "data")}
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${dovecot.port}, tls: none, user: reader, password: secret, start: all, poll: 60s}]
web: {host: 127.0.0.1, port: 0, preset: ${values.preset}}
channels: {${channels().join(", ")}}
log: {level: info}
`,
  ),
);
const samples: number[] = [];
let taken = 0;
await relay.line(({ msg }) => {
  if (msg !== "mail taken in") return false;
  taken += 1;
  if (taken % 1000 === 0) samples.push(status("VmRSS"));
  return taken >= count;
});
const seconds = (performance.now() - started) / 1000;
const half = samples.slice(Math.floor(samples.length / 2));
console.log(
  `catch-up of ${count} mails (${of}, preset ${values.preset}): ${Math.round(count / seconds)} mails/s, peak ${status("VmHWM")} MiB (bar: 200)`,
);
console.log(
  `  MiB after each ${samples.length > 20 ? "1000th mail, every fifth" : "1000 mails"}: ${samples.filter((_, index) => samples.length <= 20 || index % 5 === 4).join(" ")}; second half ${Math.min(...half)} to ${Math.max(...half)}`,
);
await relay.end("SIGTERM");
await dovecot.close();
rmSync(folder, { recursive: true, force: true });

/** A field of /proc/PID/status in MiB. */
function status(field: "VmRSS" | "VmHWM"): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${relay.pid}/status`, "utf8"));
  return Math.round(Number(line?.[1]) / 1024);
}

/** Each channel gets all there is, so that posts go out all the time. */
function channels(): string[] {
  return lists.map((name) => `"web:${name}": {cap: 1000000}`);
}
