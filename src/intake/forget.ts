import type { ChannelId } from "../chat/chat-platform.ts";
import { hiddenPost } from "../compose/hidden.ts";
import type { Post } from "../compose/post.ts";
import { topicNames } from "../series/find.ts";
import type { Topic } from "../series/topic.ts";
import { blankTopicMail, withoutMail } from "../series/without-mail.ts";
import type { ArchivedMail, Delivery, Roles, TopicId } from "../store/store.ts";
import type { MailFacts } from "./facts.ts";
import { cardKey, cardPost } from "./owe-card.ts";
import { isAbout } from "./retell.ts";

/** What was done about what is forgotten. */
export interface Forgotten {
  /** Posts that are taken away, and such as say less from now on. */
  readonly erased: number;
  readonly changed: number;
  /** Where a post may stand that nobody can take away, since we cannot tell whether it does. */
  readonly unsure: readonly ChannelId[];
}

/** Nobody's channel: what was forgotten there is shown again by nobody. */
const NOWHERE = "" as ChannelId;

/**
 * Within a transaction: takes what these mails said, and who sent them, out of the archive, and owes every channel that their posts
 * are taken away and that nothing else tells of them. Their keys stay, so that they are known when they come again.
 */
export async function forget(tx: Roles, all: readonly ArchivedMail<MailFacts>[], now: Date): Promise<Forgotten> {
  const mails = all.filter(({ hidden }) => hidden?.isForgotten !== true);
  for (const mail of mails) {
    const topic = await tx.topic<Topic>(mail.topic);
    const { topicMail } = mail.facts;
    if (topic !== undefined) {
      const without = withoutMail(topic, topicMail);
      await tx.saveTopic(mail.topic, without, topicNames(without));
    }
    await tx.blankMail(mail.key, blankFacts(mail.facts));
    await tx.hide(mail.key, { by: "operator", channel: NOWHERE, at: now, isForgotten: true });
  }
  const told: Telling = { erased: 0, changed: 0, unsure: [] };
  const shorts = new Set(mails.map(({ short }) => short));
  for (const one of await concerned(tx, mails)) {
    const mail = mails.find((of) => isAbout(one, of));
    if (one.form === "erase") continue;
    if (mail !== undefined) await erase(tx, one, mail.short, now, told);
    else if (one.form === "post") await tellAnew(tx, one, shorts, now, told);
    else if (one.state === "queued") await tx.owe({ ...one, post: await anew(tx, one, shorts) });
    else await tx.blankDelivery(one.seq, await anew(tx, one, shorts));
  }
  return told;
}

interface Telling {
  erased: number;
  changed: number;
  readonly unsure: ChannelId[];
}

/** Whatever may say something of them, posts before their edits. */
async function concerned(tx: Roles, mails: readonly ArchivedMail[]): Promise<readonly Delivery[]> {
  const all = await tx.deliveriesNaming(mails.map(({ short }) => short));
  for (const topic of new Set(mails.map((mail) => mail.topic))) all.push(...(await tx.deliveriesOfTopic(topic)));
  for (const { key } of mails) all.push(...(await tx.deliveriesOfMail(key)));
  const each = [...new Map(all.map((one) => [one.seq, one])).values()];
  return each.sort((a, b) => Number(a.form === "edit") - Number(b.form === "edit") || a.seq - b.seq);
}

/** A post about a mail goes, and with it what would have changed it. */
async function erase(tx: Roles, one: Delivery, short: string, now: Date, told: Telling): Promise<void> {
  const { channel, key, topic, state, seq } = one;
  const post = hiddenPost(one.post.form, short, true);
  if (state === "queued") {
    await tx.withdraw(channel, key);
    return;
  }
  await tx.blankDelivery(seq, post);
  if (one.form !== "post" || state === "dead") return;
  if (state !== "sent") {
    await tx.abandon(seq, "forgotten");
    told.unsure.push(channel);
    return;
  }
  told.erased += 1;
  await tx.owe({ channel, key: eraseKey(key), topic, form: "erase", level: "silent", post, root: key, dueAt: now });
}

/** A post of others says what it says without them. */
async function tellAnew(
  tx: Roles,
  one: Delivery,
  shorts: ReadonlySet<string>,
  now: Date,
  told: Telling,
): Promise<void> {
  const { channel, key, topic, state, seq } = one;
  const post = await anew(tx, one, shorts);
  if (JSON.stringify(post) === JSON.stringify(one.post)) return;
  if (state === "queued") return await tx.owe({ ...one, post });
  await tx.blankDelivery(seq, post);
  if (state !== "sent") return;
  told.changed += 1;
  const edit = key === cardKey(topic) ? `edit-${topic}` : `edit-${key}`;
  await tx.owe({ channel, key: edit, topic, form: "edit", level: "silent", post, root: key, dueAt: now });
}

/** What a post says once the mails are forgotten: the card as its topic has it now, a list of mails without their rows. */
async function anew(tx: Roles, { post, topic, root, key }: Delivery, shorts: ReadonlySet<string>): Promise<Post> {
  if ([key, root].includes(cardKey(topic)) && post.form === "card") return (await cardOf(tx, topic)) ?? post;
  const blocks = post.blocks.map((block) =>
    block.kind === "mails" ? { ...block, rows: block.rows.filter(({ mail }) => !shorts.has(mail)) } : block,
  );
  return { ...post, blocks };
}

async function cardOf(tx: Roles, id: TopicId): Promise<Post | undefined> {
  const topic = await tx.topic<Topic>(id);
  return topic && (await cardPost(tx, topic));
}

function blankFacts({ topicMail, routed, isPatch }: MailFacts): MailFacts {
  return {
    topicMail: blankTopicMail(topicMail),
    routed,
    ...(isPatch && { isPatch }),
    opening: [],
    elided: {},
    lines: 0,
    isSure: true,
    problems: [],
  };
}

/** Keys are 100 characters at most. */
const eraseKey = (key: string): string => `erase-${key}`.slice(0, 100);
