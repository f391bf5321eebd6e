import type { ChannelId, Outgoing, Poster, PostRef } from "./chat/chat-platform.ts";
import { DeliveryError } from "./chat/delivery-error.ts";
import type { Bell, Clock } from "./clock.ts";
import type { Log } from "./ops/log.ts";
import type { Delivery, Outbox } from "./store/store.ts";

export interface DeliverDeps {
  readonly outbox: Outbox;
  /** By the platform's name: the part of a ChannelId before the colon. */
  readonly posters: ReadonlyMap<string, Poster>;
  readonly clock: Clock;
  /** Rung by whoever owes something. */
  readonly bell: Bell;
  readonly log: Log;
}

/** Deliveries taken from the store for one channel at a time. */
const PER_CHANNEL = 20;

/** After this long a delivery that was refused again and again is given up. */
const GIVE_UP_AFTER_MS = 7 * 86_400_000;

/** How long an error that is none of ours makes a delivery wait. */
const AFTER_BUG_MS = 60_000;

/**
 * Pays what is owed until `signal` aborts: in each channel in order and one at a time, or a reply appears above the patch
 * it answers; channels side by side, or a slow one holds up all. The only place that retries. What was under way when
 * it is told to stop is finished.
 *
 * @throws {StoreError} no post without a writable store.
 */
export async function deliver(deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  for (const delivery of await deps.outbox.sending()) await settle(delivery, deps);

  const busy = new Map<ChannelId, Promise<void>>();
  let failure: unknown;
  while (!signal.aborted && failure === undefined) {
    const now = deps.clock.now();
    for (const [channel, deliveries] of Map.groupBy(
      await deps.outbox.due(now, PER_CHANNEL),
      ({ channel }) => channel,
    )) {
      if (busy.has(channel)) continue;
      const work = payAll(deliveries, deps, signal)
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => {
          busy.delete(channel);
          deps.bell.ring();
        });
      busy.set(channel, work);
    }
    const next = busy.size > 0 ? undefined : await deps.outbox.nextDueAt();
    const ms = next === undefined ? Number.POSITIVE_INFINITY : next.getTime() - now.getTime();
    // What is due already but cannot go (its card is not out) is looked at again when something moves, or soon.
    await deps.bell.wait(ms > 0 ? ms : 1000, signal);
  }
  await Promise.all(busy.values());
  if (failure !== undefined) throw failure;
}

/** The deliveries of one channel, oldest first. One that must wait holds up those behind it. */
async function payAll(deliveries: readonly Delivery[], deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  for (const delivery of deliveries) {
    if (signal.aborted || !(await pay(delivery, deps))) return;
  }
}

/** One try. True where the next one of the channel may go. */
async function pay(delivery: Delivery, deps: DeliverDeps): Promise<boolean> {
  const { outbox, clock, log } = deps;
  const poster = deps.posters.get(platformOf(delivery.channel));
  if (poster === undefined) {
    await outbox.postpone(delivery.seq, later(clock, 10 * 60_000), "no platform of that name is switched on");
    return true;
  }
  if (!(await outbox.markSending(delivery.seq, clock.now()))) return true;
  try {
    const ref = await send(delivery, poster, outbox);
    await outbox.markSent(delivery.seq, ref, clock.now());
    log.debug({ channel: delivery.channel, key: delivery.key, form: delivery.form }, "posted");
    return true;
  } catch (error) {
    if (error instanceof DeliveryError) return await afterFailure(delivery, error, deps);
    if (isStoreFailure(error)) throw error;
    log.error({ channel: delivery.channel, key: delivery.key, err: error }, "a platform broke its contract");
    return await afterFailure(
      delivery,
      new DeliveryError("unexpected error", AFTER_BUG_MS, "unclear", { cause: error }),
      deps,
    );
  }
}

async function send(delivery: Delivery, poster: Poster, outbox: Outbox): Promise<PostRef> {
  const { channel, post, key, level } = delivery;
  const root = await refOf(outbox, channel, delivery.root);
  if (delivery.form === "edit") {
    if (root === undefined) throw new DeliveryError("the card to edit is not in the channel", undefined, "refused");
    await poster.edit(channel, root, post);
    return root;
  }
  const answers = await refOf(outbox, channel, delivery.answers);
  const outgoing: Outgoing = {
    channel,
    post,
    key,
    level,
    ...(root !== undefined && { root }),
    ...(answers !== undefined && { answers }),
  };
  return await poster.post(outgoing);
}

async function refOf(outbox: Outbox, channel: ChannelId, key: string | undefined): Promise<PostRef | undefined> {
  return key === undefined ? undefined : (await outbox.delivery(channel, key))?.ref;
}

async function afterFailure(delivery: Delivery, error: DeliveryError, deps: DeliverDeps): Promise<boolean> {
  const { outbox, clock, log } = deps;
  log.warn({ channel: delivery.channel, key: delivery.key, outcome: error.outcome, err: error }, "not posted");
  if (error.outcome === "unclear") {
    await settle(delivery, deps, error);
    return false;
  }
  const firstTry = delivery.firstTryAt ?? clock.now();
  const isTooOld = clock.now().getTime() - firstTry.getTime() > GIVE_UP_AFTER_MS;
  if (error.retryAfterMs === undefined || isTooOld) {
    await outbox.abandon(delivery.seq, error.message);
    return true;
  }
  await outbox.postpone(delivery.seq, later(clock, error.retryAfterMs), error.message);
  return false;
}

/** What became of a delivery of which we do not know whether it arrived: asked of the platform, never guessed. */
async function settle(delivery: Delivery, deps: DeliverDeps, error?: DeliveryError): Promise<void> {
  const { outbox, clock, log } = deps;
  const again = later(clock, error?.retryAfterMs ?? 0);
  const reason = error?.message ?? "the process ended while it was being sent";
  if (delivery.form === "edit") return await outbox.postpone(delivery.seq, again, reason);
  const poster = deps.posters.get(platformOf(delivery.channel));
  const found = await poster
    ?.find(delivery.channel, delivery.key, delivery.firstTryAt ?? clock.now())
    .catch(() => undefined);
  if (found === "absent") return await outbox.postpone(delivery.seq, again, reason);
  if (found !== undefined) return await outbox.markSent(delivery.seq, found, clock.now());
  log.warn({ channel: delivery.channel, key: delivery.key }, "cannot tell whether it was posted: held as unsure");
  await outbox.markUnsure(delivery.seq, reason);
}

function platformOf(channel: ChannelId): string {
  return channel.slice(0, channel.indexOf(":"));
}

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}

function isStoreFailure(error: unknown): boolean {
  return error instanceof Error && error.name === "StoreError";
}
