import type { ChannelId } from "../chat/chat-platform.ts";
import { channelsCap, type Routed } from "../route/route.ts";
import type { Decision, Roles, TopicId } from "../store/store.ts";
import { cardKey } from "./owe-card.ts";

/**
 * With one more patch a series may belong elsewhere: a card that waits in a channel which has it only for a subsystem
 * that it no longer goes to is taken back. One that is out stays, and so does the conversation below it.
 */
export async function leaveOldPlaces(tx: Roles, id: TopicId, places: readonly Routed[]): Promise<void> {
  if (places.length === 0) return;
  const waiting = (await tx.deliveriesOfTopic(id)).filter(
    ({ key, state }) => key === cardKey(id) && state === "queued",
  );
  if (waiting.length === 0) return;
  const elsewhere = await channelsElsewhere(tx, places);
  for (const { channel, key } of waiting) {
    if (!elsewhere.has(channel) || !(await tx.withdraw(channel, key))) continue;
    for (const { key: mail, decisions } of await tx.mailsOfTopic(id))
      await tx.setDecisions(
        mail,
        decisions.map((one) => (one.channel === channel ? gone(channel, places) : one)),
      );
  }
}

/** Channels that subscribe to subsystems alone, and to none of those that a conversation goes to. */
export async function channelsElsewhere(tx: Roles, places: readonly Routed[]): Promise<ReadonlySet<ChannelId>> {
  const names = new Set(channelsCap(places).map(({ name }) => name.toLowerCase()));
  const channels = Map.groupBy(await tx.subscriptions(), ({ channel }) => channel);
  return new Set(
    [...channels]
      .filter(([, all]) => all.every(({ what }) => what.kind === "subsystem" && !names.has(what.name.toLowerCase())))
      .map(([channel]) => channel),
  );
}

/** What `why` says of a mail that a channel was to get. */
export function gone(channel: ChannelId, places: readonly Routed[]): Decision {
  const where = channelsCap(places).map(({ name }) => name);
  return {
    channel,
    shown: "off",
    because: `its conversation turned out to belong to ${where.join(", ") || "none of them"}`,
  };
}
