import type { MessageId } from "../mail/message-id.ts";
import { byPaths, type Routed, together, withPatch } from "../route/route.ts";
import { belowName } from "../series/find.ts";
import { isOfSeries } from "../series/fold.ts";
import type { Topic, TopicMail } from "../series/topic.ts";
import type { ArchivedMail, Roles, TopicId } from "../store/store.ts";
import type { MailFacts } from "./facts.ts";

type Known = ArchivedMail<MailFacts>;

/** Mails so far up are looked at: References are cut by some programs, and each mail knows those above it. */
const MOST_STEPS = 10;

/**
 * A mail without a patch: where the nearest patch goes that it answers, else the series, else what it answers; a robot's
 * report that answers none of these, where the patch goes that it `links` to.
 */
export async function inheritedPlaces(
  tx: Roles,
  { id, ancestors, parent }: Pick<ArchivedMail, "id" | "ancestors" | "parent">,
  links: readonly MessageId[] = [],
): Promise<readonly Routed[] | undefined> {
  const nearestFirst = await above(tx, ancestors, parent);
  const patch = nearestFirst.find(({ facts }) => facts.isPatch === true);
  if (patch !== undefined) return patch.facts.routed.filter(({ by }) => by === "path");
  const below = await tx.topicsNamed([id, ...nearestFirst.map((mail) => mail.id)].map(belowName));
  for (const topic of new Set([...nearestFirst.map((mail) => mail.topic), ...below])) {
    const places = byPaths((await tx.topic<Topic>(topic))?.places ?? []);
    if (places.length > 0) return together(places);
  }
  const guessed = nearestFirst.find(({ facts }) => facts.routed.length > 0)?.facts.routed;
  if (guessed !== undefined || links.length === 0) return guessed;
  const [linked] = (await tx.mailsById(links)) as Known[];
  return linked && (await inheritedPlaces(tx, { id: linked.id, ancestors: [linked.id, ...linked.ancestors] }));
}

/** The mails that are here of those above one, its parent first. */
async function above(
  tx: Roles,
  ancestors: readonly MessageId[],
  parent: MessageId | undefined,
): Promise<readonly Known[]> {
  const found = new Map<MessageId, Known>();
  let wanted = [...(parent === undefined ? [] : [parent]), ...ancestors.toReversed()];
  for (let step = 0; step < MOST_STEPS && wanted.length > 0; step++) {
    const mails = Map.groupBy((await tx.mailsById(wanted)) as Known[], (mail) => mail.id);
    for (const id of wanted) {
      const [mail] = mails.get(id) ?? [];
      if (mail !== undefined && !found.has(id)) found.set(id, mail);
    }
    wanted = [...found.values()]
      .flatMap((mail) => mail.ancestors.toReversed())
      .filter((id) => !found.has(id) && !ancestors.includes(id));
  }
  return [...found.values()];
}

/** Where a mail goes by what is known now: patches of its series may have come after it. */
export async function placesNow(tx: Roles, mail: ArchivedMail): Promise<readonly Routed[]> {
  const { isPatch, routed } = mail.facts as MailFacts;
  if (isPatch === true) return routed;
  const topic = await tx.topic<Topic>(mail.topic);
  const isCover = topic?.face.short === mail.short;
  const places = byPaths(topic?.places ?? []);
  if (isCover && places.length > 0) return together(places);
  const inherited = await inheritedPlaces(tx, mail);
  return inherited ?? routed;
}

/**
 * The conversation `id` with where one more mail takes it. Until its card is out, a series goes where most of its patches
 * go, on from its cover's guess; any other conversation where the first mail goes that goes anywhere. Then it stays.
 */
export async function withPlaces(
  tx: Roles,
  { id, topic }: { readonly id: TopicId | undefined; readonly topic: Topic },
  {
    told,
    routed,
    isPatch,
  }: { readonly told: TopicMail; readonly routed: readonly Routed[]; readonly isPatch: boolean },
): Promise<Topic> {
  const home = topic.home ?? (await settled(tx, id, topic));
  const stays = { ...topic, ...(home.length > 0 && { home }) };
  if (topic.form !== "series") return home.length > 0 || routed.length === 0 ? stays : { ...topic, home: routed };
  return isPatch && isOfSeries(told) ? { ...stays, places: withPatch(topic.places ?? [], routed) } : stays;
}

/** Where it goes, if a channel has it already. */
async function settled(tx: Roles, id: TopicId | undefined, topic: Topic): Promise<readonly Routed[]> {
  const posts = id === undefined ? [] : await tx.deliveriesOfTopic(id);
  return posts.some(({ state }) => state !== "queued") ? await placesOf(tx, topic, undefined) : [];
}

/**
 * Where a conversation goes, best first: a series by its patches, any other by the first mail that told. A later mail
 * stays with it, whatever that one says of itself.
 */
export async function placesOf(tx: Roles, topic: Topic, own: MailFacts | undefined): Promise<readonly Routed[]> {
  if (topic.home !== undefined) return topic.home;
  if ((topic.places ?? []).length > 0) {
    const reasons = new Map(own?.routed.map(({ name, reason }) => [name, reason]));
    return together(topic.places ?? []).map((place) => ({ ...place, reason: reasons.get(place.name) ?? place.reason }));
  }
  const face = (await tx.mailByShort(topic.face.short)) as ArchivedMail<MailFacts> | undefined;
  const routed = face?.facts.routed ?? [];
  return routed.length > 0 ? routed : (own?.routed ?? []);
}
