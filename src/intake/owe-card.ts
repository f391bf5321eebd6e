import type { ChannelId, Level } from "../chat/chat-platform.ts";
import { composeCard } from "../compose/card.ts";
import { hiddenPost } from "../compose/hidden.ts";
import type { Post } from "../compose/post.ts";
import { channelsCap } from "../route/route.ts";
import { isComplete, type Topic } from "../series/topic.ts";
import type { ArchivedMail, Delivery, Roles, TopicId } from "../store/store.ts";
import type { MailFacts } from "./facts.ts";
import { mentionsOf } from "./followers.ts";
import { placesOf } from "./places.ts";
import type { TakeInDeps } from "./scene.ts";

export interface CardOwed {
  readonly channel: ChannelId;
  readonly id: TopicId;
  readonly topic: Topic;
  readonly card: Post;
  readonly level: Level;
  /** How long it may wait for the rest of its series, or for the mail that it answers, in ms. */
  readonly wait?: number;
}

export async function oweCard(
  tx: Roles,
  { channel, id, topic, card, level, wait = 0 }: CardOwed,
  deps: TakeInDeps,
): Promise<void> {
  const now = deps.now();
  const key = cardKey(id);
  const existing = await tx.delivery(channel, key);
  if (existing === undefined || existing.state === "queued") {
    const waitsUntil = existing?.dueAt ?? new Date(now.getTime() + wait);
    const previous = topic.previous === undefined ? undefined : (await tx.mailByShort(topic.previous.short))?.topic;
    const face = await tx.mailByShort(topic.face.short);
    await tx.owe({
      channel,
      key,
      topic: id,
      ...(face !== undefined && { mail: face.key }),
      form: "post",
      level: existing?.level ?? level,
      post: card,
      ...(previous !== undefined && { answers: cardKey(previous) }),
      ...(previous !== undefined && topic.next === undefined && (await mentionsOf(tx, channel, id, now))),
      dueAt: isReady(topic) && now < waitsUntil ? now : waitsUntil,
    });
    return;
  }
  await oweChange(tx, existing, { key: editKey(id), post: card }, deps);
}

/** A line that is one message and grows. */
export interface Growing {
  readonly channel: ChannelId;
  readonly key: string;
  readonly topic: TopicId;
  readonly post: Post;
  /** How long it waits for more, anew each time that more comes before it is out, in ms. */
  readonly waitMs: number;
}

/** Owes it, or its new content where it is there. */
export async function oweGrowing(tx: Roles, { waitMs, ...line }: Growing, deps: TakeInDeps): Promise<void> {
  const existing = await tx.delivery(line.channel, line.key);
  if (existing !== undefined && existing.state !== "queued")
    return await oweChange(tx, existing, { key: `edit-${line.key}`, post: line.post }, deps);
  await tx.owe({ ...line, form: "post", level: "silent", dueAt: new Date(deps.now().getTime() + waitMs) });
}

/** An edit of a post that is out, spaced from the one before. */
async function oweChange(
  tx: Roles,
  existing: Delivery,
  { key, post }: Pick<Delivery, "key" | "post">,
  deps: TakeInDeps,
): Promise<void> {
  const { channel, topic } = existing;
  const lastEdit = await tx.delivery(channel, key);
  if (JSON.stringify((lastEdit ?? existing).post) === JSON.stringify(post)) return;
  const now = deps.now();
  const last = lastEdit?.sentAt ?? existing.sentAt ?? now;
  const spaced = new Date(last.getTime() + deps.editSpacingMs(channel));
  await tx.owe({
    channel,
    key,
    topic,
    form: "edit",
    level: "silent",
    post,
    root: existing.key,
    dueAt: spaced > now ? spaced : now,
  });
}

/** Whether its card need not wait: its series is whole, its cover too where its patches refer to one. */
function isReady(topic: Topic): boolean {
  if (topic.form === "conversation") return !topic.isOrphan;
  return isComplete(topic) && (topic.hasCover || topic.awaited.length === 0);
}

/** `own`: what is known of its face, where that is the mail that came. What is hidden has no part in it. */
export async function cardPost(tx: Roles, topic: Topic, own?: ArchivedMail<MailFacts>): Promise<Post> {
  const face = own ?? ((await tx.mailByShort(topic.face.short)) as ArchivedMail<MailFacts> | undefined);
  if (face?.hidden !== undefined) return hiddenPost("card", face.short, face.hidden.isForgotten);
  const card = composeCard(topic, {
    places: channelsCap(await placesOf(tx, topic, face?.facts)).map(({ name }) => name),
    link: face?.facts.link,
    opening: face?.facts.opening ?? [],
  });
  const hidden = face === undefined ? [] : await tx.hiddenOf(face.topic);
  const counted = card.counted?.filter(({ mail }) => !hidden.includes(mail));
  return { ...card, ...(counted !== undefined && { counted }) };
}

export async function channelsOf(tx: Roles, id: TopicId): Promise<Set<ChannelId>> {
  const key = cardKey(id);
  return new Set(
    (await tx.deliveriesOfTopic(id)).filter((delivery) => delivery.key === key).map(({ channel }) => channel),
  );
}

/** A line answers the card, so it waits for one that is still waiting itself. */
export async function notBefore(tx: Roles, channel: ChannelId, card: string, now: Date): Promise<Date> {
  const waiting = await tx.delivery(channel, card);
  return waiting?.state === "queued" && waiting.dueAt > now ? waiting.dueAt : now;
}

export function cardKey(topic: TopicId): string {
  return `card-${topic}`;
}

function editKey(topic: TopicId): string {
  return `edit-${topic}`;
}

export function mailKey(short: string): string {
  return `mail-${short}`;
}
