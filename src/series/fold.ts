import {
  type Change,
  type GivenTag,
  isComplete,
  type Member,
  patchNumber,
  type Topic,
  type TopicMail,
} from "./topic.ts";

const CARRIES_PATCH: ReadonlySet<TopicMail["kind"]> = new Set([
  "patch",
  "series-cover",
  "patch-untagged",
  "patch-nodiff",
  "stable-autosel",
  "stable-review",
]);

/** True for a mail that is a patch or the cover of a series, not talk about one. */
export function isOfSeries(mail: TopicMail): boolean {
  return !mail.isReply && CARRIES_PATCH.has(mail.kind);
}

const MAX_AWAITED = 200;

/** The topic that a mail opens. */
export function openTopic(mail: TopicMail, isOrphan: boolean): Topic {
  const ofSeries = isOfSeries(mail);
  return takeMail(
    {
      form: ofSeries ? "series" : "conversation",
      kind: mail.kind,
      face: member(mail),
      address: mail.address,
      tag: mail.tag,
      tags: mail.tags,
      title: mail.title,
      version: mail.version ?? 1,
      statesVersion: mail.version !== undefined,
      total: ofSeries ? (mail.total ?? 1) : 0,
      hasCover: false,
      patches: {},
      changeLog: mail.changeLog,
      summary: mail.summary,
      given: [],
      naks: [],
      applied: [],
      mails: 0,
      counted: [],
      openedAt: mail.at,
      lastAt: mail.at,
      isOrphan: isOrphan && !ofSeries,
      awaited: [],
    },
    mail,
  ).topic;
}

/** The topic after one more mail, and what that changed. */
export function takeMail(
  topic: Topic,
  mail: TopicMail,
): { readonly topic: Topic; readonly changes: readonly Change[] } {
  const counted = {
    ...topic,
    mails: topic.mails + 1,
    lastAt: mail.at > topic.lastAt ? mail.at : topic.lastAt,
    awaited: [...new Set([...topic.awaited, ...mail.missing])].slice(-MAX_AWAITED),
  };
  if (isOfSeries(mail) && topic.form === "series") return { topic: withPatch(counted, mail), changes: [] };
  return withReply(counted, mail);
}

/** The card counts a mail that gets no post of its own. */
export function countMail(topic: Topic, counted: Topic["counted"][number]): Topic {
  return topic.counted.some((one) => one.mail === counted.mail)
    ? topic
    : { ...topic, counted: [...topic.counted, counted] };
}

/** A newer version took this one's place. */
export function supersede(topic: Topic, next: NonNullable<Topic["next"]>): Topic {
  return { ...topic, next };
}

function withPatch(topic: Topic, mail: TopicMail): Topic {
  const changeId = topic.changeId ?? mail.changeId;
  const withId = {
    ...topic,
    ...(changeId !== undefined && { changeId }),
    ...(mail.version !== undefined && { version: mail.version, statesVersion: true }),
  };
  if (mail.n === 0) {
    return {
      ...withId,
      hasCover: true,
      kind: mail.kind,
      face: member(mail),
      tag: mail.tag,
      title: mail.title,
      summary: mail.summary,
      changeLog: mail.changeLog.length > 0 ? mail.changeLog : topic.changeLog,
      ...(mail.diffstat !== undefined && { diffstat: mail.diffstat }),
    };
  }
  const patches = { ...topic.patches, [String(mail.n ?? 1)]: member(mail) };
  // A cover states the totals of the whole series; without one the patches' own are added up.
  const diffstat =
    topic.hasCover && topic.diffstat !== undefined ? topic.diffstat : added(topic.diffstat, mail.diffstat);
  return { ...withId, patches, ...(diffstat !== undefined && { diffstat }) };
}

