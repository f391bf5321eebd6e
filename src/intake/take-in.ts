import { isUnquoted } from "../compose/unquoted.ts";
import type { ListId } from "../mail/mail.ts";
import { linkedMails } from "../route/patch-links.ts";
import { route } from "../route/route.ts";
import { topicNames } from "../series/find.ts";
import { openTopic, takeMail } from "../series/fold.ts";
import type { Topic } from "../series/topic.ts";
import { asPrevious } from "../series/versions.ts";
import type { ArchivedMail, Roles, TopicId } from "../store/store.ts";
import { place } from "../thread/place.ts";
import { adopt } from "./adopt.ts";
import { seenFrom } from "./audience.ts";
import { isPatch, type MailFacts, opening, replyParts, routeFacts } from "./facts.ts";
import { earlierVersion, findTopic } from "./find-topic.ts";
import { goOnFollowing } from "./followers.ts";
import { cardPost, channelsOf, oweCard } from "./owe-card.ts";
import { inheritedPlaces, withPlaces } from "./places.ts";
import type { Arrival, Scene, TakeInDeps } from "./scene.ts";
import { show } from "./show.ts";
import { standing } from "./standing.ts";
import { defined, topicMail } from "./topic-mail.ts";
import { quotableAmong } from "./unquoted.ts";
import { notedMail } from "./wanted.ts";

/** What became of it: for the log and the demo's line. */
export interface Taken {
  readonly what: "new" | "copy" | "repeat";
  readonly mail: ArchivedMail<MailFacts>;
}

/**
 * Takes one mail in, within a transaction: the archive, its thread, its topic and everything that is owed for it. The
 * same mail again adds at most the lists that this copy came by, and the channels that follow from those.
 */
export async function takeIn(tx: Roles, arrival: Arrival, deps: TakeInDeps): Promise<Taken> {
  const known = (await tx.mailByKey(arrival.identity.key)) as ArchivedMail<MailFacts> | undefined;
  // What was set aside unread and can be read now comes anew.
  if (known?.state === "quarantined" && arrival.state !== "quarantined") await tx.removeMail(known.key);
  else if (known !== undefined) return takeCopy(tx, known, arrival, deps);

  await subscribeNewLists(tx, arrival.reading.mail.lists, deps);
  const { mail } = arrival.reading;
  const near = seenFrom(tx, mail.lists, deps.audienceOf);
  const ancestors = (await near.mailsById(mail.ancestors)) as ArchivedMail<MailFacts>[];
  const here = new Set(ancestors.map(({ id }) => id));
  const placement = place(mail.id, mail.ancestors, await tx.threadsOf([mail.id, ...mail.ancestors]), here);
  const circumstances = {
    short: await freeShort(tx, arrival.identity.key),
    at: arrival.receivedAt.toISOString(),
    missing: mail.ancestors.filter((id) => !here.has(id)),
  };
  const reading = quotableAmong(arrival.reading, ancestors, deps.omit);
  const told = topicMail(reading, circumstances);
  const found = await findTopic(near, told, placement.parent, ancestors);
  const previous = await earlierVersion(near, told, found.topic, ancestors);
  const folded =
    found.topic === undefined
      ? { topic: openTopic(told, placement.parent === undefined && placement.awaits !== undefined), changes: [] }
      : takeMail(found.topic, told);
  const { changes } = folded;
  const { id, ancestors: above } = mail;
  const links = arrival.reading.report === undefined ? [] : linkedMails(mail.text);
  const inherited = await inheritedPlaces(tx, { id, ancestors: above, ...defined("parent", placement.parent) }, links);
  const routed = route(routeFacts(arrival.reading, inherited), deps.tables);
  const topic = await withPlaces(
    tx,
    { id: found.id, topic: folded.topic },
    { told, routed, isPatch: isPatch(arrival.reading) },
  );
  const link = deps.linkTo(mail);
  const parts = {
    ...replyParts(reading, circumstances, link),
    ...standing(topic, told, placement.parent, ancestors),
  };
  const isWaiting = topic.isOrphan && found.topic === undefined;
  const noted = notedMail(arrival.reading, { told, topic: linked(topic, previous), ancestors });
  const facts: MailFacts = {
    topicMail: told,
    routed,
    wanted: noted,
    ...(isPatch(arrival.reading) && { isPatch: true }),
    opening: opening(reading),
    ...(topic.isOrphan && { asReply: parts }),
    ...(link !== undefined && { link }),
    ...(isUnquoted(mail, deps.omit) && { isUnquoted: true }),
    elided: arrival.reading.condensed.elided,
    lines: arrival.reading.mail.text.split("\n").length,
    isSure: arrival.reading.condensed.sure,
    problems: mail.problems,
  };
  const archived = (await tx.addMail(
    {
      key: arrival.identity.key,
      short: circumstances.short,
      id: mail.id,
      arrivedAt: arrival.receivedAt,
      thread: placement.thread,
      ...(placement.parent !== undefined && { parent: placement.parent }),
      ancestors: mail.ancestors,
      topic: found.id ?? (circumstances.short as TopicId),
      lists: mail.lists,
      kind: arrival.reading.kind,
      author: mail.author.name,
      subject: mail.subject.text,
      state: arrival.state,
      ...(arrival.problem !== undefined && { problem: arrival.problem }),
      facts,
      decisions: [],
    },
    arrival.octets,
  )) as ArchivedMail<MailFacts>;
  await tx.joinThread([mail.id, ...mail.ancestors], placement.thread);

  const scene: Scene = {
    tx,
    deps,
    arrival,
    archived,
    told,
    noted,
    parts,
    topic: linked(topic, previous),
    changes,
    isWaiting,
  };
  await goOnFollowing(scene, previous?.id);
  const shown = await show(scene, mail.lists);
  await adopt(shown);
  if (previous !== undefined) {
    await retire(tx, previous, shown.topic, deps);
    if (found.topic?.previous !== undefined) await revive(tx, found.topic.previous.short, deps);
  }
  return { what: "new", mail: shown.archived };
}

