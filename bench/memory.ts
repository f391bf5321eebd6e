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
import { noCorpora, threadMails } from "../test/support/corpora.ts";
import { startDovecot } from "../test/support/dovecot.ts";
import { startRelayProcess, writeConfig } from "../test/support/relay-process.ts";
import { patchText, written } from "../test/support/stage.ts";

const { values } = parseArgs({
  options: { mails: { type: "string", default: "20000" }, preset: { type: "string", default: "normal" } },
});
const count = Number(values.mails);

const dovecot = await startDovecot();
if (dovecot === undefined) {
  console.log("memory: skipped, Dovecot is not installed");
  process.exit(0);
}
const absent = noCorpora(0);
const originals = absent === false ? (await threadMails()).map(({ octets }) => octets) : invented();
for (let n = 0; n < count; n += 1)
  dovecot.deliver("reader", replica(originals[n % originals.length]!, Math.floor(n / originals.length)));

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
  `catch-up of ${count} mails (${absent === false ? "replicated corpora" : "invented"}, preset ${values.preset}): ${Math.round(count / seconds)} mails/s, peak ${status("VmHWM")} MiB (bar: 200)`,
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

/** The same mail under ids of its own; the first round keeps them. */
function replica(octets: Uint8Array, round: number): Uint8Array {
  if (round === 0) return octets;
  const text = Buffer.from(octets).toString("latin1");
  const end = text.search(/\r?\n\r?\n/);
  const header = text
    .slice(0, end)
    .replace(/^(?:message-id|in-reply-to|references):(?:.*(?:\r?\n[ \t].*)*)/gim, (field) =>
      field.replace(/<([^<>\s]+)>/g, `<r${round}.$1>`),
    );
  return Buffer.from(header + text.slice(end), "latin1");
}

/** A series with answers, over and over. */
function invented(): Uint8Array[] {
  return Array.from({ length: 100 }, (_, n) => {
    const cover = n - (n % 10);
    const refs = n === cover ? {} : { refs: [`${cover}@bench`] };
    const isPatch = n % 10 < 5;
    return written({
      id: `${n}@bench`,
      subject: isPatch ? `[PATCH ${n % 10}/4] wbus: part ${n}` : `Re: [PATCH 0/4] wbus: part ${cover}`,
      text: isPatch ? patchText(`drivers/wbus/${n}.c`) : "On Tue, Nora wrote:\n> Because it is needed.\nIs it?\n",
      ...refs,
    });
  });
}

/** Each channel gets all there is, so that posts go out all the time. */
function channels(): string[] {
  const lists = originals.flatMap(
    (octets) => /^List-Id:[^<]*<([^.>]+)/im.exec(Buffer.from(octets).toString("latin1"))?.[1] ?? [],
  );
  return [...new Set(lists)].map((name) => `"web:${name}": {cap: 1000000}`);
}
