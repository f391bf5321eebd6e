import type { ChannelId } from "../chat/chat-platform.ts";
import { followedUntil, idleAfter } from "../series/following.ts";
import type { Topic } from "../series/topic.ts";
import type { NewDelivery, Roles, TopicId } from "../store/store.ts";
import type { Scene } from "./scene.ts";

/** Versions of one series that are looked through. */
const MAX_VERSIONS = 100;

/** The topic of the newest version of a series, at which it is followed; a topic without a newer one itself. */
export async function newestVersion(tx: Pick<Roles, "topic" | "mailByShort">, id: TopicId): Promise<TopicId> {
  let newest = id;
  for (let seen = 1; seen < MAX_VERSIONS; seen += 1) {
    const next = (await tx.topic<Topic>(newest))?.next;
    const newer = next && (await tx.mailByShort(next.short))?.topic;
    if (newer === undefined) break;
    newest = newer;
  }
  return newest;
}

/** Whom the news of a topic mentions in a channel: those who follow it there, and nobody else. */
export async function mentionsOf(
  tx: Roles,
  channel: ChannelId,
  id: TopicId,
  now: Date,
): Promise<Pick<NewDelivery, "mentions">> {
  const followers = await tx.followers(channel, await newestVersion(tx, id), now);
  return followers.length === 0 ? {} : { mentions: followers };
}

/** Who followed the version before goes on with this one, and what is new puts off the end of following, and of muting. */
export async function goOnFollowing({ tx, deps, archived, topic, changes }: Scene, before?: TopicId): Promise<void> {
  if (before !== undefined) await tx.moveFollows(before, archived.topic);
  const now = deps.now();
  await tx.keepMutes(archived.topic, idleAfter(now), now);
  const until = followedUntil(topic, changes, now);
  if (until !== undefined) await tx.keepFollows(archived.topic, until, now);
}
