/**
 * How long whoever opens a mail waits for `listwire fold`, compiled, from the start of the process to its end, next to a
 * Node that does nothing.
 *
 *     npm run build && node bin/listwire.cjs node bench/fold.ts
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const main = join(import.meta.dirname, "../dist/main.js");
const runs = 31;
const mail = `Date: Tue, 3 Nov 2026 10:00:00 +0000
From: Ines Marsh <ines@example.org>
Subject: Re: [PATCH 2/4] wbus: fill the ring

${"On Tue, 3 Nov 2026, Nora Lind wrote:\n> The ring is filled from the interrupt handler.\n>\n> +\tudelay(50);\n\nWhy 50?\n\n".repeat(20)}`;

function medianMs(args: readonly string[]): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { input: mail, encoding: "utf8" });
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

if (existsSync(main)) {
  const [ours, nothing] = [medianMs([main, "fold"]), medianMs(["-e", "0"])];
  const isMet = ours <= 150;
  console.log(
    `fold, compiled: ${ours.toFixed(0)} ms, a Node that does nothing ${nothing.toFixed(0)} ms (bar ≤ 150 ms) ${isMet ? "ok" : "MISSED"}`,
  );
  if (!isMet) process.exitCode = 1;
} else console.log("fold: skipped, `npm run build` makes what it measures");