async function takeCopy(tx: Roles, known: ArchivedMail<MailFacts>, arrival: Arrival, deps: TakeInDeps): Promise<Taken> {
  await subscribeNewLists(tx, arrival.reading.mail.lists, deps);
  const lists = await newListsOf(tx, known, arrival.reading.mail.lists, deps);
  if (lists.length === 0) return { what: "repeat", mail: known };
  const topic = await tx.topic<Topic>(known.topic);
  if (topic === undefined) return { what: "copy", mail: known };
  const circumstances = { short: known.short, at: known.arrivedAt.toISOString(), missing: [] };
  const near = seenFrom(tx, known.lists, deps.audienceOf);
  const ancestors = (await near.mailsById(known.ancestors)) as ArchivedMail<MailFacts>[];
  const parts = {
    ...replyParts(quotableAmong(arrival.reading, ancestors, deps.omit), circumstances, known.facts.link),
    ...standing(topic, known.facts.topicMail, known.parent, ancestors),
  };
  const scene: Scene = {
    tx,
    deps,
    arrival,
    archived: known,
    told: known.facts.topicMail,
    noted: notedMail(arrival.reading, { told: known.facts.topicMail, topic, ancestors }),
    parts,
    topic,
    changes: [],
    isWaiting: false,
  };
  return { what: "copy", mail: (await show(scene, lists)).archived };
}

/** What came by a public list first stays public: what we hold is that copy. The other way round it stays where it is. */
async function newListsOf(
  tx: Roles,
  known: ArchivedMail,
  lists: readonly ListId[],
  { audienceOf }: TakeInDeps,
): Promise<readonly ListId[]> {
  const isForFewer = audienceOf(known.lists) === "" && known.lists.length > 0 && audienceOf(lists) !== "";
  return isForFewer ? lists : await tx.addLists(known.key, lists);
}

async function subscribeNewLists(tx: Roles, lists: readonly ListId[], deps: TakeInDeps): Promise<void> {
  const known = new Set(await tx.knownLists());
  for (const list of lists) {
    const subscription = known.has(list) ? undefined : deps.channelFor(list);
    if (subscription !== undefined) await tx.subscribe(subscription);
  }
}

/** Eight characters of the key are what people type; a longer piece where those are taken. */
async function freeShort(tx: Roles, key: string): Promise<string> {
  const letters = key.toLowerCase().replace(/[^a-z0-9]/g, "");
  for (let length = 8; length < letters.length; length += 2) {
    const short = letters.slice(0, length);
    if ((await tx.mailByShort(short)) === undefined) return short;
  }
  return letters;
}

function linked(topic: Topic, previous: { topic: Topic } | undefined): Topic {
  return previous === undefined ? topic : { ...topic, previous: asPrevious(previous.topic) };
}

/** The older version's card shrinks to a line. */
async function retire(
  tx: Roles,
  { id, topic }: { id: TopicId; topic: Topic },
  next: Topic,
  deps: TakeInDeps,
): Promise<void> {
  await saveAndShow(tx, id, { ...topic, next: { version: next.version, short: next.face.short } }, deps);
}

/** A version that was taken for the one before, until a nearer one came to light. */
async function revive(tx: Roles, face: string, deps: TakeInDeps): Promise<void> {
  const id = (await tx.mailByShort(face))?.topic;
  const topic = id && (await tx.topic<Topic>(id));
  if (id === undefined || topic === undefined) return;
  const { next: _, ...rest } = topic;
  await saveAndShow(tx, id, rest, deps);
}

async function saveAndShow(tx: Roles, id: TopicId, topic: Topic, deps: TakeInDeps): Promise<void> {
  await tx.saveTopic(id, topic, topicNames(topic));
  const channels = await channelsOf(tx, id);
  if (channels.size === 0) return;
  const card = await cardPost(tx, topic);
  for (const channel of channels) await oweCard(tx, { channel, id, topic, card, level: "silent" }, deps);
}
