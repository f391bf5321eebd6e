import type { ChannelId } from "../chat/chat-platform.ts";
import { hiddenPost } from "../compose/hidden.ts";
import type { Post } from "../compose/post.ts";
import type { Topic } from "../series/topic.ts";
import type { ArchivedMail, Delivery, Roles } from "../store/store.ts";
import { cardKey, cardPost } from "./owe-card.ts";

/** What was done about the posts of a mail. */
export interface Retold {
  /** Channels in which a post is edited. */
  readonly channels: readonly ChannelId[];
  /** Posts that may be out and that nobody can edit, since we cannot tell where they are. */
  readonly unsure: number;
}

/**
 * Owes every channel what a mail that was hidden, or is so no longer, looks like now: its card, its reply, lines about what
 * it changed, and its place on the card of its topic. A post that had not gone out and is no card is taken back.
 */
export async function retell(tx: Roles, mail: ArchivedMail, now: Date): Promise<Retold> {
  const topic = await tx.topic<Topic>(mail.topic);
  const card = topic && (await cardPost(tx, topic));
  const all = [...(await tx.deliveriesOfTopic(mail.topic)), ...(await tx.deliveriesOfMail(mail.key))];
  const channels = new Set<ChannelId>();
  let unsure = 0;
  for (const one of new Map(all.map((delivery) => [delivery.seq, delivery])).values()) {
    const isCard = one.key === cardKey(mail.topic);
    if (one.form === "edit" || (!isCard && !isAbout(one, mail))) continue;
    const post = isCard
      ? card
      : mail.hidden === undefined
        ? one.post
        : hiddenPost(one.post.form, mail.short, mail.hidden.isForgotten);
    if (post === undefined) continue;
    if (one.state === "unsure" && isAbout(one, mail)) unsure += 1;
    if (one.state === "queued" && !isCard) await tx.withdraw(one.channel, one.key);
    else if (one.state === "queued") await tx.owe({ ...one, post });
    else if (one.state === "sent" || one.state === "sending") {
      if (await oweAtOnce(tx, one, post, isCard ? `edit-${mail.topic}` : `edit-${one.key}`, now))
        channels.add(one.channel);
    }
  }
  return { channels: [...channels], unsure };
}

/** False where it looks like that already. */
async function oweAtOnce(tx: Roles, shown: Delivery, post: Post, key: string, dueAt: Date): Promise<boolean> {
  const { channel, topic } = shown;
  const last = (await tx.delivery(channel, key)) ?? shown;
  if (JSON.stringify(last.post) === JSON.stringify(post)) return false;
  await tx.owe({ channel, key, topic, form: "edit", level: "silent", post, root: shown.key, dueAt });
  return true;
}

/** Its own post, or a line that it caused: `nak-k7q2m9xa`. A topic's card is named after the mail that opened it. */
export function isAbout({ key, mail: of }: Delivery, mail: ArchivedMail): boolean {
  return of === mail.key || (!key.startsWith("card-") && key.endsWith(`-${mail.short}`));
}
