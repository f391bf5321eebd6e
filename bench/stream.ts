/**
 * Four days of four lists through the relay: how many messages a channel gets for its mails, and of what sort.
 *
 *     node bin/listwire.cjs node bench/stream.ts [--posts] [--cards]
 *
 * `--posts` prints each post's line as well, `--cards` each card as it ends, with the mails it stands for. Looks for the shared corpus beside the repository; says so and ends with 0 where
 * that is absent. Ends with 1 where a bar is missed.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { corpusRows, threadMails } from "../test/support/corpora.ts";
import { cardLines, postLine } from "./stream/lines.ts";
import { relayed } from "./stream/relay.ts";
import { amounts } from "./stream/subsystems.ts";
import { sorts, volumes, wrongs } from "./stream/tally.ts";
import { CORPUS } from "./threads/corpus.ts";

const { values } = parseArgs({
  options: { posts: { type: "boolean", default: false }, cards: { type: "boolean", default: false } },
});

/** Messages a mail, in preset `normal`. */
const AIM = 0.35;

if (existsSync(CORPUS)) await measure();
else console.log("stream: skipped, the shared corpora are not here");

async function measure(): Promise<void> {
  const order = corpusRows<{ readonly arrival: number }>("threads/stream/order.jsonl");
  const [first, last] = [order.at(0)!.arrival * 1000, order.at(-1)!.arrival * 1000];
  const arrivals = (await threadMails())
    .filter(({ receivedAt }) => first <= receivedAt.getTime() && receivedAt.getTime() <= last)
    .toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  const run = await relayed(arrivals);
  if (values.posts) for (const one of run.sent) console.log(postLine(one));
  if (values.cards) for (const line of cardLines(run)) console.log(line);

  console.log("channel             day          mails  messages  a mail  not in a thread  edits");
  for (const { channel, day, mails, messages, beside, edits } of volumes(run)) {
    const share = mails === 0 ? "" : (messages / mails).toFixed(2);
    const cells = [mails, messages, share, beside, edits].map((cell, at) =>
      String(cell).padStart([7, 10, 8, 17, 7][at]!),
    );
    console.log(`${channel.padEnd(19)} ${day.padEnd(10)} ${cells.join("")}`);
  }
  console.log("\nmessages, by what they are and what mail they tell of");
  for (const { sort, count } of sorts(run)) console.log(`${String(count).padStart(5)}  ${sort}`);

  const days = new Set(arrivals.map(({ receivedAt }) => receivedAt.toISOString().slice(0, 10))).size;
  console.log("\nwith MAINTAINERS and a channel a subsystem, none for lists");
  console.log(`${run.mails.length} mails`);
  console.log("preset      channels  messages  a channel and day: mean  most  told by digests  nowhere");
  for (const { preset, channels, messages, aDay, inDigests, nowhere } of await amounts(arrivals, days)) {
    const cells = [channels, messages, aDay.mean.toFixed(2), aDay.most, inDigests, nowhere];
    console.log(
      `${preset.padEnd(12)}${cells.map((cell, at) => String(cell).padStart([8, 10, 25, 6, 17, 9][at]!)).join("")}  ${aDay.where}`,
    );
  }

  const all = volumes(run).at(-1)!;
  const share = all.messages / all.mails;
  const found = wrongs(run);
  console.log(`\n${(all.beside / all.mails).toFixed(2)} messages a mail stand in the channels themselves`);
  console.log(`${share.toFixed(2)} messages a mail where there was 1 (aim: ${AIM}) ${share <= AIM ? "met" : "MISSED"}`);
  for (const { what, which } of found) {
    console.log(`${what}: ${which.length} (bar: 0) ${which.length === 0 ? "met" : "MISSED"}`);
    for (const one of which) console.log(`    ${one}`);
  }
  process.exitCode = share <= AIM && found.every(({ which }) => which.length === 0) ? 0 : 1;
}
