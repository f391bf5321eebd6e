import { allTagged, givenBy } from "./tags.ts";
import { type Change, type CiResult, type Member, patchNumber, type Topic, type TopicMail } from "./topic.ts";

const CARRIES_PATCH: ReadonlySet<TopicMail["kind"]> = new Set([
  "patch",
  "series-cover",
  "patch-untagged",
  "patch-nodiff",
  "stable-autosel",
  "stable-review",
]);

/** True for a mail that is a patch or the cover of a series, not talk about one. Some covers ask to be pulled too. */
export function isOfSeries({ isReply, kind, total = 0 }: TopicMail): boolean {
  return !isReply && (CARRIES_PATCH.has(kind) || (kind === "pull-request" && total > 1));
}

const MAX_AWAITED = 200;
const MAX_PATHS = 1000;

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
      total: mail.total ?? (ofSeries ? 1 : 0),
      hasCover: false,
      patches: {},
      changeLog: mail.changeLog,
      summary: mail.summary,
      given: [],
      naks: [],
      applied: [],
      mails: 0,
      counted: [],
      sentAt: mail.sentAt,
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
  if (topic.form === "series" ? isOfSeries(mail) || isUntaggedCover(topic, mail) : isBelowUntaggedCover(topic, mail))
    return { topic: withPatch(asSeries(counted, mail), mail), changes: replacement(topic, mail) };
  return withReply(counted, mail);
}

/** Some send the cover of their patches without `[PATCH 0/N]`: it came after patches that refer to it. */
export function isUntaggedCover(topic: Topic, mail: TopicMail): boolean {
  const isAwaited = topic.form === "series" && !topic.hasCover && topic.awaited.includes(mail.id);
  return isAwaited && !mail.isReply && topic.address === mail.address;
}

/** The other way round: a patch of several that answers what its sender opened the conversation with. */
export function isBelowUntaggedCover(topic: Topic, mail: TopicMail): boolean {
  const { form, face, kind, address } = topic;
  const isOpening = form === "conversation" && kind === "discussion" && mail.ancestors.at(-1) === face.id;
  return isOpening && isOfSeries(mail) && (mail.total ?? 1) > 1 && mail.n !== 0 && address === mail.address;
}

function asSeries(topic: Topic, mail: TopicMail): Topic {
  if (topic.form === "series") return topic;
  const version = { version: mail.version ?? 1, statesVersion: mail.version !== undefined };
  return { ...topic, form: "series", total: mail.total ?? 1, hasCover: true, ...version };
}

/** The card counts a mail that gets no post of its own. */
export function countMail(topic: Topic, counted: Topic["counted"][number]): Topic {
  return topic.counted.some((one) => one.mail === counted.mail)
    ? topic
    : { ...topic, counted: [...topic.counted, counted] };
}

function withPatch(topic: Topic, mail: TopicMail): Topic {
  const n = numberOf(topic, mail);
  const isAgain = n !== 0 && topic.patches[String(n)] !== undefined;
  const changeId = topic.changeId ?? mail.changeId;
  const withId = {
    ...topic,
    ...(changeId !== undefined && { changeId }),
    ...(mail.version !== undefined && !isAgain && { version: mail.version, statesVersion: true }),
  };
  if (n === 0) {
    return {
      ...withId,
      hasCover: true,
      kind: mail.kind,
      face: member(mail),
      tag: mail.tag,
      title: mail.title,
      sentAt: mail.sentAt,
      summary: mail.summary,
      changeLog: mail.changeLog.length > 0 ? mail.changeLog : topic.changeLog,
      ...(mail.diffstat !== undefined && { diffstat: mail.diffstat }),
    };
  }
  const patches = { ...topic.patches, [String(n)]: member(mail) };
  const paths = [...new Set([...(topic.paths ?? []), ...mail.paths])].slice(0, MAX_PATHS);
  const below = topic.below ?? mail.ancestors.at(-1);
  // A cover states the totals of the whole series; without one the patches' own are added up.
  const diffstat =
    isAgain || (topic.hasCover && topic.diffstat !== undefined)
      ? topic.diffstat
      : added(topic.diffstat, mail.diffstat, paths);
  return {
    ...withId,
    patches,
    paths,
    ...(below !== undefined && { below }),
    ...(diffstat !== undefined && { diffstat }),
  };
}

