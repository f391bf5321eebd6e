import type { ChannelId } from "../chat/chat-platform.ts";
import { composeDigest, DIGEST } from "../compose/digest.ts";
import { digestTitle } from "../compose/digest-title.ts";
import { type HappenedDeps, happenedIn } from "../happened.ts";
import type { Log } from "../ops/log.ts";
import type { Store, Subscription, TopicId } from "../store/store.ts";
import type { Mark, Readers } from "../store/told.ts";
import { busiest, lastDue, nextDue, type Preset } from "./schedule.ts";

export interface DigestDeps extends HappenedDeps {
  readonly store: HappenedDeps["store"] &
    Pick<Readers, "lastTold" | "placeBefore"> &
    Pick<Store, "subscriptions" | "settings" | "atomically">;
  /** By whose clocks: `Europe/Berlin`. */
  readonly timezone: string;
  /** What people call what a channel is subscribed to: `wbus`. */
  readonly nameOf: (subscription: Pick<Subscription, "what" | "title">) => string;
  readonly log: Log;
}

/**
 * Owes each channel the digest that is due: one message of what happened since the last one. After a stop of days only
 * the last one, and on a day with nothing none. Its place and the message are kept together, so that each is told once.
 */
export async function oweDigests(now: Date, deps: DigestDeps): Promise<void> {
  for (const [channel, subscriptions] of await byChannel(deps)) {
    const preset = await paceOf(channel, subscriptions, deps);
    const due = preset && lastDue(preset, deps.timezone, now);
    if (due === undefined) continue;
    const from = (await deps.store.lastTold(channel, "digest"))?.to ?? (await beginning(channel, subscriptions, deps));
    if (from.at >= due) continue;
    const { happened, place } = await happenedIn({ channel, after: from.place }, now, deps);
    const names = subscriptions.map(deps.nameOf);
    const post = composeDigest(happened, digestTitle(names, from.at, due, deps.timezone), DIGEST);
    const key = `digest-${due.toISOString()}`;
    await deps.store.atomically(async (tx) => {
      if (post.blocks.length > 0)
        await tx.owe({ channel, key, topic: key as TopicId, form: "post", level: "silent", post, dueAt: now });
      await tx.saveTold({ channel, reader: "digest", by: key, from, to: { place, at: due } });
    });
    deps.log.info({ channel, key, mails: happened.mails.length, isTold: post.blocks.length > 0 }, "digest");
  }
}

/** When the next digest of any channel is due. */
export async function nextDigest(now: Date, deps: DigestDeps): Promise<Date | undefined> {
  const all: Date[] = [];
  for (const [channel, subscriptions] of await byChannel(deps)) {
    const preset = await paceOf(channel, subscriptions, deps);
    const due = preset && nextDue(preset, deps.timezone, now);
    if (due !== undefined) all.push(due);
  }
  return all.toSorted((a, b) => a.getTime() - b.getTime())[0];
}

/** The preset by whose times a channel is told: none in mode `all`, and some in mode `digest`, whatever its presets say. */
async function paceOf(
  channel: ChannelId,
  subscriptions: readonly Subscription[],
  { store }: DigestDeps,
): Promise<Preset | undefined> {
  const mode = (await store.settings(channel))?.mode;
  const preset = busiest(subscriptions.map((one) => one.preset));
  if (mode === "all") return undefined;
  return mode === "digest" && preset === "everything" ? "normal" : preset;
}

async function byChannel({ store }: DigestDeps): Promise<Map<ChannelId, Subscription[]>> {
  return Map.groupBy(await store.subscriptions(), ({ channel }) => channel);
}

/** A channel that had none yet is told from its first subscription on. */
async function beginning(channel: ChannelId, subscriptions: readonly Subscription[], deps: DigestDeps): Promise<Mark> {
  const at = new Date(Math.min(...subscriptions.map(({ since }) => since.getTime())));
  return { place: await deps.store.placeBefore(channel, at), at };
}
