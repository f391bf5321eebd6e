import type { MessageId } from "../mail/message-id.ts";
import { type Routed, together, withPatch } from "../route/route.ts";
import { belowName } from "../series/find.ts";
import { isOfSeries } from "../series/fold.ts";
import type { Topic, TopicMail } from "../series/topic.ts";
import type { ArchivedMail, Roles } from "../store/store.ts";
import type { MailFacts } from "./facts.ts";

type Known = ArchivedMail<MailFacts>;

/** Mails so far up are looked at: References are cut by some programs, and each mail knows those above it. */
const MOST_STEPS = 10;

/** A mail without a patch: where the nearest patch goes that it answers, else the series, else what it answers. */
export async function inheritedPlaces(
  tx: Roles,
  { id, ancestors, parent }: Pick<ArchivedMail, "id" | "ancestors" | "parent">,
): Promise<readonly Routed[] | undefined> {
  const nearestFirst = await above(tx, ancestors, parent);
  const patch = nearestFirst.find(({ facts }) => facts.isPatch === true);
  if (patch !== undefined) return patch.facts.routed.filter(({ by }) => by === "path");
  const below = await tx.topicsNamed([id, ...nearestFirst.map((mail) => mail.id)].map(belowName));
  for (const topic of new Set([...nearestFirst.map((mail) => mail.topic), ...below])) {
    const places = (await tx.topic<Topic>(topic))?.places ?? [];
    if (places.length > 0) return together(places);
  }
  return nearestFirst.find(({ facts }) => facts.routed.length > 0)?.facts.routed;
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
  if (isCover && (topic.places ?? []).length > 0) return together(topic.places ?? []);
  const inherited = await inheritedPlaces(tx, mail);
  return inherited ?? routed;
}

/** A topic that remembers where one more patch of it goes. */
export function withPlaces(topic: Topic, mail: TopicMail, routed: readonly Routed[], isPatch: boolean): Topic {
  if (!isPatch || topic.form !== "series" || !isOfSeries(mail)) return topic;
  return { ...topic, places: withPatch(topic.places ?? [], routed) };
}

/**
 * Where a conversation goes, best first: a series by its patches, any other by the mail that opened it. A later mail
 * stays with it, whatever that one says of itself.
 */
export async function placesOf(tx: Roles, topic: Topic, own: MailFacts | undefined): Promise<readonly Routed[]> {
  if ((topic.places ?? []).length > 0) return together(topic.places ?? []);
  const face = (await tx.mailByShort(topic.face.short)) as ArchivedMail<MailFacts> | undefined;
  const routed = face?.facts.routed ?? [];
  return routed.length > 0 ? routed : (own?.routed ?? []);
}
