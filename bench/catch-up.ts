/**
 * A catch-up of many mails out of one mailbox of a real Dovecot, side by side in one run: the shipped program into its store, without
 * a subscription, so that nothing is posted; `mbsync` without FSync into a Maildir; and the chain of bench/catch-up/chain.ts.
 *
 *     node bin/listwire.cjs node bench/catch-up.ts [--mails 20000] [--peers FOLDER]
 *
 * `--peers` names a folder in which `npm install mailparser email-reply-parser` was run; they are no dependency of ours.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startDovecot } from "../test/support/dovecot.ts";
import { startRelayProcess, writeConfig } from "../test/support/relay-process.ts";
import { backlog } from "./catch-up/mails.ts";

const { values } = parseArgs({ options: { mails: { type: "string", default: "20000" }, peers: { type: "string" } } });
const count = Number(values.mails);
const dovecot = await startDovecot();
if (dovecot === undefined) {
  console.log("catch-up: skipped, Dovecot is not installed");
  process.exit(0);
}
const { of, mail } = await backlog();
for (let n = 0; n < count; n += 1) dovecot.deliver("reader", mail(n));
const folder = mkdtempSync(join(tmpdir(), "listwire-catch-up-"));
console.log(`catch-up of ${count} mails (${of}):`);
// The first one to come makes Dovecot's index.
const warm = mbsync("warm");
const own = await listwire();
const sync = warm === undefined ? undefined : mbsync("again");
const chain = values.peers === undefined ? undefined : rival(values.peers);
row("listwire", own.perSecond, `peak ${own.peakMiB} MiB (bar: 200)`);
if (sync === undefined) console.log("  mbsync: not installed (Debian: isync)");
else row("mbsync, FSync no", sync, `listwire is ${(own.perSecond / sync).toFixed(3)} of it (bar: 1.5)`);
if (chain === undefined) console.log("  the npm chain: skipped, --peers is missing");
else
  row(
    "imapflow, mailparser, email-reply-parser, SQLite",
    chain,
    `listwire is ${(own.perSecond / chain).toFixed(2)} of it (bar: 4)`,
  );
await dovecot.close();
rmSync(folder, { recursive: true, force: true });

function row(name: string, perSecond: number, says: string): void {
  console.log(`  ${name}: ${Math.round(perSecond)} mails/s; ${says}`);
}

async function listwire(): Promise<{ readonly perSecond: number; readonly peakMiB: number }> {
  const started = performance.now();
  const relay = await startRelayProcess(
    writeConfig(
      folder,
      `data: ${join(folder, "data")}
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${dovecot!.port}, tls: none, user: reader, password: secret, start: all, poll: 60s}]
web: {host: 127.0.0.1, port: 0, channels: []}
log: {level: info}
`,
    ),
  );
  let taken = 0;
  await relay.line(({ msg }) => msg === "mail taken in" && ++taken >= count);
  const seconds = (performance.now() - started) / 1000;
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${relay.pid}/status`, "utf8"));
  await relay.end("SIGTERM");
  return { perSecond: count / seconds, peakMiB: Math.round(Number(peak?.[1]) / 1024) };
}

function mbsync(name: string): number | undefined {
  const maildir = join(folder, name);
  mkdirSync(maildir);
  const config = join(folder, `${name}.rc`);
  writeFileSync(
    config,
    `FSync no

IMAPAccount a
Host 127.0.0.1
Port ${dovecot!.port}
User reader
Pass secret
SSLType None

IMAPStore far
Account a

MaildirStore near
Path ${maildir}/
Inbox ${maildir}/INBOX

Channel all
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
SyncState *
`,
  );
  const started = performance.now();
  const { status, error, stderr } = spawnSync("mbsync", ["-q", "-c", config, "-a"]);
  if (error !== undefined) return undefined;
  if (status !== 0) throw new Error(`mbsync ended with ${status}: ${stderr}`);
  const seconds = (performance.now() - started) / 1000;
  const came = ["new", "cur"].flatMap((half) => readdirSync(join(maildir, "INBOX", half))).length;
  if (came !== count) throw new Error(`mbsync brought ${came} mails`);
  rmSync(maildir, { recursive: true, force: true });
  return count / seconds;
}

function rival(peers: string): number {
  const started = performance.now();
  const script = join(import.meta.dirname, "catch-up/chain.ts");
  const { status, stderr } = spawnSync(process.execPath, [
    script,
    String(dovecot!.port),
    join(folder, "rival.sqlite"),
    peers,
  ]);
  if (status !== 0) throw new Error(`the chain ended with ${status}: ${stderr}`);
  return count / ((performance.now() - started) / 1000);
}
