/**
 * How well the shipped program uses what Discord allows, without being told to slow down: posts that are queued in its store
 * go to the fake Discord, which is a process of its own and keeps the limits that bots commonly measure.
 *
 *     node bin/listwire.cjs node bench/discord.ts
 *
 * The figure is the time that a client without latency needs under the same limits, over the time it took.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChannelId } from "../src/chat/chat-platform.ts";
import { openSqliteStore } from "../src/store/sqlite.ts";
import type { TopicId } from "../src/store/store.ts";
import { startDovecot } from "../test/support/dovecot.ts";
import { startRelayProcess, writeConfig } from "../test/support/relay-process.ts";
import type { Seen, Started } from "./discord/fake.ts";
import { idealMs } from "./discord/ideal.ts";

const dovecot = await startDovecot();
if (dovecot === undefined) {
  console.log("discord: skipped, Dovecot is not installed");
  process.exit(0);
}
const runs: readonly (readonly [channels: number, each: number])[] = [
  [1, 40],
  [20, 40],
  [40, 40],
  [500, 20],
];
for (const [channels, each] of runs) await measure(channels, each);
await dovecot.close();

async function measure(channels: number, each: number): Promise<void> {
  const fake = fork(join(import.meta.dirname, "discord/fake.ts"), [String(channels)]);
  const [started] = (await once(fake, "message")) as [Started];
  const folder = mkdtempSync(join(tmpdir(), "listwire-discord-"));
  await queue(join(folder, "data"), started.channels, each);
  const relay = await startRelayProcess(
    writeConfig(
      folder,
      `data: ${join(folder, "data")}
sources: [{name: main, type: imap, host: 127.0.0.1, port: ${dovecot!.port}, tls: none, user: reader, password: secret, poll: 60s}]
web: {host: 127.0.0.1, port: 0, channels: []}
discord: {token: ${started.token}, api: "${started.api}"}
`,
    ),
  );
  const seen = await relay.unlessEnded(allTaken(fake, channels * each));
  const tookMs = Math.max(...seen.taken) - Math.min(...seen.taken);
  const ideal = idealMs(channels, each);
  console.log(
    `${channels} channels, ${channels * each} posts: ${(tookMs / 1000).toFixed(1)} s of ${(ideal / 1000).toFixed(1)} s, ratio ${(ideal / tookMs).toFixed(3)} (bar: 0.95); ` +
      `429s: ${seen.refused.join(" ") || "none"} (bar: none after the first headers); ${seen.requests} requests, ${seen.violations.length} violations, peak ${peakMiB(relay.pid)} MiB (bar: 250)`,
  );
  await relay.end("SIGTERM");
  fake.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function allTaken(fake: ChildProcess, posts: number): Promise<Seen> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    fake.send("");
    const [seen] = (await once(fake, "message")) as [Seen];
    if (seen.taken.length >= posts) return seen;
  }
}

async function queue(data: string, channels: readonly string[], each: number): Promise<void> {
  const store = await openSqliteStore(join(data, "listwire.sqlite"));
  const dueAt = new Date();
  await store.atomically(async (tx) => {
    for (let n = 0; n < each; n += 1)
      for (const channel of channels)
        await tx.owe({
          channel: `discord:${channel}` as ChannelId,
          key: `card-${n}`,
          topic: `t${n}` as TopicId,
          form: "post",
          level: "silent",
          post: {
            form: "card",
            title: `[PATCH 0/4] wbus: add burst mode, part ${n}`,
            byline: ["Nora Lind", "wbus, also dt-bindings"],
            blocks: [
              {
                kind: "quote",
                lines: ["Sends up to 16 words in one transfer.", "It halves the interrupt load."],
                code: false,
              },
            ],
            footer: [{ kind: "state", text: "new · 4/4 here", tone: "neutral" }],
            isCut: false,
          },
          dueAt,
        });
  });
  await store.close();
}

function peakMiB(pid: number): number {
  const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1]) / 1024);
}
