// What routing costs and how often it is right, held against get_maintainer.pl's answers.
//
//   npm run bench route        skips what the shared corpora are needed for where they are absent
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keywordIndex } from "../src/route/keyword-sections.ts";
import { parseMaintainers } from "../src/route/maintainers.ts";
import { prefixIndex } from "../src/route/prefix-sections.ts";
import { sectionIndex } from "../src/route/sections-of.ts";
import { scoreMails } from "./route/mails.ts";
import { isMet, report as reportScores } from "./threads/score.ts";

const corpus = fileURLToPath(new URL("../../shared/corpora/maintainers/", import.meta.url));

interface Row {
  readonly path: string;
  readonly sections: readonly string[];
}

if (existsSync(corpus)) {
  measure();
  const scores = await scoreMails(`${corpus}MAINTAINERS`, `${corpus}patterns-that-are-directories.txt`);
  reportScores(scores, { showsMisses: process.argv.includes("--misses") });
  if (!scores.every(isMet)) process.exitCode = 1;
} else console.log("route: skipped, the shared corpora are not beside the repository");

function measure(): void {
  const read = (name: string) => readFileSync(`${corpus}${name}`, "utf8");
  const text = read("MAINTAINERS");
  const directories = read("patterns-that-are-directories.txt").trim().split("\n");
  const rows = read("paths.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);

  const started = performance.now();
  const maintainers = parseMaintainers(text);
  const sectionsOf = sectionIndex(maintainers, directories);
  keywordIndex(maintainers);
  prefixIndex(maintainers);
  const loadMs = performance.now() - started;

  report("load MAINTAINERS", `${loadMs.toFixed(0)} ms`, "≤ 150 ms", loadMs <= 150);
  const known = rightShare(rows, sectionsOf);
  report("paths → sections, with directories", percent(known), "100 %", known === 1);
  const guessed = rightShare(rows, sectionIndex(parseMaintainers(text)));
  report("paths → sections, without", percent(guessed), "≥ 99.8 %", guessed >= 0.998);

  const from = performance.now();
  let routed = 0;
  for (; performance.now() - from < 500; routed += rows.length) for (const { path } of rows) sectionsOf(path);
  const perSecond = routed / ((performance.now() - from) / 1000);
  report("paths a second", perSecond.toFixed(0), "≥ 20000", perSecond >= 20_000);
}

function rightShare(rows: readonly Row[], sectionsOf: ReturnType<typeof sectionIndex>): number {
  const set = (names: readonly string[]) => JSON.stringify([...new Set(names)].sort());
  return (
    rows.filter((row) => set(sectionsOf(row.path).map(({ name }) => name)) === set(row.sections)).length / rows.length
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function report(what: string, measured: string, bar: string, isMet: boolean): void {
  if (!isMet) process.exitCode = 1;
  console.log(`route: ${what}: ${measured} (bar ${bar}) ${isMet ? "ok" : "MISSED"}`);
}
