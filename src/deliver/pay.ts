import type { ChannelId, Outgoing, Poster, PostRef } from "../chat/chat-platform.ts";
import { DeliveryError } from "../chat/delivery-error.ts";
import type { Bell, Clock } from "../clock.ts";
import type { Log } from "../ops/log.ts";
import type { Delivery, Outbox } from "../store/store.ts";
import { type Holds, platformOf } from "./holds.ts";

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
  /** Told of each try: that it went out, or what its failure meant. */
  readonly onTry?: (delivery: Delivery, outcome: "sent" | DeliveryError["outcome"]) => void;
}

export interface PayDeps extends DeliverDeps {
  readonly holds: Holds;
  /** By channel: posts that went out in one message of which we cannot tell; the same go again, or none. */
  readonly together: Map<ChannelId, readonly Delivery[]>;
}

/** After this long a delivery that was refused again and again is given up. */
const GIVE_UP_AFTER_MS = 7 * 86_400_000;

/** So long after its first try a post keeps its channel waiting, so that order is kept; then others pass. */
const HOLD_UP_MS = 5 * 60_000;

/** So soon after the first try every platform knows a repeat by its key. Later it is asked what became of the first. */
const KNOWS_REPEAT_MS = 120_000;

/** Begins the reason of a delivery that may be in its channel already. */
const UNCLEAR = "unclear: ";

/** Begins the reason of one that was not taken together with others. */
const ALONE = "alone: ";

/** How long a delivery waits for a platform that is not switched on. */
const NO_PLATFORM_MS = 10 * 60_000;

/** How long an error that is none of ours makes a delivery wait. */
const AFTER_BUG_MS = 60_000;

/** One try of several in one message. `isAgain`: they went out so before, and may be there. */
export async function payTogether(batch: readonly Delivery[], deps: PayDeps, isAgain: boolean): Promise<void> {
  const { outbox, clock, log, posters, together } = deps;
  const { channel } = batch[0]!;
  const going: Delivery[] = [];
  for (const delivery of batch) {
    if (!isAgain && (await deps.refusal(delivery)) !== undefined) await pay(delivery, deps);
    else if (await outbox.markSending(delivery.seq, clock.now())) going.push(delivery);
  }
  if (going.length === 0) return;
  try {
    const [first, ...beside] = await Promise.all(going.map((one) => outgoingOf(one, outbox)));
    const ref = await posters.get(platformOf(channel))!.post({ ...first!, beside });
    for (const one of going) {
      await outbox.markSent(one.seq, ref, clock.now());
      deps.onTry?.(one, "sent");
    }
    log.debug({ channel, keys: going.map(({ key }) => key) }, "posted together");
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    const failure =
      error instanceof DeliveryError ? error : new DeliveryError("unexpected error", AFTER_BUG_MS, "unclear");
    log.warn({ channel, keys: going.map(({ key }) => key), err: error }, "not posted together");
    if (failure.outcome === "unclear") {
      const tried = going.map((one) => ({ ...one, firstTryAt: one.firstTryAt ?? clock.now() }));
      together.set(channel, tried);
      for (const delivery of tried) await waits(delivery, failure, deps);
    } else if (failure.retryAfterMs === undefined)
      for (const { seq, dueAt } of going) await outbox.postpone(seq, dueAt, `${ALONE}${failure.message}`);
    else for (const delivery of going) await afterFailure(delivery, failure, deps);
  }
}

/** Whether it may go out in one message with other answers of its conversation. */
export function mayJoin({ post, root, reason = "" }: Delivery): boolean {
  return post.form === "reply" && root !== undefined && !reason.startsWith(UNCLEAR) && !reason.startsWith(ALONE);
}

/** One try. */
export async function pay(delivery: Delivery, deps: PayDeps): Promise<void> {
  const { outbox, clock, log } = deps;
  const poster = deps.posters.get(platformOf(delivery.channel));
  if (poster === undefined)
    return await outbox.postpone(delivery.seq, later(clock, NO_PLATFORM_MS), "no platform of that name is switched on");
  const refusal = delivery.form === "erase" ? undefined : await deps.refusal(delivery);
  if (refusal !== undefined) {
    log.warn({ channel: delivery.channel, key: delivery.key }, "withheld");
    return await outbox.abandon(delivery.seq, refusal);
  }
  if (!(await outbox.markSending(delivery.seq, clock.now()))) return;
  if (isOldAndUnclear(delivery, clock) && (await settle(delivery, deps)) !== "absent") return;
  try {
    const ref = await send(delivery, poster, outbox);
    await outbox.markSent(delivery.seq, ref, clock.now());
    deps.onTry?.(delivery, "sent");
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
  if (delivery.form === "post") return await poster.post(await outgoingOf(delivery, outbox));
  const root = await refOf(outbox, channel, delivery.root);
  if (root === undefined) throw new DeliveryError("the post to change is not in the channel", undefined, "refused");
  if (delivery.form === "edit") await poster.edit(channel, root, post);
  else await poster.erase(channel, root, post);
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
  deps.onTry?.(delivery, outcome);
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

/** A repeat so soon is known by its key. */
export function isRepeatKnown(firstTryAt: Date | undefined, clock: Clock): boolean {
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
export async function settleLeftOver(delivery: Delivery, deps: PayDeps): Promise<void> {
  if (delivery.form === "post" && (await settle(delivery, deps)) === "settled") return;
  await deps.outbox.postpone(delivery.seq, deps.clock.now(), `${UNCLEAR}${ENDED}`);
}

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}

function isStoreFailure(error: unknown): boolean {
  return error instanceof Error && error.name === "StoreError";
}
