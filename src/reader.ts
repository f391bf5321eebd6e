import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Condensed } from "./condense/condensed.ts";
import type { Applied } from "./kind/applied.ts";
import type { Kind } from "./kind/kind.ts";
import type { RobotReport } from "./kind/robot-report.ts";
import { type KindTables, noTables } from "./kind/tables.ts";
import type { Mail } from "./mail/mail.ts";
import type { HunkPosition } from "./patch/hunk-position.ts";
import type { Patch } from "./patch/patch.ts";
import type { RobotCommand } from "./patch/robot-commands.ts";
import type { GivenTrailer } from "./patch/trailers.ts";
import type { Answer, Order } from "./reader/order.ts";
import { type Salvage, salvage } from "./reader/salvage.ts";

/** Everything that the pure rooms say of one mail by itself. Plain data: it crosses from the worker. */
export interface Reading {
  readonly mail: Mail;
  /** Absent where the mail carries no patch and is no cover letter. */
  readonly patch?: Patch;
  /** Without `lines`: those are read again where somebody asks for the full mail. */
  readonly condensed: Omit<Condensed, "lines">;
  /** Where each of `condensed.passages` stands in the code it talks about; same length. */
  readonly anchors: readonly (HunkPosition | undefined)[];
  readonly kind: Kind;
  /** Trailers that the sender gives in a reply (`Reviewed-by: …`); a patch's own are `patch.commitTrailers`. */
  readonly givenTrailers: readonly GivenTrailer[];
  /** What it tells robots: `pw-bot: cr`, `#syz fix: …`, `#regzbot introduced: …`. */
  readonly commands: readonly RobotCommand[];
  /** What an applied notice says. */
  readonly applied?: Applied;
  /** Where a pull request went. */
  readonly merged?: { readonly tree: string; readonly commit?: string };
  /** The sentence that carries an explicit NAK. */
  readonly nak?: string;
  /** The sentence that takes an earlier NAK back. */
  readonly nakWithdrawn?: string;
  /** What a test robot found. */
  readonly verdict?: "red" | "green";
  /** A robot's mail shrunk to its facts. */
  readonly report?: RobotReport;
}

export type ReadOutcome =
  | { readonly kind: "read"; readonly reading: Reading }
  /** It could not be read. `reason` is for readers of the channel: `it took longer than 10 s`. */
  | { readonly kind: "broken"; readonly reason: string; readonly salvage: Salvage };

/** Octets of the mails that one answers, nearest first; `undefined` for one that is not here. */
export type Beside = readonly (Uint8Array | undefined)[];

/** Reads mails apart from the main thread: one mail can cost its worker, never the process and never the next mail. */
export interface Reader {
  /**
   * What the octets mean; reads that wait go in order. The caller's octets are not changed. `beside` are those of the
   * mails that it answers. Rejects only when the reader is closed before the mail was read.
   */
  read(octets: Uint8Array, wholeSize: number, beside?: Beside): Promise<ReadOutcome>;
  /** Ends the worker within a second, whatever it is at. */
  close(): Promise<void>;
}

export interface ReaderOptions {
  /** Time for one mail, 10 s. A machine that sleeps does not use it up. */
  readonly limitMs?: number;
  /** Heap of the worker, 256 MB. */
  readonly heapMb?: number;
  /** What an operator adds to the tables of kinds. */
  readonly tables?: KindTables;
  /** Another worker, for tests. */
  readonly worker?: URL;
}

interface Job {
  readonly octets: Uint8Array;
  readonly wholeSize: number;
  readonly beside: Beside;
  readonly resolve: (outcome: ReadOutcome) => void;
  readonly reject: (error: Error) => void;
}

const defaultWorker = new URL(`./reader/worker${extname(import.meta.url)}`, import.meta.url);

/**
 * Mails that the worker has at once, and their octets: enough for it to go on while the main thread writes a batch, few
 * enough to be read again where one of them ends it.
 */
const MOST_GIVEN = 64;
const MOST_OCTETS = 1 << 20;

/** The limit is counted in so many steps, so that a sleep of the machine is one step and not the whole limit. */
const limitSteps = 10;

