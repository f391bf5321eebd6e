import type { ChannelId } from "../chat/chat-platform.ts";
import type { Topic } from "../series/topic.ts";
import type { Roles, TopicId } from "../store/store.ts";
import { cardKey } from "./owe-card.ts";

/**
 * With one more patch a series may belong elsewhere: a card that waits in a channel to which it no longer goes is taken
 * back. One that is out stays, and so does the conversation below it.
 */
export async function leaveOldPlaces(
  tx: Roles,
  id: TopicId,
  topic: Topic,
  goesTo: ReadonlySet<ChannelId>,
): Promise<void> {
  if ((topic.places ?? []).length === 0) return;
  for (const { channel, key, state } of await tx.deliveriesOfTopic(id)) {
    if (key === cardKey(id) && state === "queued" && !goesTo.has(channel)) await tx.withdraw(channel, key);
  }
}
