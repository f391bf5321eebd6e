import type { MessageId } from "../mail/message-id.ts";
import { isOfSeries } from "./fold.ts";
import type { Topic, TopicMail } from "./topic.ts";

/** How long after its last mail a series without references still gathers patches, in ms. */
const GATHERS_FOR_MS = 15 * 60_000;

/** How long after its last mail a series may have a next version that nothing but its title tells, in ms. */
const NEXT_WITHIN_MS = 365 * 86_400_000;

/**
 * The names a topic can be found by: `at:` ids it waits for; `series:` whose it is, for patches sent without references;
 * `change:` and `title:` for the next version.
 */
export function topicNames(topic: Topic): string[] {
  const awaited = topic.awaited.map(awaitedName);
  if (topic.form !== "series") return awaited;
  return [...awaited, seriesName(topic), ...versionNames(topic)];
}

export function awaitedName(id: string): string {
  return `at:${id}`;
}

/** The name under which the rest of its series may be found when nothing refers to anything. */
export function seriesName(of: { address: string; version?: number; total?: number }): string {
  return `series:${of.address}|${Math.floor(of.version ?? 1)}|${of.total ?? 1}`;
}

/** The names that a series shares with its other versions. */
export function versionNames(of: { address: string; title: string; changeId?: string }): string[] {
  const title = `title:${of.address}|${of.title.toLowerCase().replace(/\s+/g, " ")}`;
  return of.changeId === undefined ? [title] : [changeName(of.changeId), title];
}

function changeName(changeId: string): string {
  return `change:${changeId}`;
}

/**
 * The series that a patch or cover belongs to: same author and total, and its number is still free. First among those
 * that it refers to, nearest first, where one side may leave the version out; else among `alike` ones that got their last
 * mail just before. Else the one in which it takes the place of a patch: as `v5.1 10/12`, or sent in answer to the patch
 * itself. A single patch always opens its own.
 */
export function seriesOf<Found extends { readonly topic: Topic }>(
  mail: TopicMail,
  referred: readonly Found[],
  alike: readonly Found[],
): Found | undefined {
  if ((mail.total ?? 1) < 2) return undefined;
  const version = mail.version ?? 1;
  const isAlike = ({ topic }: Found) =>
    topic.form === "series" && topic.address === mail.address && topic.total === mail.total;
  const hasRoom = (one: Found) =>
    isAlike(one) && (mail.n === 0 ? !one.topic.hasCover : one.topic.patches[String(mail.n)] === undefined);
  const isSame = ({ topic }: Found) => topic.version === version;
  const leavesItOut = ({ topic }: Found) => mail.version === undefined || !topic.statesVersion;
  const isFresh = ({ topic }: Found) => Math.abs(Date.parse(mail.at) - Date.parse(topic.lastAt)) < GATHERS_FOR_MS;
  const isPointRelease = ({ topic }: Found) => topic.version === Math.floor(version) && !Number.isInteger(version);
  return (
    referred.find((one) => hasRoom(one) && isSame(one)) ??
    referred.find((one) => hasRoom(one) && leavesItOut(one)) ??
    alike.find((one) => hasRoom(one) && isSame(one) && isFresh(one)) ??
    (mail.n === 0 || isResent(mail)
      ? undefined
      : (referred.find((one) => isAlike(one) && answersItself(one.topic, mail)) ??
        [...referred, ...alike].find((one) => isAlike(one) && isPointRelease(one))))
  );
}

/** Sent in answer to the patch of the same number: a new try at that one alone. */
function answersItself(topic: Topic, { n, ancestors }: TopicMail): boolean {
  const ids = new Map<MessageId, string>(Object.entries(topic.patches).map(([number, { id }]) => [id, number]));
  return ids.get(ancestors.at(-1) as MessageId) === String(n);
}

/** `[PATCH RESEND]`: the same again, no new version. */
export function isResent({ tags }: Pick<TopicMail, "tags">): boolean {
  return tags.some((tag) => /^RE-?SEND$/i.test(tag));
}

/**
 * The newest earlier version of a series among those found by its version names or references: by the same author. One
 * that is sent again answers the one it repeats.
 */
export function previousVersion<Found extends { readonly topic: Topic }>(
  mail: TopicMail,
  candidates: readonly Found[],
): Found | undefined {
  const version = mail.version ?? 1;
  const earlier = candidates.filter(
    ({ topic }) =>
      isOfSeries(mail) &&
      topic.form === "series" &&
      topic.address === mail.address &&
      (topic.version < version || (isResent(mail) && topic.version === version && topic.face.short !== mail.short)) &&
      (isSameChange(topic, mail) || Date.parse(mail.at) - Date.parse(topic.lastAt) < NEXT_WITHIN_MS),
  );
  const ofChange = earlier.filter(({ topic }) => isSameChange(topic, mail));
  return (ofChange.length > 0 ? ofChange : earlier).reduce<Found | undefined>(
    (best, one) => (best !== undefined && best.topic.version >= one.topic.version ? best : one),
    undefined,
  );
}

function isSameChange(topic: Topic, mail: TopicMail): boolean {
  return mail.changeId !== undefined && topic.changeId === mail.changeId;
}
