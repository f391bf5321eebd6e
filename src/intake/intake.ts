import type { Bell, Clock } from "../clock.ts";
import { identify } from "../mail/identity.ts";
import type { MessageId } from "../mail/message-id.ts";
import type { Log } from "../ops/log.ts";
import type { Reader } from "../reader.ts";
import { type MailSource, MailSourceError, type RawMail } from "../source/mail-source.ts";
import { type Store, StoreError } from "../store/store.ts";
import { octetsBeside } from "./beside.ts";
import { GAP_MS } from "./catch-up.ts";
import { readDegraded } from "./degraded.ts";
import type { Arrival, TakeInDeps } from "./scene.ts";
import { type Taken, takeIn } from "./take-in.ts";

export interface IntakeDeps extends TakeInDeps {
  readonly store: Store;
  readonly reader: Reader;
  readonly clock: Clock;
  /** Rung when something is owed. */
  readonly bell: Bell;
  readonly log: Log;
  /** Told of each mail once it is durable. */
  readonly onTaken?: (taken: Taken) => void;
  /** Told when a source becomes readable (`undefined`) or stops being so, and after each pass. */
  readonly onSource?: (name: string, trouble: MailSourceError | undefined, at: Date) => void;
}

/** Mails a transaction and octets in memory at most; a live mail is a batch of one. */
const MAX_BATCH = 200;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/**
 * A mail that was begun this often and never finished is set aside unread: it takes the process down. A batch that was
 * interrupted is read one by one, and only the mail that is at it counts on: its neighbours are not blamed, nor is
 * anything that waits behind it while somebody ends the process again and again.
 */
const MAX_ATTEMPTS = 3;

/** Takes in what a source has and will have, until `signal` aborts. @throws {StoreError} */
export async function intake(source: MailSource, deps: IntakeDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await takePass(source, deps, signal);
      deps.onSource?.(source.name, undefined, deps.clock.now());
      await source.changed(signal);
    } catch (error) {
      if (!(error instanceof MailSourceError)) throw error;
      if (signal.aborted) return;
      deps.onSource?.(source.name, error, deps.clock.now());
      deps.log.warn(
        { source: source.name, trouble: error.trouble, retryAfterMs: error.retryAfterMs, err: error },
        "source not readable",
      );
      await deps.clock.wait(error.retryAfterMs, signal);
    }
  }
}

/** Takes in everything that is there now. @throws {MailSourceError | StoreError} what was taken in before stays. */
export async function takePass(source: MailSource, deps: IntakeDeps, signal: AbortSignal): Promise<void> {
  const started = await deps.store.cursor(source.name);
  let batch: RawMail[] = [];
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const full = batch;
    batch = [];
    bytes = 0;
    // One batch is written while the next one is fetched and read.
    await writing;
    writing = takeBatch(source, full, deps);
    writing.catch(() => undefined);
  };
  try {
    for await (const raw of source.since(started, signal)) {
      batch.push(raw);
      bytes += raw.bytes.length;
      if (batch.length >= MAX_BATCH || bytes >= MAX_BATCH_BYTES) await flush();
    }
  } finally {
    if (batch.length > 0) await flush();
    await writing;
  }
  const end = source.caughtUp();
  if (end !== undefined && end !== (await deps.store.cursor(source.name)))
    await deps.store.moveCursor(source.name, end);
}

async function takeBatch(source: MailSource, batch: readonly RawMail[], deps: IntakeDeps): Promise<void> {
  const named = batch.map((raw) => ({ raw, identity: identify(raw.bytes) }));
  const begun = await deps.store.begunReading(named.map(({ identity }) => identity.key));
  for (const part of begun.size > 0 ? named.map((one) => [one]) : [named]) await takePart(source, part, deps);
}

interface Named {
  readonly raw: RawMail;
  readonly identity: ReturnType<typeof identify>;
}

/**
 * One transaction. A mail over which our own rooms stumble costs nobody else anything: the part is taken again one by one,
 * and that mail is shown by its header alone.
 */
async function takePart(source: MailSource, part: readonly Named[], deps: IntakeDeps): Promise<void> {
  const before = await deps.store.beginReading([...new Set(part.map(({ identity }) => identity.key))]);
  const pending = new Map(part.map(({ raw, identity }) => [identity.id, raw.bytes]));
  const arrivals = await Promise.all(
    part.map((one) => arrivalOf(one, before.get(one.identity.key) ?? 0, pending, deps)),
  ).catch(async (error: unknown) => {
    // The reader was closed, since we are told to stop: that is nobody's fault.
    await deps.store.endReading(part.map(({ identity }) => identity.key));
    throw error;
  });
  try {
    await commit(source, part, arrivals, deps);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const messageIds = part.map(({ identity }) => identity.id);
    deps.log.error(
      { source: source.name, messageIds: messageIds.slice(0, 5), mails: part.length, err: error },
      "mail not taken in",
    );
    const [only, second] = part;
    if (only === undefined) return;
    await deps.store.endReading(part.map(({ identity }) => identity.key));
    if (second !== undefined) {
      for (const one of part) await takePart(source, [one], deps);
      return;
    }
    const problem = "it could not be taken in as it is";
    const reading = readDegraded(only.raw.bytes, problem);
    await commit(
      source,
      part,
      arrivals.map((arrival) => ({ ...arrival, reading, state: "degraded", problem })),
      deps,
    );
  }
}

async function commit(
  source: MailSource,
  part: readonly Named[],
  arrivals: readonly Arrival[],
  deps: IntakeDeps,
): Promise<void> {
  const taken = await deps.store.atomically(async (tx) => {
    const all: Taken[] = [];
    for (const arrival of arrivals) all.push(await takeIn(tx, arrival, deps));
    const last = part.at(-1);
    if (last !== undefined) await tx.moveCursor(source.name, last.raw.cursor);
    await tx.endReading(part.map(({ identity }) => identity.key));
    return all;
  });
  deps.bell.ring();
  for (const one of taken) {
    deps.log.info(
      { messageId: one.mail.id, short: one.mail.short, kind: one.mail.kind, what: one.what, source: source.name },
      "mail taken in",
    );
    deps.onTaken?.(one);
  }
}

async function arrivalOf(
  { raw, identity }: Named,
  attempts: number,
  pending: ReadonlyMap<MessageId, Uint8Array>,
  deps: IntakeDeps,
): Promise<Arrival> {
  const common = {
    identity,
    octets: raw.bytes,
    receivedAt: raw.receivedAt,
    ...(deps.clock.now().getTime() - raw.receivedAt.getTime() > GAP_MS && { isCatchUp: true as const }),
  };
  if (attempts >= MAX_ATTEMPTS) {
    const problem = `reading it ended the process ${attempts} times; it is kept unread`;
    return { ...common, reading: readDegraded(raw.bytes, problem), state: "quarantined", problem };
  }
  const beside = await octetsBeside(identity.ancestors, pending, deps.store);
  const outcome = await deps.reader.read(raw.bytes, raw.wholeSize, beside);
  if (outcome.kind === "read") return { ...common, reading: outcome.reading, state: "read" };
  deps.log.warn({ messageId: identity.id, origin: raw.origin, reason: outcome.reason }, "mail shown in part");
  return { ...common, reading: readDegraded(raw.bytes, outcome.reason), state: "degraded", problem: outcome.reason };
}
