import type { MessageId } from "../mail/message-id.ts";
import {
  awaitedName,
  belowName,
  isResent,
  previousVersion,
  seriesName,
  seriesOf,
  versionNames,
} from "../series/find.ts";
import { isOfSeries, isUntaggedCover } from "../series/fold.ts";
import type { Topic, TopicMail } from "../series/topic.ts";
import type { ArchivedMail, Roles, TopicId } from "../store/store.ts";

export async function findTopic(
  tx: Roles,
  mail: TopicMail,
  parent: MessageId | undefined,
  ancestors: readonly ArchivedMail[],
): Promise<{ id?: TopicId; topic?: Topic }> {
  const nearestFirst = mail.ancestors.toReversed();
  if (isOfSeries(mail)) {
    const ids = new Set(
      nearestFirst.flatMap((id) => ancestors.filter((one) => one.id === id).map(({ topic }) => topic)),
    );
    const names = [...[mail.id, ...mail.missing].map(awaitedName), ...nearestFirst.slice(0, 1).map(belowName)];
    const referred = await load(tx, [...new Set([...ids, ...(await tx.topicsNamed(names))])]);
    const alike = await load(tx, await tx.topicsNamed([seriesName(mail)]));
    return seriesOf(mail, referred, alike) ?? {};
  }
  if (!mail.isReply) {
    const waiting = await load(tx, await tx.topicsNamed([awaitedName(mail.id)]));
    const series = waiting.find(({ topic }) => isUntaggedCover(topic, mail));
    if (series !== undefined) return series;
  }
  const beside = ancestors.find(({ id }) => id === parent)?.topic;
  for (const id of beside === undefined ? await tx.topicsNamed(nearestFirst.map(awaitedName)) : [beside]) {
    const topic = await tx.topic<Topic>(id);
    if (topic !== undefined) return { id, topic };
  }
  return {};
}

export async function earlierVersion(
  tx: Roles,
  mail: TopicMail,
  own: Topic | undefined,
  ancestors: readonly ArchivedMail[],
): Promise<{ id: TopicId; topic: Topic } | undefined> {
  if (!isOfSeries(mail) || ((mail.version ?? own?.version ?? 1) <= 1 && !isResent(mail))) return undefined;
  const answered = new Set(ancestors.map(({ topic }) => topic));
  const ids = new Set([...(await tx.topicsNamed(versionNames(mail))), ...answered]);
  const candidates = (await load(tx, [...ids])).map((one) => ({ ...one, isAnswered: answered.has(one.id) }));
  return previousVersion(mail, own, candidates);
}

export async function load(tx: Roles, ids: readonly TopicId[]): Promise<{ id: TopicId; topic: Topic }[]> {
  const found: { id: TopicId; topic: Topic }[] = [];
  for (const id of ids) {
    const topic = await tx.topic<Topic>(id);
    if (topic !== undefined) found.push({ id, topic });
  }
  return found;
}