function withReply(topic: Topic, mail: TopicMail): { topic: Topic; changes: Change[] } {
  const n = patchNumber(topic, mail);
  const on = n === undefined ? {} : { n };
  const changes: Change[] = [];
  let after = topic;

  const given = givenBy(topic, mail, n);
  if (given.length > 0) {
    after = { ...after, given: [...after.given, ...given] };
    const all = allTagged(topic, after, given);
    if (all !== undefined) changes.push(all);
  }
  if (mail.nak !== undefined) {
    const nak = { who: mail.author, sentence: mail.nak, short: mail.short, at: mail.at, ...on };
    after = { ...after, naks: [...after.naks, nak] };
    changes.push({ kind: "nak", who: mail.author, sentence: mail.nak, ...on });
  }
  if (mail.nakWithdrawn !== undefined) {
    const nak = after.naks.findLast(({ who, withdrawnAt }) => who === mail.author && withdrawnAt === undefined);
    if (nak !== undefined) {
      after = { ...after, naks: after.naks.map((one) => (one === nak ? { ...nak, withdrawnAt: mail.at } : one)) };
      changes.push({ kind: "nak-withdrawn", nak, at: mail.at });
    }
  }
  if (mail.ci !== undefined) {
    const result: CiResult = { who: mail.author, verdict: mail.ci, short: mail.short, ...on };
    const results = after.ci ?? [];
    const before = results.find((one) => one.who === result.who && one.n === result.n);
    const isAgain = before?.verdict === "red" && result.verdict === "red";
    after = { ...after, ci: [...results.filter((one) => one !== before), isAgain ? before : result] };
    if (isAgain) changes.push({ kind: "ci-again", first: before.short });
  }
  // A file without a version is a suggestion, or the mail's own patch.
  const newest = Math.max(topic.version, topic.attached?.version ?? 1);
  if (mail.attached?.version !== undefined && mail.attached.version > newest) {
    after = { ...after, attached: mail.attached };
    changes.push({ kind: "attached", attached: mail.attached, who: mail.author });
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
  return { topic: { ...after, ...told(after, mail) }, changes };
}

/** What words for robots say of a series or a bug; the last word counts. */
function told(topic: Topic, { commands }: TopicMail): Pick<Topic, "asked" | "bug"> {
  let said: Pick<Topic, "asked" | "bug"> = {};
  for (const { robot, verb, argument } of commands) {
    const title = argument === undefined ? {} : { title: argument };
    if (robot === "pw-bot" && topic.form === "series") said = { ...said, asked: verb };
    if (robot === "pw-bot" || topic.form === "series") continue;
    if (verb === "fix") said = { ...said, bug: { state: "fix", ...title } };
    if (verb === "dup" || verb === "dup-of" || verb === "duplicate")
      said = { ...said, bug: { state: "dup", ...title } };
    if (verb === "invalid" || verb === "inconclusive") said = { ...said, bug: { state: "invalid" } };
    if (verb === "unfix" || verb === "undup") said = { ...said, bug: { state: "open" } };
  }
  return said;
}

/** One patch sent again within its version takes the place of the first. */
function replacement(topic: Topic, mail: TopicMail): Change[] {
  const n = numberOf(topic, mail);
  if (n === 0 || topic.patches[String(n)] === undefined) return [];
  return [{ kind: "replaced", n, version: mail.version ?? topic.version, who: mail.author }];
}

/** Its own number; of one sent without, in answer to a patch of the series, that patch's. */
function numberOf(topic: Topic, mail: TopicMail): number {
  if (mail.n !== undefined) return mail.n;
  if (isUntaggedCover(topic, mail)) return 0;
  const answered = Object.entries(topic.patches).find(([, { id }]) => id === mail.ancestors.at(-1));
  return topic.total > 1 && answered !== undefined ? Number(answered[0]) : 1;
}

function member(mail: TopicMail): Member {
  return {
    short: mail.short,
    id: mail.id,
    title: mail.title,
    who: mail.author,
    at: mail.at,
    ...(mail.ownTrailers.length > 0 && { trailers: mail.ownTrailers }),
    ...(mail.patchId !== undefined && { patchId: mail.patchId }),
    ...(mail.version !== undefined && { version: mail.version }),
  };
}

/** A file that several patches change is one file, as far as the paths are known. */
function added(a: Topic["diffstat"], b: Topic["diffstat"], paths: readonly string[]): Topic["diffstat"] {
  if (a === undefined || b === undefined) return a ?? b;
  const files = paths.length > 0 && paths.length < MAX_PATHS ? paths.length : a.files + b.files;
  return { files, insertions: a.insertions + b.insertions, deletions: a.deletions + b.deletions };
}
