import { isOfSeries } from "../series/fold.ts";
import { patchNumber, type Topic, type TopicMail } from "../series/topic.ts";
import { ranges } from "./card-footer.ts";
import type { Budget } from "./fit.ts";
import { subjectLine } from "./names.ts";
import { count, state } from "./place.ts";
import type { Block, MailRow, Post } from "./post.ts";
import { size } from "./size.ts";
import { inShort } from "./withheld.ts";

/** What happened in a channel: the mails that may be seen there, in order, and how their topics stand now, by name. */
export interface Happened {
  readonly mails: readonly { readonly topic: string; readonly told: TopicMail }[];
  readonly topics: ReadonlyMap<string, HappenedTopic>;
}

export interface HappenedTopic {
  readonly topic: Topic;
  /** What it is called here, and the mail that leads to it: those of a mail that may be seen. */
  readonly title: string;
  readonly mail: string;
}

/** How much is told. */
export interface Extent {
  readonly budget: Budget;
  /** From how many mails, and by how many people, a topic counts as talked about. */
  readonly talk: { readonly mails: number; readonly people: number };
}

export const DIGEST: Extent = { budget: { maxLines: 15, maxChars: 1100, maxNodes: 30 }, talk: { mails: 3, people: 2 } };
export const NEWS: Extent = { budget: { maxLines: 40, maxChars: 1800, maxNodes: 80 }, talk: { mails: 1, people: 1 } };

/** A line on a phone, in which a heading may stand before the row. */
const ROW_CHARS = 64;

/** Topics that are told as talked about; more of them is not talk of the day any more. */
const MAX_TALKED_ABOUT = 5;

/**
 * What happened, one row a topic: landed, new, refused, talked about, broken. No blocks where nothing of that did. People
 * are a number, never a name; robots' mails are another.
 */
export function composeDigest(happened: Happened, title: string, { budget, talk }: Extent): Post {
  const mails = happened.mails.filter(({ told }) => !isRobot(told));
  const robots = happened.mails.length - mails.length;
  const groups = Array.from(
    Map.groupBy(mails, ({ topic }) => topic),
    ([name, group]): Group => ({ ...happened.topics.get(name)!, mails: group.map(({ told }) => told) }),
  );
  const landed = groups.flatMap(landedRow);
  const opened = groups.flatMap(newRow);
  const sections: readonly Section[] = [
    { heading: "Landed", rows: landed },
    { heading: "New", rows: opened },
    { heading: "NAK", rows: groups.flatMap(nakRows) },
    { heading: "Talked about", rows: talkedAbout(groups, talk) },
    { heading: "Broken", rows: groups.flatMap(brokenRow) },
  ];
  const counts = [
    ...(opened.length > 0 ? [`${opened.length} new`] : []),
    ...(landed.length > 0 ? [`${landed.length} landed`] : []),
    ...(mails.length > 0 ? [count(mails.length, "mail")] : []),
  ];
  const post: Post = {
    form: "line",
    title,
    ...(counts.length > 0 && { anchor: `· ${counts.join(", ")}` }),
    byline: [],
    blocks: [],
    footer: robots > 0 ? [state(`${count(robots, "robot mail")} folded`)] : [],
    isCut: false,
  };
  return { ...post, blocks: fitted(sections, budget, post) };
}

/** A topic and those of its mails that are told. */
interface Group extends HappenedTopic {
  readonly mails: readonly TopicMail[];
}

interface Section {
  readonly heading: string;
  readonly rows: readonly MailRow[];
}

/** Robots whose mails are only counted here. What they find about people's patches stands on the cards. */
function isRobot({ kind, isReply }: TopicMail): boolean {
  const isNoise = ["kernel-test-robot", "ai-review-bot", "stable-autosel", "stable-review"].includes(kind);
  return isNoise || (kind === "syzbot" && isReply);
}

/** `wbus: add burst mode v2 1–3 → wbus/next`. */
function landedRow({ topic, mails, ...called }: Group): MailRow[] {
  const notices = mails.filter(isLanding);
  if (notices.length === 0) return [];
  const merged = notices.some(({ kind }) => kind === "pull-merged-notice");
  const patches = merged ? undefined : appliedPatches(topic, notices);
  const to = merged ? topic.merged?.tree : notices.findLast(({ applied }) => applied?.to !== undefined)?.applied?.to;
  return [
    row(called, `${version(topic)}${patches ?? ""}${to === undefined || to === "" ? "" : ` → ${inShort(to, 30)}`}`),
  ];
}

function isLanding({ kind, applied }: TopicMail): boolean {
  return kind === "pull-merged-notice" || (kind === "applied-notice" && applied !== undefined);
}

/** ` 1–3` where it was not all of them. */
function appliedPatches(topic: Topic, notices: readonly TopicMail[]): string | undefined {
  const numbers = new Set<number>();
  for (const notice of notices) {
    const n = patchNumber(topic, notice);
    const patches = notice.applied?.patches ?? (n === undefined ? undefined : [n]);
    if (patches === undefined) return undefined;
    for (const patch of patches) numbers.add(patch);
  }
  return topic.total > 1 && numbers.size < topic.total ? ` ${ranges([...numbers])}` : undefined;
}

