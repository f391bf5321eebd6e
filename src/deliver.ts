import type { ChannelId, Outgoing, Poster, PostRef } from "./chat/chat-platform.ts";
import { DeliveryError } from "./chat/delivery-error.ts";
import type { Bell, Clock } from "./clock.ts";
import { type Holds, holds as newHolds, platformOf } from "./deliver/holds.ts";
import type { Log } from "./ops/log.ts";
import type { Delivery, Outbox } from "./store/store.ts";

export interface DeliverDeps {
  readonly outbox: Outbox;
  /** By the platform's name: the part of a ChannelId before the colon. */
  readonly posters: ReadonlyMap<string, Poster>;
  /** Why a delivery may not go out now, in words for `why`; `undefined` where it may. */
  readonly refusal: (delivery: Delivery) => Promise<string | undefined>;
  /** Shared with whoever hears that a channel is open again; that one rings the bell besides. */
  readonly holds?: Holds;
  readonly clock: Clock;
  /** Rung by whoever owes something. */
  readonly bell: Bell;
  readonly log: Log;
}

/** Deliveries under way on one platform at a time: a platform that hangs keeps others from nothing. */
const SIDE_BY_SIDE = 10;

/** After this long a delivery that was refused again and again is given up. */
const GIVE_UP_AFTER_MS = 7 * 86_400_000;

/** So long after its first try a post keeps its channel waiting, so that order is kept; then others pass. */
const HOLD_UP_MS = 5 * 60_000;

/** So soon after the first try every platform knows a repeat by its key. Later it is asked what became of the first. */
const KNOWS_REPEAT_MS = 120_000;

/** Begins the reason of a delivery that may be in its channel already. */
const UNCLEAR = "unclear: ";

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
  const { holds = newHolds() } = deps;
  for (const delivery of await deps.outbox.sending()) await settleLeftOver(delivery, { ...deps, holds });

  const busy = new Map<ChannelId, Promise<void>>();
  let failure: unknown;
  const begin = (channel: ChannelId): void => {
    const work = payNext(channel, { ...deps, holds })
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        busy.delete(channel);
        deps.bell.ring();
      });
    busy.set(channel, work);
  };
  while (!signal.aborted && failure === undefined) {
    const now = deps.clock.now();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const channel of await deps.outbox.dueChannels(now)) {
      if (busy.has(channel)) continue;
      const heldUntil = holds.until(channel);
      const beside = [...busy.keys()].filter((other) => platformOf(other) === platformOf(channel));
      if (heldUntil > now.getTime()) wakeAt = Math.min(wakeAt, heldUntil);
      else if (beside.length < SIDE_BY_SIDE) begin(channel);
    }
    // What is due, not held and not begun waits for its card or for another's end, and each end rings.
    const next = await deps.outbox.nextDueAt(now);
    await deps.bell.wait(Math.min(wakeAt, next?.getTime() ?? wakeAt) - now.getTime(), signal);
  }
  await Promise.all(busy.values());
  if (failure !== undefined) throw failure;
}

type PayDeps = DeliverDeps & { readonly holds: Holds };

/** The first by seq of what is due in a channel; asked for at the last moment, since its first replies may stand before the next card now. */
async function payNext(channel: ChannelId, deps: PayDeps): Promise<void> {
  for (const delivery of await deps.outbox.due(channel, deps.clock.now(), 1)) await pay(delivery, deps);
}