function withReply(topic: Topic, mail: TopicMail): { topic: Topic; changes: Change[] } {
  const n = patchNumber(topic, mail);
  const on = n === undefined ? {} : { n };
  const changes: Change[] = [];
  let after = topic;

  const given: GivenTag[] = mail.givenTrailers
    .filter((trailer) => TAG_LETTER.has(trailer.name.toLowerCase()))
    .map((trailer) => ({ name: trailer.name, who: trailer.value.replace(/\s*<[^>]*>.*$/, ""), ...on }));
  if (given.length > 0) {
    after = { ...after, given: [...after.given, ...given] };
    const all = allTagged(topic, after, given);
    if (all !== undefined) changes.push(all);
  }
  if (mail.nak !== undefined) {
    after = { ...after, naks: [...after.naks, { who: mail.author, sentence: mail.nak, short: mail.short, ...on }] };
    changes.push({ kind: "nak", who: mail.author, sentence: mail.nak, ...on });
  }
  if (mail.kind === "applied-notice" && mail.applied !== undefined) {
    // Without numbers of its own, a thank-you under one patch speaks of that patch.
    const applied =
      mail.applied.patches === undefined && n !== undefined ? { ...mail.applied, patches: [n] } : mail.applied;
    after = { ...after, applied: [...after.applied, { ...applied, by: mail.author }] };
    changes.push({ kind: "applied", by: mail.author, applied });
  }
  if (mail.kind === "pull-merged-notice") {
    const merged = mail.merged ?? { tree: "" };
    after = { ...after, merged };
    changes.push({ kind: "merged", merged });
  }
  return { topic: after, changes };
}

/** The letters of the card's counters, as Patchwork and b4 have them. */
const TAG_LETTER: ReadonlyMap<string, string> = new Map([
  ["acked-by", "A"],
  ["reviewed-by", "R"],
  ["tested-by", "T"],
]);

/** How many of the patches have a tag with this letter, one given on the cover counting for each. */
export function tagCounts(topic: Topic): readonly { readonly letter: string; readonly patches: number }[] {
  return ["R", "A", "T"]
    .map((letter) => ({ letter, patches: taggedPatches(topic, letter).size }))
    .filter((count) => count.patches > 0);
}

function taggedPatches(topic: Topic, letter: string): ReadonlySet<number> {
  const mine = topic.given.filter((tag) => TAG_LETTER.get(tag.name.toLowerCase()) === letter);
  const all = Array.from({ length: Math.max(topic.total, 1) }, (_, index) => index + 1);
  return new Set(mine.some((tag) => tag.n === undefined) ? all : mine.flatMap((tag) => tag.n ?? []));
}

/** Said once: the moment when the last patch of a complete series of several gets its Reviewed-by. */
function allTagged(before: Topic, after: Topic, given: readonly GivenTag[]): Change | undefined {
  const name = "Reviewed-by";
  if (after.total < 2 || !isComplete(after) || !given.some((tag) => tag.name.toLowerCase() === name.toLowerCase()))
    return;
  if (taggedPatches(before, "R").size >= after.total || taggedPatches(after, "R").size < after.total) return;
  const people = new Map<string, Set<number>>();
  for (const tag of after.given.filter((one) => TAG_LETTER.get(one.name.toLowerCase()) === "R")) {
    const patches = people.get(tag.who) ?? new Set();
    for (const n of tag.n === undefined ? Object.keys(after.patches).map(Number) : [tag.n]) patches.add(n);
    people.set(tag.who, patches);
  }
  const who = Array.from(people, ([person, patches]) => ({ who: person, patches: [...patches].sort((a, b) => a - b) }));
  return { kind: "all-tagged", name, who };
}

function member(mail: TopicMail): Member {
  return { short: mail.short, id: mail.id, title: mail.title, who: mail.author, at: mail.at };
}

function added(a: Topic["diffstat"], b: Topic["diffstat"]): Topic["diffstat"] {
  if (a === undefined || b === undefined) return a ?? b;
  return { files: a.files + b.files, insertions: a.insertions + b.insertions, deletions: a.deletions + b.deletions };
}
