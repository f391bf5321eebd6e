/**
 * Every benchmark in turn, each in a process of its own: `npm run bench`. `-- --long` adds the catch-up of 50,000 mails.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const isLong = process.argv.includes("--long");
const benches: readonly (readonly [file: string, ...args: string[]])[] = [
  ["route.ts"],
  ["complete.ts"],
  ["threads.ts"],
  ["stream.ts"],
  ["parse.ts"],
  ["condense.ts"],
  ["condense-threads.ts"],
  ["condense-speed.ts"],
  ["fold.ts"],
  ["latency.ts"],
  ["discord.ts"],
  ["catch-up.ts"],
  ["memory.ts", "--mails", "20000"],
  ...(isLong ? [["memory.ts", "--mails", "50000"] as const] : []),
];
const failed = benches.filter(([file, ...args]) => {
  console.log(`\n== ${[file, ...args].join(" ")}`);
  return spawnSync(process.execPath, [join(import.meta.dirname, file), ...args], { stdio: "inherit" }).status !== 0;
});
if (failed.length > 0) console.log(`\nfailed: ${failed.map(([file]) => file).join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
