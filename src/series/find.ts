import { isOfSeries } from "./fold.ts";
import type { Topic, TopicMail } from "./topic.ts";

/** How long after its last mail a series without references still gathers patches, in ms. */
const GATHERS_FOR_MS = 15 * 60_000;

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
  return `series:${of.address}|${of.version ?? 1}|${of.total ?? 1}`;
}

/** The names that a series shares with its other versions. */
export function versionNames(of: { address: string; title: string; changeId?: string }): string[] {
  const title = `title:${of.address}|${of.title.toLowerCase().replace(/\s+/g, " ")}`;
  return of.changeId === undefined ? [title] : [`change:${of.changeId}`, title];
}

/**
 * The series that a patch or cover belongs to: same author, version and total, and its number is still free. First among
 * those that it refers to, nearest first, where one side may leave the version out; else among `alike` ones that got
 * their last mail just before. A single patch always opens its own.
 */
export function seriesOf<Found extends { readonly topic: Topic }>(
  mail: TopicMail,
  referred: readonly Found[],
  alike: readonly Found[],
): Found | undefined {
  if ((mail.total ?? 1) < 2) return undefined;
  const hasRoom = ({ topic }: Found) =>
    topic.form === "series" &&
    topic.address === mail.address &&
    topic.total === mail.total &&
    (mail.n === 0 ? !topic.hasCover : topic.patches[String(mail.n)] === undefined);
  const isSame = ({ topic }: Found) => topic.version === (mail.version ?? 1);
  const leavesItOut = ({ topic }: Found) => mail.version === undefined || !topic.statesVersion;
  const isFresh = ({ topic }: Found) => Math.abs(Date.parse(mail.at) - Date.parse(topic.lastAt)) < GATHERS_FOR_MS;
  return (
    referred.find((one) => hasRoom(one) && isSame(one)) ??
    referred.find((one) => hasRoom(one) && leavesItOut(one)) ??
    alike.find((one) => hasRoom(one) && isSame(one) && isFresh(one))
  );
}

/** The newest earlier version of a series among those found by its version names or references: by the same author. */
export function previousVersion<Found extends { readonly topic: Topic }>(
  mail: TopicMail,
  candidates: readonly Found[],
): Found | undefined {
  return candidates
    .filter(({ topic }) => isOfSeries(mail) && topic.form === "series" && topic.address === mail.address)
    .filter(({ topic }) => topic.version < (mail.version ?? 1))
    .reduce<Found | undefined>(
      (best, one) => (best !== undefined && best.topic.version >= one.topic.version ? best : one),
      undefined,
    );
}
