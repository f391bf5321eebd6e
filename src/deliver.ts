import type { ChannelId } from "./chat/chat-platform.ts";
import { holds as newHolds, platformOf } from "./deliver/holds.ts";
import {
  type DeliverDeps,
  isRepeatKnown,
  mayJoin,
  type PayDeps,
  pay,
  payTogether,
  settleLeftOver,
} from "./deliver/pay.ts";
import type { Delivery } from "./store/store.ts";

export type { DeliverDeps } from "./deliver/pay.ts";

/** Deliveries under way on one platform at a time: a platform that hangs keeps others from nothing. */
const SIDE_BY_SIDE = 10;

/** So many due posts are looked at for those that go together. */
const LOOK_AHEAD = 50;

/**
 * Pays what is owed until `signal` aborts: in each channel in order and one at a time, or a reply appears above the patch
 * it answers; channels side by side, or a slow one holds up all. The only place that retries. What was under way when
 * it is told to stop is finished.
 *
 * @throws {StoreError} no post without a writable store.
 */
export async function deliver(deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  const { holds = newHolds() } = deps;
  const payDeps: PayDeps = { ...deps, holds, together: new Map() };
  for (const delivery of await deps.outbox.sending()) await settleLeftOver(delivery, payDeps);

  const busy = new Map<ChannelId, Promise<void>>();
  let failure: unknown;
  const begin = (channel: ChannelId): void => {
    const work = payNext(channel, payDeps)
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

/**
 * The first by seq of what is due in a channel; asked for at the last moment, since its first replies may stand before the
 * next card now. Where the platform is short of messages: what opens or changes a conversation, then answers of one together.
 */
async function payNext(channel: ChannelId, deps: PayDeps): Promise<void> {
  const { outbox, clock, posters, together } = deps;
  const again = together.get(channel);
  together.delete(channel);
  if (again !== undefined && isRepeatKnown(again[0]?.firstTryAt, clock)) return await payTogether(again, deps, true);
  const most = posters.get(platformOf(channel))?.together?.() ?? 1;
  const due = await outbox.due(channel, clock.now(), most === 1 ? 1 : LOOK_AHEAD);
  const batch = most === 1 ? due : nextOf(due, most);
  if (batch.length > 1) return await payTogether(batch, deps, false);
  for (const delivery of batch) await pay(delivery, deps);
}

/** What goes next where messages are short: what opens or changes a conversation; else answers of one, as many as go together. */
function nextOf(due: readonly Delivery[], most: number): readonly Delivery[] {
  const posts = due.filter(({ form }) => form === "post");
  const first = posts.find(({ post }) => post.form !== "reply") ?? posts[0] ?? due[0];
  if (first === undefined || !mayJoin(first)) return first === undefined ? [] : [first];
  return posts.filter((one) => mayJoin(one) && one.root === first.root).slice(0, most);
}
