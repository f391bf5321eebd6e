import { composeLink } from "../compose/line.ts";
import { composeReply } from "../compose/reply.ts";
import { awaitedName, topicNames } from "../series/find.ts";
import { countMail, takeMail } from "../series/fold.ts";
import type { Topic, TopicMail } from "../series/topic.ts";
import type { ArchivedMail, Roles, TopicId } from "../store/store.ts";
import { parentOf } from "../thread/place.ts";
import { seenFrom } from "./audience.ts";
import type { MailFacts } from "./facts.ts";
import { load } from "./find-topic.ts";
import { channelsElsewhere, gone } from "./leave.ts";
import { cardKey, cardPost, channelsOf, mailKey, notBefore, oweCard } from "./owe-card.ts";
import { placesOf } from "./places.ts";
import type { Scene, TakeInDeps } from "./scene.ts";
import { show } from "./show.ts";
import { standing } from "./standing.ts";

/**
 * Mails that came before the one they answer: their parents are set right. A topic that still waits moves under the one
 * of the mail it waited for; where it is out already, both ends are told.
 */
export async function adopt(scene: Scene): Promise<void> {
  const { tx, deps, archived, topic, told } = scene;
  for (const waiting of await tx.mailsReferringTo(archived.id)) {
    if (waiting.key === archived.key) continue;
    const near = seenFrom(tx, waiting.lists, deps.audienceOf);
    const here = new Set((await near.mailsById(waiting.ancestors)).map(({ id }) => id));
    const parent = parentOf(waiting.id, waiting.ancestors, here);
    if (parent !== undefined && parent !== waiting.parent) await tx.setParent(waiting.key, parent);
  }
  let grown = topic;
  const beside = seenFrom(tx, archived.lists, deps.audienceOf);
  for (const { id, topic: orphan } of await load(beside, await tx.topicsNamed([awaitedName(archived.id)]))) {
    if (id === archived.topic || !orphan.isOrphan) continue;
    const mails = (await tx.mailsOfTopic(id)) as ArchivedMail<MailFacts>[];
    const out = (await tx.deliveriesOfTopic(id)).filter(({ state }) => state !== "queued");
    if (out.length > 0) {
      await tellBothEnds(tx, id, orphan, { archived, told }, deps);
      continue;
    }
    for (const mail of mails) grown = await move(scene, mail, grown);
    await tx.saveTopic(id, { ...orphan, awaited: [] }, []);
  }
  if (grown === topic) return;
  await tx.saveTopic(archived.topic, grown, topicNames(grown));
  const card = await cardPost(tx, grown);
  for (const channel of await channelsOf(tx, archived.topic))
    await oweCard(tx, { channel, id: archived.topic, topic: grown, card, level: "silent" }, deps);
}

/**
 * Moves a mail whose card was not out yet: its waiting post becomes a reply below its parent's card. What it let guess is
 * no more: it leaves channels of other subsystems, and comes to those of its parent's.
 */
async function move(scene: Scene, mail: ArchivedMail<MailFacts>, topic: Topic): Promise<Topic> {
  const { tx, deps } = scene;
  const from = mail.topic;
  const to = scene.archived.topic;
  await tx.setTopic(mail.key, to);
  let after = takeMail(topic, mail.facts.topicMail).topic;
  const near = seenFrom(tx, mail.lists, deps.audienceOf);
  const ancestors = (await near.mailsById(mail.ancestors)) as ArchivedMail<MailFacts>[];
  const parent = parentOf(mail.id, mail.ancestors, new Set(ancestors.map(({ id }) => id)));
  const places = await placesOf(tx, after, undefined);
  const elsewhere = await channelsElsewhere(tx, places);
  const decisions = mail.decisions.map((one) =>
    one.channel !== undefined && elsewhere.has(one.channel) ? gone(one.channel, places) : one,
  );
  for (const { channel, shown } of mail.decisions) {
    if (channel === undefined) continue;
    const wasCard = await tx.withdraw(channel, cardKey(from));
    const wasReply = await tx.withdraw(channel, mailKey(mail.short));
    if (elsewhere.has(channel)) continue;
    if (shown === "counted")
      after = countMail(after, {
        mail: mail.short,
        label: mail.facts.topicMail.title,
        who: mail.author,
        at: mail.arrivedAt.toISOString(),
      });
    if ((!wasCard && !wasReply) || shown === "counted" || mail.facts.asReply === undefined) continue;
    if (mail.hidden !== undefined) continue;
    const card = await cardPost(tx, after);
    await oweCard(tx, { channel, id: to, topic: after, card, level: "silent", wait: deps.waits.cardMs }, deps);
    const parts = { ...mail.facts.asReply, ...standing(after, mail.facts.topicMail, parent, ancestors) };
    await tx.owe({
      channel,
      key: mailKey(mail.short),
      topic: to,
      mail: mail.key,
      form: "post",
      level: "silent",
      post: composeReply(parts),
      root: cardKey(to),
      answers: cardKey(to),
      dueAt: deps.now(),
    });
  }
  const { asReply, wanted } = mail.facts;
  await tx.setDecisions(mail.key, decisions);
  if (asReply === undefined || wanted === undefined) return after;
  const moved: Scene = {
    ...scene,
    archived: { ...mail, topic: to, decisions },
    told: mail.facts.topicMail,
    noted: wanted,
    parts: { ...asReply, ...standing(after, mail.facts.topicMail, parent, ancestors) },
    topic: after,
    changes: [],
    isWaiting: false,
  };
  return (await show(moved, mail.lists)).topic;
}

/** Nothing can be moved in a chat: a line below each card says where the other one is. */
async function tellBothEnds(
  tx: Roles,
  id: TopicId,
  orphan: Topic,
  parent: { archived: ArchivedMail<MailFacts>; told: TopicMail },
  deps: TakeInDeps,
): Promise<void> {
  const { archived, told } = parent;
  const face = (await tx.mailByShort(orphan.face.short)) as ArchivedMail<MailFacts> | undefined;
  if (face?.hidden !== undefined) return;
  const both = [
    {
      topic: id,
      post: composeLink(
        "parent-came",
        { title: told.title, who: told.author },
        { short: told.short, at: told.at, link: archived.facts.link },
      ),
    },
    {
      topic: archived.topic,
      post: composeLink(
        "answer-was-here",
        { title: orphan.title, who: orphan.face.who },
        { short: orphan.face.short, at: told.at, link: face?.facts.link },
      ),
    },
  ];
  for (const { topic, post } of both) {
    for (const channel of await channelsOf(tx, topic)) {
      const card = cardKey(topic);
      const dueAt = await notBefore(tx, channel, card, deps.now());
      await tx.owe({
        channel,
        key: `link-${topic}-${topic === id ? told.short : orphan.face.short}`,
        topic,
        form: "post",
        level: "silent",
        post,
        root: card,
        answers: card,
        dueAt,
      });
    }
  }
}
