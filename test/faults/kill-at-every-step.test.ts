import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { type Dovecot, noDovecot, startDovecot } from "../support/dovecot.ts";
import { dozen, dozenMails } from "../support/dozen.ts";
import { type RelayProcess, startRelayProcess } from "../support/relay-process.ts";
import { type RelaySetting, relaySetting } from "../support/relay-setting.ts";
import { untilAllThere } from "../support/settled.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { endOf, killAt, noStrace, type Step, stepsIn, stepsTo, tracedRelay } from "../support/traced-relay.ts";

/**
 * A run of twelve mails is killed at each step that leaves the process, started again and judged by what the channels
 * then show, against a run that nobody disturbed. Killed processes lose no octet that they handed to the system, so what
 * counts for SQLite is the octets of a commit and not their fsync. Each commit is therefore met twice: on the way into
 * the last write before its fsync, when it never happened, and into the fsync itself, when it happened and nobody was
 * told. The way into the k-th connect is the third kind. Power cuts are SQLite's own promise (`synchronous = full`).
 */

const CHANNELS = ["wbus", "pins"];

/** Two cores: one run works while the other one waits for the reader. */
const LANES = 2;

interface Place {
  readonly channel: string;
  readonly key: string;
  readonly root?: string;
  readonly answers?: string;
  readonly counted: readonly string[];
  readonly post: unknown;
}

interface Kill {
  readonly step: Step;
  readonly kth: number;
}

interface Room {
  readonly folder: string;
  readonly dovecot: Dovecot;
}

async function mailroom(t: TestContext): Promise<Room> {
  const dovecot = (await startDovecot())!;
  t.after(() => dovecot.close());
  for (const mail of dozen) dovecot.deliver("reader", mail);
  const folder = temporaryFolder(t);
  // Some 180 processes start: none but the first compiles anything.
  process.env.NODE_COMPILE_CACHE = join(folder, "compiled");
  return { folder, dovecot };
}

/** Runs it under strace until all is there or it was killed; gives whether it was. */
async function traced({ config, data }: RelaySetting, options: readonly string[]): Promise<boolean> {
  const child = tracedRelay(config, options);
  const ended = endOf(child);
  const over = new AbortController();
  await Promise.race([ended, untilAllThere(data, dozenMails, over.signal)]);
  over.abort();
  child.kill("SIGTERM");
  await ended;
  return child.signalCode === "SIGKILL";
}

/** All posts of all channels, without the numbers and times that differ from run to run. */
async function places(relay: RelayProcess): Promise<Place[]> {
  const all: Place[] = [];
  for (const channel of CHANNELS) {
    for (const { key, root, answers, counted, post } of await relay.channel(channel)) {
      all.push({
        channel,
        key,
        ...(root !== undefined && { root }),
        ...(answers !== undefined && { answers }),
        counted,
        post,
      });
    }
  }
  return all;
}

/** What the channels show when the program has gone on from `data` to its end. */
async function finished({ config, data }: RelaySetting): Promise<Place[]> {
  const relay = await startRelayProcess(config);
  try {
    await relay.unlessEnded(untilAllThere(data, dozenMails, AbortSignal.timeout(20_000)));
    return await places(relay);
  } finally {
    await relay.end("SIGTERM");
  }
}

/** Every kill that a run with these steps allows. */
function kills(steps: readonly string[]): Kill[] {
  const all: Kill[] = [];
  const seen = { pwrite64: 0, fdatasync: 0, fsync: 0, connect: 0 };
  let isWritten = false;
  for (const step of steps as (keyof typeof seen)[]) {
    seen[step] += 1;
    if (step === "pwrite64") {
      isWritten = true;
      continue;
    }
    if (step !== "connect" && isWritten) all.push({ step: "pwrite64", kth: seen.pwrite64 });
    isWritten = false;
    all.push({ step, kth: seen[step] });
  }
  return all;
}

async function killEverywhere(t: TestContext, { folder, dovecot }: Room): Promise<void> {
  const steps = join(folder, "steps");
  const undisturbed = relaySetting(join(folder, "undisturbed"), dovecot);
  await finished(relaySetting(join(folder, "compiling"), dovecot));
  assert.equal(await traced(undisturbed, stepsTo(steps)), false);
  const expected = await finished(undisturbed);

  const todo = kills(stepsIn(steps));
  const total = todo.length;
  const wrong: string[] = [];
  let killed = 0;
  const lane = async () => {
    for (let kill = todo.shift(); kill !== undefined; kill = todo.shift()) {
      const name = `${kill.step}-${kill.kth}`;
      const run = relaySetting(join(folder, name), dovecot);
      if (await traced(run, killAt(kill.step, kill.kth))) killed += 1;
      const difference = differenceOf(await finished(run), expected);
      if (difference !== undefined) wrong.push(`${name}: ${difference}`);
      rmSync(join(folder, name), { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  assert.deepEqual(wrong, []);
  const counts = Object.entries(Object.groupBy(kills(stepsIn(steps)), ({ step }) => step)).map(
    ([step, these]) => `${these.length} at ${step}`,
  );
  t.diagnostic(
    `${dozen.length} copies, ${expected.length} posts; k = 1 … ${total} (${counts.join(", ")}): ${killed} of ${total} runs killed, 0 lost, 0 doubled, 0 out of order`,
  );
  // Timers shift a step or two at the end of a run; a test that meets nothing proves nothing.
  assert.ok(killed >= total * 0.95, `${killed} of ${total} runs were killed`);
}

function differenceOf(actual: readonly Place[], expected: readonly Place[]): string | undefined {
  const names = (places: readonly Place[]) => places.map(({ channel, key }) => `${channel}/${key}`);
  const [here, there] = [names(actual), names(expected)];
  const lost = there.filter((name) => !here.includes(name));
  const doubled = here.filter((name, at) => here.indexOf(name) !== at || !there.includes(name));
  if (lost.length + doubled.length > 0) return `lost ${lost.join(" ")}; doubled ${doubled.join(" ")}`;
  if (here.join() !== there.join()) return `order ${here.join(" ")} instead of ${there.join(" ")}`;
  const other = actual.find((place, at) => JSON.stringify(place) !== JSON.stringify(expected[at]));
  return other === undefined ? undefined : `${other.channel}/${other.key} reads differently: ${JSON.stringify(other)}`;
}

describe("a relay that is killed", { skip: noDovecot || noStrace, timeout: 300_000 }, () => {
  test("at any step of a run loses nothing, doubles nothing and keeps the order", async (t) => {
    await killEverywhere(t, await mailroom(t));
  });
});