/** `ready` resolves when the first worker can read, or has ended: whoever counts tries begins then. */
export function openReader(options: ReaderOptions = {}): Reader & { readonly ready: Promise<void> } {
  const { limitMs = 10_000, heapMb = 256, tables = noTables, worker: url = defaultWorker } = options;
  const waiting: Job[] = [];
  /** What the worker has, in order: it is at the first. */
  let given: Job[] = [];
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
  let limit: NodeJS.Timeout | undefined;
  let worker: Worker | undefined = start();
  /** `starting` until it says that it is ready, `ending` once it was told to. */
  let state: "starting" | "ready" | "ending" = "starting";
  let isClosed = false;
  return { ready, read, close };

  function read(octets: Uint8Array, wholeSize: number, beside: Beside = []): Promise<ReadOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<ReadOutcome>();
    waiting.push({ octets, wholeSize, beside, resolve, reject });
    if (isClosed) refuseAll();
    else next();
    return promise;
  }

  async function close(): Promise<void> {
    isClosed = true;
    refuseAll();
    await worker?.terminate();
  }

  function refuseAll(): void {
    clearInterval(limit);
    const refused = [...given.splice(0), ...waiting.splice(0)];
    for (const job of refused) job.reject(new Error("the reader was closed before the mail was read"));
  }

  /** Gives the worker what it can have ready, so that it need not wait for us between two mails. */
  function next(): void {
    if (waiting.length === 0) return;
    if (worker === undefined) {
      state = "starting";
      worker = start();
    }
    if (state !== "ready") return;
    let octets = given.reduce((sum, job) => sum + job.octets.length, 0);
    for (let job = waiting[0]; job !== undefined && mayGive(octets, job); job = waiting[0]) {
      waiting.shift();
      octets += job.octets.length;
      given.push(job);
      if (given.length === 1) time();
      // A copy: the caller keeps its octets, and a slice of a shared pool would take the whole pool along.
      const copy = new Uint8Array(job.octets);
      const beside = job.beside.map((one) => one && new Uint8Array(one));
      worker.postMessage({ octets: copy, wholeSize: job.wholeSize, beside } satisfies Order, [copy.buffer]);
    }
  }

  function mayGive(octets: number, job: Job): boolean {
    return given.length === 0 || (given.length < MOST_GIVEN && octets + job.octets.length <= MOST_OCTETS);
  }

  /** The first of those that the worker has is its own concern for so long. */
  function time(): void {
    clearInterval(limit);
    let steps = 0;
    limit = setInterval(() => {
      if (++steps >= limitSteps) giveUp();
    }, limitMs / limitSteps);
  }

  function giveUp(): void {
    state = "ending";
    settle({ kind: "broken", reason: `it took longer than ${limitMs / 1000} s` });
    void worker?.terminate(); // whoever waits gets the next one, when this one's memory is free
  }

  function settle(answer: Exclude<Answer, { kind: "ready" }>): void {
    clearInterval(limit);
    const job = given.shift();
    job?.resolve(answer.kind === "read" ? answer : { ...answer, salvage: salvage(job.octets) });
    if (given.length > 0) time();
  }

  function start(): Worker {
    let reason = "its reader ended";
    const started = new Worker(url, {
      workerData: tables,
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
    });
    started.on("message", (answer: Answer) => {
      if (state === "ending") return;
      if (answer.kind === "ready") {
        state = "ready";
        isReady();
      } else settle(answer);
      next();
    });
    started.on("error", (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      reason = isMemory ? `it took more than ${heapMb} MB of memory` : `its reader failed: ${error.name}`;
    });
    started.on("exit", () => {
      worker = undefined;
      isReady();
      // One that cannot even start costs the first that waits, or all would wait for ever.
      if (state === "starting") given.push(...waiting.splice(0, 1));
      // The first is the one it was at, but where it was told to end: then that one is settled.
      if (given.length > 0 && state !== "ending") settle({ kind: "broken", reason });
      clearInterval(limit);
      waiting.unshift(...given);
      given = [];
      if (!isClosed) next();
    });
    return started;
  }
}
