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

/** Mails a transaction and their octets, at most; a live mail is a batch of one. Two batches are in memory at a time. */
const MAX_BATCH = 64;
const MAX_BATCH_BYTES = 1024 * 1024;

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
  const taking = takes(source, deps);
  let batch: RawMail[] = [];
  let bytes = 0;
  const flush = async () => {
    const full = batch;
    batch = [];
    bytes = 0;
    await taking.take(full);
  };
  try {
    for await (const raw of source.since(started, signal)) {
      batch.push(raw);
      bytes += raw.bytes.length;
      if (batch.length >= MAX_BATCH || bytes >= MAX_BATCH_BYTES) await flush();
    }
  } finally {
    if (batch.length > 0) await flush();
    await taking.finish();
  }
  const end = source.caughtUp();
  if (end !== undefined && end !== (await deps.store.cursor(source.name)))
    await deps.store.moveCursor(source.name, end);
}

interface Named {
  readonly raw: RawMail;
  readonly identity: ReturnType<typeof identify>;
}

/** Mails that are being read, in order, to be written together. */
interface Begun {
  readonly part: readonly Named[];
  /** Their octets, by id. */
  readonly pending: ReadonlyMap<MessageId, Uint8Array>;
  readonly arrivals: Promise<readonly Arrival[]>;
}

/** Takes batches in, in their order: one is written while the next one is read, so that neither thread waits for the other. */
function takes(source: MailSource, deps: IntakeDeps) {
  let ahead: Begun | undefined;

  async function finish(): Promise<void> {
    const last = ahead;
    ahead = undefined;
    if (last !== undefined) await write(source, last, deps);
  }

  return {
    async take(batch: readonly RawMail[]): Promise<void> {
      const part = batch.map((raw) => ({ raw, identity: identify(raw.bytes) }));
      const isBegun = (one: Named) => ahead?.part.some(({ identity }) => identity.key === one.identity.key) === true;
      const keys = part.filter((one) => !isBegun(one)).map(({ identity }) => identity.key);
      if ((await deps.store.begunReading(keys)).size > 0) {
        await finish();
        for (const one of part) await write(source, await begin([one], undefined, deps), deps);
        return;
      }
      const next = await begin(part, ahead, deps);
      try {
        await finish();
      } catch (error) {
        await forgo(next, deps);
        throw error;
      }
      ahead = next;
    },
    finish,
  };
}

/** `before` is not written yet: mails of `part` may answer those. */
async function begin(part: readonly Named[], before: Begun | undefined, deps: IntakeDeps): Promise<Begun> {
  const attempts = await deps.store.beginReading([...new Set(part.map(({ identity }) => identity.key))]);
  const pending = new Map(part.map(({ raw, identity }) => [identity.id, raw.bytes]));
  const beside = new Map([...(before?.pending ?? []), ...pending]);
  const arrivals = Promise.all(part.map((one) => arrivalOf(one, attempts.get(one.identity.key) ?? 0, beside, deps)));
  arrivals.catch(() => undefined);
  return { part, pending, arrivals };
}

/** They are not written, for no fault of theirs. */
async function forgo({ part, arrivals }: Begun, deps: IntakeDeps): Promise<void> {
  await arrivals.catch(() => undefined);
  await deps.store.endReading(part.map(({ identity }) => identity.key)).catch(() => undefined);
}

/**
 * One transaction. A mail over which our own rooms stumble costs nobody else anything: the part is taken again one by one,
 * and that mail is shown by its header alone.
 */
async function write(source: MailSource, begun: Begun, deps: IntakeDeps): Promise<void> {
  const { part } = begun;
  const arrivals = await begun.arrivals.catch(async (error: unknown) => {
    // The reader was closed, since we are told to stop: that is nobody's fault.
    await forgo(begun, deps);
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
      for (const one of part) await write(source, await begin([one], undefined, deps), deps);
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
