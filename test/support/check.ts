// `npm run check`: types, lint and format, dead code, the plan of the house. Runs all, says which failed, ends with 1.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A package's command, found without npx. */
function command(name: string, bin: string): string {
  return join(root, "node_modules", name, bin);
}

const checks: readonly (readonly [what: string, args: readonly string[]])[] = [
  ["types", [command("typescript", "bin/tsc"), "-p", "."]],
  ["lint and format", [command("@biomejs/biome", "bin/biome"), "check", "--error-on-warnings", "."]],
  ["dead code", [command("knip", "bin/knip.js"), "--config", ".knip.json"]],
  ["house", ["--test", "test/house.test.ts"]],
];

const failed = checks.filter(([what, args]) => {
  console.log(`\n== ${what}`);
  return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status !== 0;
});
console.log(failed.length === 0 ? "\neverything holds" : `\nfailed: ${failed.map(([what]) => what).join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
