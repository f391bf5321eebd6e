// What it costs to complete what is typed for `subscribe`, with the titles of the kernel's MAINTAINERS.
//
//   npm run bench complete        skipped where the shared corpora are absent
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { complete, namesOf } from "../src/command/complete.ts";
import { parseMaintainers } from "../src/route/maintainers.ts";

const corpus = fileURLToPath(new URL("../../shared/corpora/maintainers/MAINTAINERS", import.meta.url));
const BAR_MS = 2;
const ROUNDS = 100;

if (existsSync(corpus)) measure();
else console.log("complete: skipped, the shared corpora are not beside the repository");

function measure(): void {
  const titles = parseMaintainers(readFileSync(corpus, "utf8")).sections.map(({ name }) => name);
  const lists = namesOf(
    "list",
    Array.from({ length: 200 }, (_, at) => `list-${at}`),
  );
  const subsystems = namesOf("subsystem", titles);
  for (const typed of ["", "d", "dma", "dma buf", "driver", "sharing framework", "e", "xyzzy"]) {
    const times = Array.from({ length: ROUNDS }, () => {
      const from = performance.now();
      complete(typed, [lists, subsystems]);
      return performance.now() - from;
    }).sort((a, b) => a - b);
    const [median = 0, high = 0] = [times[ROUNDS / 2], times[Math.floor(ROUNDS * 0.95)]];
    const isMet = high <= BAR_MS;
    if (!isMet) process.exitCode = 1;
    console.log(
      `complete: ${JSON.stringify(typed)} of ${titles.length} titles: p50 ${median.toFixed(2)} ms, p95 ${high.toFixed(2)} ms (bar ${BAR_MS} ms) ${isMet ? "ok" : "MISSED"}`,
    );
  }
}
