/**
 * How well the program understands real list mail: threads, patches, kinds, trailers, series, comments.
 *
 *     node bin/listwire.cjs node bench/threads.ts [--misses] [--orders 20]
 *
 * Runs `inspect --json --final` on the shared corpus beside the repository; says so and ends with 0 where that is absent.
 * Ends with 1 where a bar is missed.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { corpusRows, threadMails } from "../test/support/corpora.ts";
import { scoreB4 } from "./threads/b4.ts";
import { scoreComments } from "./threads/comments.ts";
import { CORPUS, type Copy, type Place, type Truth } from "./threads/corpus.ts";
import { scoreFacts } from "./threads/facts.ts";
import { rowsInOrder } from "./threads/inspected.ts";
import { type Arrived, shuffled } from "./threads/mboxrd.ts";
import { isMet, report, type Score, together } from "./threads/score.ts";
import { scoreTrees } from "./threads/trees.ts";
import { scoreVersions } from "./threads/versions.ts";

/** Runs of the program side by side. */
const AT_ONCE = 2;

const { values } = parseArgs({
  options: { misses: { type: "boolean", default: false }, orders: { type: "string", default: "20" } },
});

if (existsSync(CORPUS)) {
  const scores = await measured(Number(values.orders));
  report(scores, { showsMisses: values.misses });
  process.exitCode = scores.every(isMet) ? 0 : 1;
} else console.log("threads: skipped, the shared corpora are not here");

async function measured(orders: number): Promise<Score[]> {
  const truths = corpusRows<Truth>("threads/patches.jsonl");
  const places = corpusRows<Place>("threads/threads.jsonl");
  const copies = corpusRows<Copy>("threads/mails.jsonl");
  const arrivals = (await threadMails()).toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  const rows = await rowsInOrder(arrivals);
  return [
    ...scoreTrees(places, rows, "in order of arrival"),
    ...(await scoreShuffled(places, arrivals, orders)),
    ...scoreFacts({ truths, places, rows }),
    ...scoreVersions({ truths, places, copies, rows }),
    ...scoreComments({ mails: arrivals.map(({ octets }) => octets), places, rows }),
    ...(await scoreB4()),
  ];
}

/** Trees must not depend on the order in which mails come. */
async function scoreShuffled(places: readonly Place[], arrivals: readonly Arrived[], orders: number): Promise<Score[]> {
  const seeds = Array.from({ length: orders }, (_, at) => at + 1);
  const scores: Score[][] = [];
  const work = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift())
      scores.push(scoreTrees(places, await rowsInOrder(shuffled(arrivals, seed)), `shuffled with ${seed}`));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return together(scores, `in ${orders} shuffled orders`);
}
