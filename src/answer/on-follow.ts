import { type FollowOutcome, following } from "../compose/answers/follow.ts";
import { notFound } from "../compose/answers/notice.ts";
import type { Post } from "../compose/post.ts";
import { idleAfter } from "../series/following.ts";
import type { Roles, TopicId } from "../store/store.ts";
import type { Ask } from "./ask.ts";
import { mailFacts, namedMail } from "./named-mail.ts";

/** What one may follow in one channel. */
const MAX_FOLLOWS = 200;

/** From now on what changes the state of the mail's series or topic is personal, in this channel, for the one who asks. */
export async function answerFollow(ask: Ask): Promise<Post> {
  const { channel, user } = ask.invocation;
  const now = ask.deps.now();
  let followed: TopicId | undefined;
  const post = await atNewest(ask, async (tx, topic) => {
    const before = await tx.followedBy(channel, user, now);
    if (before.includes(topic)) return "followed-already";
    if (before.length >= MAX_FOLLOWS) return "too-many";
    await tx.follow({ channel, topic, user, until: idleAfter(now) });
    followed = topic;
    return "followed";
  });
  if (followed !== undefined) ask.deps.onFollow?.(channel, followed, user);
  return post;
}

export function answerUnfollow(ask: Ask): Promise<Post> {
  const { channel, user } = ask.invocation;
  return atNewest(ask, async (tx, topic) =>
    (await tx.unfollow(channel, topic, user)) ? "unfollowed" : "not-followed",
  );
}

/** A series is followed at its newest version, or the next one would find nobody; in one transaction, since it may come now. */
async function atNewest(ask: Ask, work: (tx: Roles, topic: TopicId) => Promise<FollowOutcome>): Promise<Post> {
  const mail = await namedMail(ask);
  if (mail === undefined) return notFound;
  const { store, newestVersion } = ask.deps;
  const outcome = await store.atomically(async (tx) => work(tx, await newestVersion(tx, mail.topic)));
  return following(outcome, (await mailFacts(ask, mail)).subject, mail.short, MAX_FOLLOWS);
}
