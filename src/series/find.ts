import { isBelowUntaggedCover, isOfSeries } from "./fold.ts";
import type { Topic, TopicMail } from "./topic.ts";

/** How long after its last mail a series without references still gathers patches, in ms. */
const GATHERS_FOR_MS = 15 * 60_000;

/** How long after its last mail a series may have a next version that nothing but its title tells, in ms. */
const NEXT_WITHIN_MS = 365 * 86_400_000;

/**
 * The names a topic can be found by: `at:` ids it waits for; `below:` what its patches answer; `series:` whose it is, for
 * patches sent without references;
 * `change:` and `title:` for the next version.
 */
export function topicNames(topic: Topic): string[] {
  const awaited = topic.awaited.map(awaitedName);
  if (topic.form !== "series") return awaited;
  const below = topic.below === undefined ? [] : [belowName(topic.below)];
  return [...awaited, ...below, seriesName(topic), ...versionNames(topic)];
}

/** The name of the series whose patches answer this mail. */
export function belowName(id: string): string {
  return `below:${id}`;
}

export function awaitedName(id: string): string {
  return `at:${id}`;
}

/** The name under which the rest of its series may be found when nothing refers to anything. */
export function seriesName(of: { address: string; version?: number; total?: number }): string {
  return `series:${of.address}|${Math.floor(of.version ?? 1)}|${of.total ?? 1}`;
}

/** The names that a series shares with its other versions: its change-id, and the titles of its cover and patches. */
export function versionNames(of: Versioned): string[] {
  const titles = [...titlesOf(of)].slice(0, MAX_TITLES).map((title) => `title:${of.address}|${title}`);
  return of.changeId === undefined ? titles : [`change:${of.changeId}`, ...titles];
}

/** Titles of one series that are looked at. */
const MAX_TITLES = 50;

interface Versioned {
  readonly address: string;
  readonly title: string;
  readonly changeId?: string;
  readonly patches?: Topic["patches"];
}

function titlesOf({ title, patches = {} }: Pick<Versioned, "title" | "patches">): Set<string> {
  return new Set([title, ...Object.values(patches).map((patch) => patch.title)].map(plainTitle));
}

/** In lower case, without a version that some write into the title. */
function plainTitle(title: string): string {
  return title
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/[ ,:;(]{1,3}v\d{1,3}\)?$/, "");
}

/**
 * The series that a patch or cover belongs to: same author and total, and its number is still free. First among those
 * that it refers to, nearest first, where one side may leave the version out; else, where neither waits for a mail that is
 * not here, among `alike` ones that got their last mail just before. Else the one in which it takes the place of a patch: as
 * `v5.1 10/12`, or sent in answer to the patch itself. A single patch opens its own, unless it is `1/1` below a `0/1`.
 */
export function seriesOf<Found extends { readonly topic: Topic }>(
  mail: TopicMail,
  referred: readonly Found[],
  alike: readonly Found[],
): Found | undefined {
  const untagged = referred.find(({ topic }) => isBelowUntaggedCover(topic, mail));
  if (untagged !== undefined) return untagged;
  const mine = ({ topic }: Found) => topic.form === "series" && topic.address === mail.address;
  const isSingle = (mail.total ?? 1) < 2;
  if (isSingle && mail.n === undefined) return referred.find((one) => mine(one) && repeats(one.topic, mail));
  const version = mail.version ?? 1;
  const isAlike = (one: Found) => mine(one) && one.topic.total === mail.total;
  const hasRoom = (one: Found) =>
    isAlike(one) && (mail.n === 0 ? !one.topic.hasCover : one.topic.patches[String(mail.n)] === undefined);
  const isSame = ({ topic }: Found) => topic.version === version;
  const leavesItOut = ({ topic }: Found) => mail.version === undefined || !topic.statesVersion;
  const isFresh = ({ topic }: Found) =>
    topic.awaited.length === 0 && Math.abs(Date.parse(mail.at) - Date.parse(topic.lastAt)) < GATHERS_FOR_MS;
  const isPointRelease = ({ topic }: Found) => topic.version === Math.floor(version) && !Number.isInteger(version);
  return (
    referred.find((one) => hasRoom(one) && isSame(one)) ??
    referred.find((one) => hasRoom(one) && leavesItOut(one)) ??
    (mail.missing.length > 0 || isSingle
      ? undefined
      : alike.find((one) => isFresh(one) && hasRoom(one) && isSame(one))) ??
    (mail.n === 0
      ? undefined
      : (referred.find((one) => isAlike(one) && repeats(one.topic, mail)) ??
        [...referred, ...(isSingle ? [] : alike)].find((one) => isAlike(one) && isPointRelease(one))))
  );
}

/** Sent in answer to a patch of a series with its number, or its title: a new try at that one alone. */
function repeats(topic: Topic, mail: TopicMail): boolean {
  if (topic.total < 2 || isResent(mail)) return false;
  const answered = Object.entries(topic.patches).find(([, { id }]) => id === mail.ancestors.at(-1));
  if (answered === undefined) return false;
  const [n, { title }] = answered;
  return mail.n === undefined ? plainTitle(title) === plainTitle(mail.title) : n === String(mail.n);
}

/** `[PATCH RESEND]`: the same again, no new version. */
export function isResent({ tags }: Pick<TopicMail, "tags">): boolean {
  return tags.some((tag) => /^RE-?SEND$/i.test(tag));
}

/** A series among those that may be the version before. */
export interface Earlier {
  readonly topic: Topic;
  /** The mail answers a mail of it. */
  readonly isAnswered: boolean;
}

/**
 * The newest earlier version of the series that `mail` belongs to, by the same author: of the same change, with the same
 * title, answered by it, or with two patches of the same titles. `own` is what is known of the series before the mail. One
 * that is sent again answers the one it repeats.
 */
export function previousVersion<Found extends Earlier>(
  mail: TopicMail,
  own: Topic | undefined,
  candidates: readonly Found[],
): Found | undefined {
  if (!isOfSeries(mail)) return undefined;
  const version = mail.version ?? own?.version ?? 1;
  const newerThan = own?.previous?.version ?? 0;
  const titles = new Set([...titlesOf(mail), ...(own === undefined ? [] : titlesOf(own))]);
  const earlier = candidates.filter(({ topic, isAnswered }) => {
    if (topic.form !== "series" || topic.address !== mail.address || topic.version <= newerThan) return false;
    const isRepeated = isResent(mail) && topic.version === version && topic.face.short !== own?.face.short;
    if (topic.version >= version && !isRepeated) return false;
    if (isSameChange(topic, mail)) return true;
    if (Date.parse(mail.at) - Date.parse(topic.lastAt) > NEXT_WITHIN_MS) return false;
    const isWhole = (mail.total ?? 1) > 1 || topic.total === 1;
    const shared = [...titlesOf(topic)].filter((title) => titles.has(title)).length;
    return titles.has(plainTitle(topic.title)) || (isAnswered && isWhole) || shared >= 2;
  });
  const ofChange = earlier.filter(({ topic }) => isSameChange(topic, mail));
  return (ofChange.length > 0 ? ofChange : earlier).reduce<Found | undefined>(
    (best, one) => (best !== undefined && best.topic.version >= one.topic.version ? best : one),
    undefined,
  );
}

function isSameChange(topic: Topic, mail: TopicMail): boolean {
  return mail.changeId !== undefined && topic.changeId === mail.changeId;
}
