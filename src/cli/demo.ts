import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { systemClock } from "../clock.ts";
import type { Taken } from "../intake/take-in.ts";
import type { ListId } from "../mail/mail.ts";
import { openLog } from "../ops/log.ts";
import { imapSource } from "../source/imap.ts";
import { type DemoMailbox, demoMails, openDemoMailbox } from "./demo-mailbox.ts";
import { directory } from "./directory.ts";
import { startRelay } from "./relay.ts";
import type { Relay } from "./relay-parts.ts";
import { readTables } from "./tables.ts";
import { untilStopped } from "./until-stopped.ts";
import { parsed } from "./usage.ts";

const FOLDER = fileURLToPath(new URL("../../config/demo/", import.meta.url));

/** Milliseconds between two mails that one watches; the first ones come at once, so that there is something to see. */
const PACE_MS = 450;
const AT_ONCE = 6;

/**
 * The real program on embedded parts: an IMAP server on loopback with the demo's mailbox, SQLite in a folder that goes
 * away again, the web chat. `--once` takes everything in, prints a summary and ends; `--port N` fixes the port.
 */
export async function demo(args: readonly string[]): Promise<number> {
  const { values } = parsed(args, {
    once: { type: "boolean", default: false },
    port: { type: "string", default: "0" },
  });
  const isOnce = values.once;
  const data = await mkdtemp(join(tmpdir(), "listwire-demo-"));
  const mailbox = await openDemoMailbox();
  const counts = { mails: 0, copies: 0 };
  const leaving = new AbortController();
  let relay: Relay | undefined;
  try {
    const mails = await demoMails(FOLDER);
    relay = await startDemo(data, mailbox, Number(values.port), (taken) => {
      counts[taken.what === "new" ? "mails" : "copies"] += 1;
      console.log(line(taken));
    });
    console.log(`Web chat: ${styleText("bold", relay.address)}\n`);
    const stopped = isOnce ? new Promise<never>(() => undefined) : untilStopped();
    const ended = await Promise.race([
      stopped,
      relay.failed,
      watch(mailbox, mails, isOnce, relay, counts, leaving.signal),
    ]);
    if (ended === "done" && !isOnce) {
      console.log(nextSteps(relay.address));
      await Promise.race([stopped, relay.failed]);
    }
    return 0;
  } finally {
    leaving.abort();
    await relay?.stop();
    await mailbox.close();
    await rm(data, { recursive: true, force: true });
  }
}

async function startDemo(
  data: string,
  mailbox: DemoMailbox,
  port: number,
  onTaken: (taken: Taken) => void,
): Promise<Relay> {
  const source = imapSource({
    name: "demo/INBOX",
    host: "127.0.0.1",
    port: mailbox.port,
    tls: "none",
    user: mailbox.user,
    password: async () => mailbox.password,
    mailbox: "INBOX",
    start: { kind: "all" },
    pollMs: 2000,
    now: systemClock.now,
  });
  const files = { maintainers: join(FOLDER, "MAINTAINERS"), subsystems: join(FOLDER, "subsystems.yaml") };
  const tables = await readTables(files);
  return await startRelay({
    data,
    sources: [source],
    directory: directory(DEMO_LISTS),
    tables: () => tables,
    web: { host: "127.0.0.1", port },
    autoPreset: "normal",
    seeds: [],
    // Everything comes quickly here, so waiting for the rest of a series is short, too.
    live: { timezone: "UTC", omit: new Set(), waits: { cardMs: 1500, orphanMs: 2000 } },
    clock: systemClock,
    log: openLog("silent"),
    onTaken,
  });
}

/** Where the demo's lists pretend to be archived. */
const DEMO_LISTS = ["wbus-devel", "core-devel", "talldb-hackers", "brick"].map((name) => ({
  id: `${name}.lists.example.org` as ListId,
  name,
  archive: `https://lists.example.org/${name}/{id}`,
}));

/** Lets the mails arrive and waits until all of them are through. */
async function watch(
  mailbox: DemoMailbox,
  mails: readonly Uint8Array[],
  isOnce: boolean,
  relay: Relay,
  counts: { mails: number; copies: number },
  signal: AbortSignal,
): Promise<"done"> {
  for (const [index, octets] of mails.entries()) {
    if (signal.aborted) return "done";
    mailbox.deliver(octets, systemClock.now());
    if (!isOnce && index >= AT_ONCE) await systemClock.wait(PACE_MS, signal);
  }
  while (counts.mails + counts.copies < mails.length && !signal.aborted) await systemClock.wait(20, signal);
  if (signal.aborted) return "done";
  await relay.settled();
  const { threads, topics, degraded, quarantined } = await relay.store.counts();
  const { sent } = await relay.store.depths(systemClock.now());
  const rest = [
    degraded > 0 ? `, ${degraded} shown in part` : "",
    quarantined > 0 ? `, ${quarantined} in quarantine` : "",
  ].join("");
  console.log(
    `\n${counts.mails} mails, ${threads} threads, ${topics} topics, ${sent} posts and edits, ${counts.copies} copies of mails that were here already${rest}`,
  );
  return "done";
}

/** One line a mail: what it is, where it went, why. */
function line({ what, mail }: Taken): string {
  const kind = styleText("cyan", mail.kind.padEnd(19));
  const subject = mail.subject.length > 64 ? `${mail.subject.slice(0, 63)}…` : mail.subject.padEnd(64);
  return `${kind} ${subject} ${styleText("dim", `${what === "copy" ? "a copy by another list; " : ""}${whither(mail.decisions)}`)}`;
}

/** `card in wbus, wbus-devel: a patch, pull request or topic gets a card`. */
function whither(decisions: Taken["mail"]["decisions"]): string {
  const groups = Map.groupBy(
    decisions,
    ({ shown, because }) => `${shown}|${because.slice(because.lastIndexOf("; ") + 1).trim()}`,
  );
  return Array.from(groups, ([group, members]) => {
    const [shown = "", because = ""] = group.split("|");
    const channels = members.flatMap(({ channel }) => channel?.slice(channel.indexOf(":") + 1) ?? []);
    return `${shown}${channels.length > 0 ? ` in ${channels.join(", ")}` : ""}: ${because}`;
  }).join("; ");
}

function nextSteps(address: string): string {
  return [
    "",
    "That was everything. The web chat goes on until Ctrl-C. Next:",
    `  look at it         ${address}`,
    "  ask it something   full, patch, thread, why or help in the box below a conversation",
    "  your own mail      npm start -- inspect PATH (a mbox, a Maildir, .eml files)",
    "  your own mailbox   cp config/listwire.example.yaml listwire.yaml, edit it, npm start",
  ].join("\n");
}