/** `[RFC] wbus: drop the polling path v2 (7)`: how many patches it has. What is broken is told as that. */
function newRow({ topic, mails, ...called }: Group): MailRow[] {
  const isNew = mails.some(({ short }) => short === topic.face.short) && !topic.isOrphan;
  if (!isNew || topic.kind === "regression-report") return [];
  const patches = topic.form === "series" ? ` (${topic.total})` : "";
  return [row(called, `${version(topic)}${patches}`, sort(topic))];
}

/** `wbus: add burst mode v2 on 2/4: “This breaks boards with the old clock.”`: never the word alone. */
function nakRows({ topic, mails, ...called }: Group): MailRow[] {
  const told = new Set(mails.map(({ short }) => short));
  return topic.naks
    .filter(({ short, withdrawnAt }) => told.has(short) && withdrawnAt === undefined)
    .map(({ n, sentence, short }) => {
      const on = n === undefined ? "" : ` on ${n}/${topic.total}`;
      return { ...row(called, `${version(topic)}${on}: “${inShort(sentence, 70)}”`, "", 2 * ROW_CHARS), mail: short };
    });
}

/** `wbus: drop the polling path, 12 mails, 6 people`, most first. */
function talkedAbout(groups: readonly Group[], least: Extent["talk"]): MailRow[] {
  return groups
    .map((group) => ({ group, talk: group.mails.filter((mail) => isTalk(mail, group.topic)) }))
    .map(({ group, talk }) => ({ group, mails: talk.length, people: new Set(talk.map(({ address }) => address)).size }))
    .filter(({ mails, people }) => mails >= least.mails && people >= least.people)
    .toSorted((a, b) => b.mails - a.mails || b.people - a.people)
    .slice(0, MAX_TALKED_ABOUT)
    .map(({ group, mails, people }) =>
      row(group, `${version(group.topic)}, ${count(mails, "mail")}, ${count(people, "person", "people")}`),
    );
}

/** Neither a patch, nor what opened the topic, nor a change of its state. */
function isTalk(mail: TopicMail, topic: Topic): boolean {
  return !isOfSeries(mail) && !isLanding(mail) && mail.short !== topic.face.short;
}

/** Regressions that were reported or talked about and are not mended. */
function brokenRow({ topic, mails, ...called }: Group): MailRow[] {
  const isOne = topic.kind === "regression-report" || mails.some(({ kind }) => kind === "regression-report");
  const fate = topic.bug?.state ?? "open";
  if (!isOne || topic.applied.length > 0 || topic.merged !== undefined || fate === "dup" || fate === "invalid")
    return [];
  return [row(called, fate === "fix" ? ": a fix was sent" : ": open")];
}

function version({ form, version }: Topic): string {
  return form === "series" && version > 1 ? ` v${version}` : "";
}

function sort({ kind, tags }: Topic): string {
  if (kind === "pull-request") return "[GIT PULL] ";
  if (kind === "syzbot") return "[syzbot] ";
  return tags.some((tag) => tag.toUpperCase() === "RFC") ? "[RFC] " : "";
}

/** The title gives way where the row gets too long. */
function row(
  { title, mail }: Pick<HappenedTopic, "title" | "mail">,
  behind: string,
  before = "",
  maxChars = ROW_CHARS,
): MailRow {
  const room = Math.max(20, maxChars - before.length - behind.length);
  return { text: `${before}${subjectLine(title, room)}${behind}`, mail };
}

/** As many rows as `budget` has room for beside the rest of `post`; the longest section gives way, and says so. */
function fitted(sections: readonly Section[], budget: Budget, post: Post): Block[] {
  const shown = sections
    .filter(({ rows }) => rows.length > 0)
    .map((section) => ({ section, n: Math.min(section.rows.length, budget.maxLines) }));
  const frame = size({ kind: "text", lines: [`${post.title} ${post.anchor}`, ...post.footer.map(({ text }) => text)] });
  for (;;) {
    const blocks = shown.map(({ section, n }) => part(section, n));
    const sizes = [frame, ...blocks.map(size)];
    const isTooLong =
      sizes.reduce((sum, { lines }) => sum + lines, 0) > budget.maxLines ||
      sizes.reduce((sum, { chars }) => sum + chars, 0) > budget.maxChars ||
      sizes.reduce((sum, { nodes }) => sum + nodes, 0) > budget.maxNodes;
    const longest = shown.reduce((most, one) => (one.n > most.n ? one : most), { n: 1 });
    if (!isTooLong || longest.n <= 1) return blocks;
    longest.n -= 1;
  }
}

function part({ heading, rows }: Section, n: number): Block {
  const all = rows.length;
  return { kind: "mails", heading: n < all ? `${heading}, ${n} of ${all}` : heading, rows: rows.slice(0, n) };
}
