import type { ChannelId, Outgoing, Poster, PostRef } from "./chat/chat-platform.ts";
import { DeliveryError } from "./chat/delivery-error.ts";
import type { Bell, Clock } from "./clock.ts";
import type { Log } from "./ops/log.ts";
import type { Delivery, Outbox } from "./store/store.ts";

export interface DeliverDeps {
  readonly outbox: Outbox;
  /** By the platform's name: the part of a ChannelId before the colon. */
  readonly posters: ReadonlyMap<string, Poster>;
  /** Why a delivery may not go out now, in words for `why`; `undefined` where it may. */
  readonly refusal: (delivery: Delivery) => Promise<string | undefined>;
  readonly clock: Clock;
  /** Rung by whoever owes something. */
  readonly bell: Bell;
  readonly log: Log;
}

/** Deliveries taken from the store for one channel at a time. */
const PER_CHANNEL = 20;

/** After this long a delivery that was refused again and again is given up. */
const GIVE_UP_AFTER_MS = 7 * 86_400_000;

/** How long a post that was refused for now keeps its channel waiting, so that order is kept; after that others pass. */
const HOLD_UP_MS = 5 * 60_000;

const LOOK_AGAIN_MS = 1000;

/** How long a delivery waits for a platform that is not switched on. */
const NO_PLATFORM_MS = 10 * 60_000;

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
  const heldUntil = new Map<ChannelId, number>();
  let failure: unknown;
  while (!signal.aborted && failure === undefined) {
    const now = deps.clock.now();
    for (const [channel, deliveries] of Map.groupBy(
      await deps.outbox.due(now, PER_CHANNEL),
      ({ channel }) => channel,
    )) {
      if (busy.has(channel) || (heldUntil.get(channel) ?? 0) > now.getTime()) continue;
      const work = payAll(deliveries, deps, signal)
        .then((holdMs) => {
          if (holdMs === undefined) heldUntil.delete(channel);
          else heldUntil.set(channel, deps.clock.now().getTime() + Math.min(holdMs, HOLD_UP_MS));
        })
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => {
          busy.delete(channel);
          deps.bell.ring();
        });
      busy.set(channel, work);
    }
    const next = await deps.outbox.nextDueAt();
    const ms = next === undefined ? Number.POSITIVE_INFINITY : next.getTime() - now.getTime();
    // What is due already but cannot go (its card is not out, its channel waits) is looked at again soon, or when rung.
    await deps.bell.wait(ms > 0 ? ms : LOOK_AGAIN_MS, signal);
  }
  await Promise.all(busy.values());
  if (failure !== undefined) throw failure;
}

/**
 * The deliveries of one channel, oldest first, until one must wait: gives the time that the channel has to wait with it,
 * in ms. After a card the store is asked anew: its first replies may stand before the next card now.
 */
async function payAll(
  deliveries: readonly Delivery[],
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<number | undefined> {
  for (const delivery of deliveries) {
    if (signal.aborted) return undefined;
    const holdMs = await pay(delivery, deps);
    if (holdMs !== undefined) return holdMs;
    if (delivery.form === "post" && delivery.root === undefined) return undefined;
  }
  return undefined;
}

/** One try. Gives the ms that the channel has to wait, `undefined` where the next one may go. */
async function pay(delivery: Delivery, deps: DeliverDeps): Promise<number | undefined> {
  const { outbox, clock, log } = deps;
  const poster = deps.posters.get(platformOf(delivery.channel));
  if (poster === undefined) {
    await outbox.postpone(delivery.seq, later(clock, NO_PLATFORM_MS), "no platform of that name is switched on");
    return undefined;
  }
  const refusal = await deps.refusal(delivery);
  if (refusal !== undefined) {
    log.warn({ channel: delivery.channel, key: delivery.key }, "withheld");
    await outbox.abandon(delivery.seq, refusal);
    return undefined;
  }
  if (!(await outbox.markSending(delivery.seq, clock.now()))) return undefined;
  try {
    const ref = await send(delivery, poster, outbox);
    await outbox.markSent(delivery.seq, ref, clock.now());
    log.debug({ channel: delivery.channel, key: delivery.key, form: delivery.form }, "posted");
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryError) return await afterFailure(delivery, error, deps);
    if (isStoreFailure(error)) throw error;
    log.error({ channel: delivery.channel, key: delivery.key, err: error }, "a platform broke its contract");
    const unclear = new DeliveryError("unexpected error", AFTER_BUG_MS, "unclear", { cause: error });
    return await afterFailure(delivery, unclear, deps);
  }
}

async function send(delivery: Delivery, poster: Poster, outbox: Outbox): Promise<PostRef> {
  const { channel, post } = delivery;
  if (delivery.form !== "edit") return await poster.post(await outgoingOf(delivery, outbox));
  const root = await refOf(outbox, channel, delivery.root);
  if (root === undefined) throw new DeliveryError("the card to edit is not in the channel", undefined, "refused");
  await poster.edit(channel, root, post);
  return root;
}

async function outgoingOf(
  { channel, post, key, level, mentions, ...delivery }: Delivery,
  outbox: Outbox,
): Promise<Outgoing> {
  const root = await refOf(outbox, channel, delivery.root);
  const answers = await refOf(outbox, channel, delivery.answers);
  return {
    channel,
    post,
    key,
    level,
    ...(root !== undefined && { root }),
    ...(answers !== undefined && { answers }),
    ...(mentions !== undefined && { mentions }),
  };
}

async function refOf(outbox: Outbox, channel: ChannelId, key: string | undefined): Promise<PostRef | undefined> {
  return key === undefined ? undefined : (await outbox.delivery(channel, key))?.ref;
}

async function afterFailure(delivery: Delivery, error: DeliveryError, deps: DeliverDeps): Promise<number | undefined> {
  const { outbox, clock, log } = deps;
  log.warn({ channel: delivery.channel, key: delivery.key, outcome: error.outcome, err: error }, "not posted");
  const { retryAfterMs } = error;
  // Edits have a lane of their own: one that must wait holds up nobody.
  const holdMs = delivery.form === "edit" ? undefined : retryAfterMs;
  if (error.outcome === "unclear") {
    await settle(delivery, deps, error);
    return holdMs;
  }
  const firstTry = delivery.firstTryAt ?? clock.now();
  const isTooOld = clock.now().getTime() - firstTry.getTime() > GIVE_UP_AFTER_MS;
  if (retryAfterMs === undefined || isTooOld) {
    await outbox.abandon(delivery.seq, error.message);
    return undefined;
  }
  await outbox.postpone(delivery.seq, later(clock, retryAfterMs), error.message);
  return holdMs;
}

/** What became of a delivery of which we do not know whether it arrived: asked of the platform, never guessed. */
async function settle(delivery: Delivery, deps: DeliverDeps, error?: DeliveryError): Promise<void> {
  const { outbox, clock, log } = deps;
  const again = later(clock, error?.retryAfterMs ?? 0);
  const reason = error?.message ?? "the process ended while it was being sent";
  if (delivery.form === "edit") return await outbox.postpone(delivery.seq, again, reason);
  const poster = deps.posters.get(platformOf(delivery.channel));
  const found = await poster
    ?.find(await outgoingOf(delivery, outbox), delivery.firstTryAt ?? clock.now())
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
