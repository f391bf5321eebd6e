import fc from "fast-check";
import type { Delivery, NewDelivery, Outbox } from "../../src/store/store.ts";
import { dueOf } from "./due.ts";
import { at, channelId, ref, sampleDelivery, samplePost } from "./store-samples.ts";

/** The part of an outbox that has states; the rest is lookups. */
type Stateful = Omit<Outbox, "sending" | "deliveriesOfMail" | "deliveriesOfTopic" | "deliveryByRef">;

const channels = ["a", "b"].map(channelId);
const keys = ["card", "mail-1", "mail-2", "edit"];

const key = fc.constantFrom(...keys);
const channel = fc.constantFrom(...channels);
const root = fc.constantFrom(undefined, "card", "mail-1");
const seconds = fc.integer({ min: 0, max: 5 });

/** The outbox contract once more, as a list that is searched from end to end, and random steps to hold both to it. */
export const modelOutbox = {
  step: fc.record({
    act: fc.constantFrom("owe", "withdraw", "markSending", "markSent", "postpone", "markUnsure", "abandon"),
    channel,
    key,
    root,
    seconds,
  }),

  async apply(outbox: Stateful, { act, channel, key, root, seconds }: Step): Promise<void> {
    const seq = (await outbox.delivery(channel, key))?.seq ?? 0;
    const form = key === "edit" ? "edit" : "post";
    const mentions = seconds > 3 ? { mentions: [`user-${seconds}`] } : {};
    const owed = { channel, form, dueAt: at(seconds), post: samplePost(`${seconds}`), ...mentions } as const;
    const acts: Record<string, () => Promise<unknown>> = {
      owe: () => outbox.owe(sampleDelivery(key, root === undefined || root === key ? owed : { ...owed, root })),
      withdraw: () => outbox.withdraw(channel, key),
      markSending: () => outbox.markSending(seq, at(seconds)),
      markSent: () => outbox.markSent(seq, ref(`${channel} ${key}`), at(seconds)),
      postpone: () => outbox.postpone(seq, at(seconds), "later"),
      markUnsure: () => outbox.markUnsure(seq, "time-out"),
      abandon: () => outbox.abandon(seq, "gone"),
    };
    await acts[act]?.();
  },

  /** Everything that can be seen of it, without seqs: those may have gaps. */
  async view(outbox: Stateful) {
    const all = channels.flatMap((channel) => keys.map((key) => outbox.delivery(channel, key)));
    const due = await dueOf(outbox, at(3), 2);
    const dueChannels = await outbox.dueChannels(at(3));
    return {
      all: (await Promise.all(all)).map((delivery) => delivery && { ...delivery, seq: 0 }),
      due: channels.map((name) => due.filter(({ channel }) => channel === name).map((delivery) => delivery.key)),
      dueChannels,
      nextDueAt: await outbox.nextDueAt(),
      nextDueLater: await outbox.nextDueAt(at(3)),
      depths: await outbox.depths(at(3)),
    };
  },

  empty: listOutbox,
};

interface Step {
  readonly act: string;
  readonly channel: Delivery["channel"];
  readonly key: string;
  readonly root: string | undefined;
  readonly seconds: number;
}

function listOutbox(): Stateful {
  let list: Delivery[] = [];
  let lastSeq = 0;
  const find = (channel: string, key: string) => list.find((one) => one.channel === channel && one.key === key);
  const change = (seq: number, to: (one: Delivery) => Delivery) => {
    list = list.map((one) => (one.seq === seq ? to(one) : one));
  };
  const rootState = ({ channel, root }: NewDelivery) =>
    root === undefined ? "sent" : (find(channel, root)?.state ?? "queued");
  const queued = () => list.filter((one) => one.state === "queued" && rootState(one) !== "dead");
  const ready = (now: Date) => queued().filter((one) => rootState(one) === "sent" && one.dueAt <= now);
  return {
    async owe(next) {
      const old = find(next.channel, next.key);
      if (old === undefined) list.push({ ...next, seq: ++lastSeq, state: "queued", attempts: 0 });
      else if (old.state === "queued") {
        const { seq, attempts, firstTryAt, ref, reason } = old;
        const kept = { seq, attempts, ...defined({ firstTryAt, ref, reason }) };
        change(seq, () => ({ ...next, ...kept, state: "queued" }));
      } else if (old.form === "edit") {
        change(old.seq, ({ seq, ref }) => ({ ...next, seq, ...defined({ ref }), state: "queued", attempts: 0 }));
      }
    },
    async withdraw(channel, key) {
      const old = find(channel, key);
      if (old?.state !== "queued") return false;
      list = list.filter((one) => one !== old);
      return true;
    },
    async dueChannels(now) {
      return [...new Set(ready(now).map(({ channel }) => channel))];
    },
    async due(channel, now, limit) {
      return ready(now)
        .filter((one) => one.channel === channel)
        .slice(0, limit);
    },
    async nextDueAt(after = new Date(-1)) {
      return queued()
        .map((one) => one.dueAt)
        .filter((dueAt) => dueAt > after)
        .sort((a, b) => a.getTime() - b.getTime())[0];
    },
    async delivery(channel, key) {
      return find(channel, key);
    },
    async markSending(seq, now) {
      const isQueued = list.some((one) => one.seq === seq && one.state === "queued");
      if (isQueued) {
        change(seq, (one) => ({ firstTryAt: now, ...one, state: "sending", attempts: one.attempts + 1 }));
      }
      return isQueued;
    },
    async markSent(seq, ref, sentAt) {
      change(seq, (one) => {
        if (one.state !== "sending") return one;
        const { reason: _, ...rest } = one;
        return { ...rest, state: "sent", ref, sentAt };
      });
    },
    async postpone(seq, dueAt, reason) {
      change(seq, (one) => ({ ...one, state: "queued", dueAt, reason }));
    },
    async markUnsure(seq, reason) {
      change(seq, (one) => ({ ...one, state: "unsure", reason }));
    },
    async abandon(seq, reason) {
      change(seq, (one) => ({ ...one, state: "dead", reason }));
    },
    async unsure(limit) {
      return list.filter(({ state }) => state === "unsure").slice(0, limit);
    },
    async depths(now) {
      const depths = { queued: 0, sending: 0, sent: 0, unsure: 0, dead: 0 };
      for (const one of list) depths[one.state === "queued" && rootState(one) === "dead" ? "dead" : one.state]++;
      const oldest = await this.nextDueAt();
      return oldest !== undefined && oldest <= now ? { ...depths, oldestDueAt: oldest } : depths;
    },
  };
}

function defined<T extends object>(fields: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
