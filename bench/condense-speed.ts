/**
 * How fast real list mail is condensed, next to the reply parsers of npm that are installed.
 *
 *     node bin/listwire.cjs node bench/condense-speed.ts [--peers FOLDER]
 *
 * `--peers` names a folder in which `npm install email-reply-parser emailreplyparser node-email-reply-parser planer` was
 * run; they are no dependency of ours. All run in this process, in turn, one round after the other, so that what else the
 * machine does strikes all of them; the best round of each counts. The mails are the bodies of ../shared/corpora/lists.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { condense, newText } from "../src/condense/condense.ts";
import { corpusRows, noCorpora } from "../test/support/corpora.ts";

type Condense = (text: string) => unknown;

/** How each is asked for the visible text. */
const peers: readonly { readonly name: string; readonly open: (module: never) => Condense }[] = [
  {
    name: "email-reply-parser",
    open: ({ default: Parser }: { default: new () => { read(text: string): { getVisibleText(): string } } }) => {
      const parser = new Parser();
      return (text) => parser.read(text).getVisibleText();
    },
  },
  {
    name: "emailreplyparser",
    open:
      ({ EmailReplyParser }: { EmailReplyParser: { parse_reply(text: string): string } }) =>
      (text) =>
        EmailReplyParser.parse_reply(text),
  },
  {
    name: "node-email-reply-parser",
    open: (parse: (text: string) => { getVisibleText(): string }) => (text) => parse(text).getVisibleText(),
  },
  {
    name: "planer",
    open: (planer: { extractFrom(text: string, type: string): string }) => (text) =>
      planer.extractFrom(text, "text/plain"),
  },
];

/** The best of fewer would be that of code which is still being compiled. */
const rounds = 60;

/** Milliseconds of each one's best round. */
function bestRounds(bodies: readonly string[], contestants: readonly Condense[]): readonly number[] {
  const best = contestants.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [at, run] of contestants.entries()) {
      const start = performance.now();
      for (const body of bodies) run(body);
      best[at] = Math.min(best[at] ?? 0, performance.now() - start);
    }
  }
  return best;
}

function measure(folder: string): void {
  const bodies = corpusRows<{ body: string }>("lists/labels.jsonl").map(({ body }) =>
    readFileSync(join(import.meta.dirname, "../../shared/corpora/lists", body), "utf8"),
  );
  const builtIn = Object.getOwnPropertyDescriptors(String.prototype);
  const load = createRequire(join(resolve(folder), "package.json"));
  const installed = peers.flatMap(({ name, open }) => {
    try {
      const run = open(load(name) as never);
      // emailreplyparser brings a `trim` of its own for all strings, which is slower for everybody in the process.
      Object.defineProperties(String.prototype, builtIn);
      return [{ name, run }];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
      console.log(`not compared with ${name}: it is not installed in ${folder}`);
      return [];
    }
  });
  const all = [
    { name: "listwire", run: newText as Condense },
    ...installed,
    { name: "listwire, with what each remark answers", run: condense as Condense },
  ];
  const best = bestRounds(
    bodies,
    all.map(({ run }) => run),
  );
  const [ours = 0, ...others] = best;
  const theirs = others.slice(0, installed.length);
  for (const [at, { name }] of all.entries()) {
    const ms = best[at] ?? 0;
    console.log(
      `${name.padEnd(24)} ${ms.toFixed(1).padStart(8)} ms   ${((bodies.length * 1000) / ms).toFixed(0).padStart(6)} mails/s   ${(ms / ours).toFixed(1).padStart(6)} ×`,
    );
  }
  if (theirs.length === 0) console.log("bar: ≥ 8 × the fastest peer; none to compare with");
  else console.log(`bar: ≥ 8 × the fastest peer; ${Math.min(...theirs) >= 8 * ours ? "met" : "MISSED"}`);
}

const { values } = parseArgs({ options: { peers: { type: "string", default: join(import.meta.dirname, "..") } } });
const skipped = noCorpora(1);
if (skipped !== false) console.log(skipped);
else measure(values.peers);