/** One try. */
async function pay(delivery: Delivery, deps: PayDeps): Promise<void> {
  const { outbox, clock, log } = deps;
  const poster = deps.posters.get(platformOf(delivery.channel));
  if (poster === undefined)
    return await outbox.postpone(delivery.seq, later(clock, NO_PLATFORM_MS), "no platform of that name is switched on");
  const refusal = await deps.refusal(delivery);
  if (refusal !== undefined) {
    log.warn({ channel: delivery.channel, key: delivery.key }, "withheld");
    return await outbox.abandon(delivery.seq, refusal);
  }
  if (!(await outbox.markSending(delivery.seq, clock.now()))) return;
  if (isOldAndUnclear(delivery, clock) && (await settle(delivery, deps)) !== "absent") return;
  try {
    const ref = await send(delivery, poster, outbox);
    await outbox.markSent(delivery.seq, ref, clock.now());
    log.debug({ channel: delivery.channel, key: delivery.key, form: delivery.form }, "posted");
  } catch (error) {
    if (error instanceof DeliveryError) return await afterFailure(delivery, error, deps);
    if (isStoreFailure(error)) throw error;
    log.error({ channel: delivery.channel, key: delivery.key, err: error }, "a platform broke its contract");
    const unclear = new DeliveryError("unexpected error", AFTER_BUG_MS, "unclear", { cause: error });
    await afterFailure(delivery, unclear, deps);
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

async function afterFailure(delivery: Delivery, error: DeliveryError, deps: PayDeps): Promise<void> {
  const { outbox, clock, log, holds } = deps;
  const { outcome, retryAfterMs } = error;
  const { seq, channel, key, form, dueAt } = delivery;
  log.warn({ channel, key, outcome, err: error }, "not posted");
  if (outcome === "unclear") {
    // Edits have a lane of their own: one that must wait holds up nobody.
    if (form === "post" && (await settle(delivery, deps, error)) !== "absent") return;
    return await waits(delivery, error, deps);
  }
  if (retryAfterMs === undefined) return await outbox.abandon(seq, error.message);
  if (outcome === "refused") return await waits(delivery, error, deps);
  // It keeps its place and its time: what is closed is the channel, and everything in it waits.
  const isTooOld = clock.now().getTime() - dueAt.getTime() >= GIVE_UP_AFTER_MS;
  if (isTooOld) return await outbox.abandon(seq, error.message);
  holds.hold(outcome, channel, clock.now().getTime() + retryAfterMs);
  await outbox.postpone(seq, dueAt, reasonOf(delivery, error));
}

/** It has to wait, and for a while its channel with it. */
async function waits(delivery: Delivery, error: DeliveryError, { outbox, clock, holds }: PayDeps): Promise<void> {
  const { seq, channel, form, firstTryAt = clock.now() } = delivery;
  const waitMs = error.retryAfterMs ?? AFTER_BUG_MS;
  const triedMs = clock.now().getTime() - firstTryAt.getTime();
  if (triedMs > GIVE_UP_AFTER_MS) return await giveUp(delivery, error, outbox);
  await outbox.postpone(seq, later(clock, waitMs), reasonOf(delivery, error));
  if (form === "post" && triedMs < HOLD_UP_MS) holds.hold("turn", channel, clock.now().getTime() + waitMs);
}

async function giveUp(delivery: Delivery, error: DeliveryError, outbox: Outbox): Promise<void> {
  const reason = reasonOf(delivery, error);
  if (delivery.form === "post" && reason.startsWith(UNCLEAR)) await outbox.markUnsure(delivery.seq, reason);
  else await outbox.abandon(delivery.seq, error.message);
}

/** Once it was unclear whether it arrived, a later refusal of the same does not make it certain. */
function reasonOf({ reason }: Delivery, { outcome, message }: DeliveryError): string {
  return outcome === "unclear" || reason?.startsWith(UNCLEAR) === true ? `${UNCLEAR}${message}` : message;
}

function isOldAndUnclear({ form, reason, firstTryAt }: Delivery, clock: Clock): boolean {
  return form === "post" && reason?.startsWith(UNCLEAR) === true && !isRepeatKnown(firstTryAt, clock);
}

function isRepeatKnown(firstTryAt: Date | undefined, clock: Clock): boolean {
  return clock.now().getTime() - (firstTryAt ?? clock.now()).getTime() < KNOWS_REPEAT_MS;
}

/**
 * What became of a delivery of which we do not know whether it arrived: asked of the platform, never guessed. `absent` where
 * it may be sent again; all else is noted in the store.
 */
async function settle(delivery: Delivery, deps: PayDeps, error?: DeliveryError): Promise<"absent" | "settled"> {
  const { outbox, clock, log, posters } = deps;
  const { seq, channel, key, firstTryAt } = delivery;
  let found: PostRef | "absent" | undefined;
  try {
    const poster = posters.get(platformOf(channel));
    found = await poster?.find(await outgoingOf(delivery, outbox), firstTryAt ?? clock.now());
  } catch (trouble) {
    if (isStoreFailure(trouble)) throw trouble;
    if (isRepeatKnown(firstTryAt, clock)) return "absent";
    log.warn({ channel, key, err: trouble }, "cannot ask whether it was posted");
    const waitMs = trouble instanceof DeliveryError ? trouble.retryAfterMs : undefined;
    await waits(delivery, new DeliveryError("cannot ask whether it was posted", waitMs, "unclear"), deps);
    return "settled";
  }
  if (found === "absent" || (found === undefined && isRepeatKnown(firstTryAt, clock))) return "absent";
  if (found !== undefined) {
    await outbox.markSent(seq, found, clock.now());
    return "settled";
  }
  log.warn({ channel, key }, "cannot tell whether it was posted: held as unsure");
  await outbox.markUnsure(seq, error?.message ?? ENDED);
  return "settled";
}

/** Why what an earlier run left is not known to be posted. */
const ENDED = "the process ended while it was being sent";

/** What an earlier run was sending when it ended: asked about before anything else is sent. */
async function settleLeftOver(delivery: Delivery, deps: PayDeps): Promise<void> {
  if (delivery.form === "post" && (await settle(delivery, deps)) === "settled") return;
  await deps.outbox.postpone(delivery.seq, deps.clock.now(), `${UNCLEAR}${ENDED}`);
}

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}

function isStoreFailure(error: unknown): boolean {
  return error instanceof Error && error.name === "StoreError";
}
