import type { ArchiveLink } from "../compose/place.ts";
import type { Block } from "../compose/post.ts";
import { blocksOf, type Remark, type ReplyParts } from "../compose/reply.ts";
import type { Passage } from "../condense/condensed.ts";
import { spamSigns } from "../kind/spam-signs.ts";
import type { MessageId } from "../mail/message-id.ts";
import { isForRobots } from "../patch/robot-commands.ts";
import { talkedPaths } from "../patch/talked-paths.ts";
import type { Reading } from "../reader.ts";
import type { Routed, RouteFacts } from "../route/route.ts";
import type { WantedMail } from "../route/wants.ts";
import type { TopicMail } from "../series/topic.ts";

/** What the archive remembers of a reading, beside the octets: what later mails and questions need. */
export interface MailFacts {
  readonly topicMail: TopicMail;
  /** Subsystems it was routed to, best first. */
  readonly routed: readonly Routed[];
  /** What it says, for the card if it opens a conversation. */
  readonly opening: readonly Block[];
  /** How it is told as an answer, kept only while the mail that it answers is awaited. */
  readonly asReply?: ReplyParts;
  readonly link?: ArchiveLink;
  /** Lines left out by the condenser, by label. */
  readonly elided: Readonly<Record<string, number | undefined>>;
  readonly isSure: boolean;
  readonly problems: readonly string[];
}

/** What of a mail its arrival decides. */
export interface Circumstances {
  readonly short: string;
  /** Arrival, ISO 8601 in UTC. */
  readonly at: string;
  readonly missing: readonly MessageId[];
}

/** Blocks of a conversation's first mail that are kept for its card. */
const MAX_OPENING_BLOCKS = 8;
const MAX_OPENING_LINES = 40;

/** Remarks of a reply that are looked at: no post shows more. */
const MAX_REMARKS = 50;

export function topicMail(reading: Reading, { short, at, missing }: Circumstances): TopicMail {
  const { mail, patch, condensed, kind } = reading;
  const { subject } = mail;
  return {
    short,
    id: mail.id,
    ancestors: mail.ancestors,
    missing,
    at,
    sentAt: mail.date === undefined || mail.date.toISOString() > at ? at : mail.date.toISOString(),
    author: mail.author.name,
    address: mail.sender.address.toLowerCase(),
    kind,
    isReply: subject.isReply,
    tag: tagOf(subject.text),
    tags: subject.tags,
    title: subject.title,
    ...(subject.version !== undefined && { version: subject.version }),
    ...(subject.n !== undefined && { n: subject.n }),
    ...(subject.total !== undefined && { total: subject.total }),
    ...defined("diffstat", patch?.diffstat ?? patch?.diffstatStated),
    ...defined("changeId", patch?.changeId),
    ...defined("patchId", patch?.id),
    changeLog: (patch?.changeLog ?? []).slice(0, MAX_OPENING_LINES),
    summary: firstParagraph(patch === undefined ? prose(condensed.passages) : patch.message.split("\n")),
    givenTrailers: subject.isReply ? reading.givenTrailers : [],
    ...defined("nak", reading.nak),
    ...defined("nakWithdrawn", reading.nakWithdrawn),
    ...defined("ci", reading.verdict),
    commands: reading.commands,
    ...(reading.applied !== undefined && { applied: appliedWhere(reading.applied) }),
    ...defined("merged", reading.merged),
  };
}

/** What decides where the mail goes, `inherited` looked up by the loop. */
export function routeFacts(reading: Reading, inherited: readonly Routed[]): RouteFacts {
  const { mail, patch, anchors } = reading;
  const own = patch?.files.map(({ path }) => path) ?? [];
  const isPatch = own.length > 0 && !mail.subject.isReply;
  return {
    lists: mail.lists,
    recipients: mail.recipients.map(({ address }) => address.toLowerCase()),
    from: mail.author.address.toLowerCase(),
    prefixes: mail.subject.prefixes,
    tags: mail.subject.tags,
    // Without a diff: what a cover's diffstat lists, the hunks that are quoted, the files that a robot's report names.
    paths: isPatch
      ? own
      : [
          ...own,
          ...(patch?.statedPaths ?? []),
          ...anchors.flatMap((anchor) => anchor?.path ?? []),
          ...talkedAbout(reading),
        ],
    pathsFrom: isPatch ? "patch" : "talk",
    ...(isPatch && patch !== undefined && { patchText: `${mail.subject.text}\n${patch.message}\n${patch.diff}` }),
    ...(inherited.length > 0 && { inherited }),
  };
}

function talkedAbout({ condensed }: Reading): string[] {
  return talkedPaths(condensed.reply.split("\n").map((text) => ({ text, label: "new" })));
}

/** What decides whether and how a channel shows it. */
export function wantedMail(reading: Reading, routed: readonly Routed[]): WantedMail & { readonly spam?: string } {
  const { mail, patch, condensed, kind } = reading;
  const isReply = mail.subject.isReply || (mail.ancestors.length > 0 && patch === undefined);
  const spam = kind === "spam" ? spamSigns(mail, patch, condensed.reply).join(", ") : undefined;
  return {
    lists: mail.lists,
    subsystems: routed,
    // A report that somebody hands on and has tracked is as urgent as one of their own.
    kind: !isReply && isTracked(reading) ? "regression-report" : kind,
    isReply,
    isBareTrailer:
      reading.givenTrailers.length > 0 &&
      condensed.passages.every((passage) => passage.kind === "trailers" || isGreeting(passage)),
    ...defined("ci", reading.verdict),
    ...(spam !== undefined && { spam }),
    isRobotCommand: saysCommandsAlone(reading),
  };
}

/** The parts of a reply's post that the mail itself gives. */
export function replyParts(reading: Reading, { short, at }: Circumstances, link: ArchiveLink | undefined): ReplyParts {
  const { mail, condensed } = reading;
  return {
    short,
    author: mail.author.name,
    at,
    remarks: remarks(reading).slice(0, MAX_REMARKS),
    trailers: reading.givenTrailers,
    elided: condensed.elided,
    quotesOnly: condensed.quotesOnly,
    attachments: mail.attachments.map(({ name, size }) => ({ name, size })),
    link,
  };
}

/** What the mail says, cut to what a card may need. */
export function opening(reading: Reading): Block[] {
  const blocks = blocksOf({
    remarks: remarks(reading)
      .slice(0, MAX_OPENING_BLOCKS)
      .map((remark) => ({ ...remark, text: remark.text.slice(0, MAX_OPENING_LINES) })),
    trailers: reading.givenTrailers,
    quotesOnly: reading.condensed.quotesOnly,
    attachments: reading.mail.attachments,
  });
  return blocks.slice(0, MAX_OPENING_BLOCKS);
}

function remarks({ condensed, anchors }: Reading): Remark[] {
  return condensed.passages.map((passage, index) => ({ ...passage, ...defined("place", anchors[index]) }));
}

/** `wbus/next` of a tree and a branch. */
function appliedWhere({
  tree,
  branch,
  commits,
  patches,
}: NonNullable<Reading["applied"]>): NonNullable<TopicMail["applied"]> {
  const to = tree !== undefined && branch !== undefined ? `${tree} (${branch})` : (tree ?? branch);
  return { commits, ...defined("to", to), ...defined("patches", patches) };
}

/** `[PATCH v2 0/4]` of a subject, list tags left out. */
function tagOf(subject: string): string {
  const brackets = subject.match(/\[[^\]]*\]/g) ?? [];
  return brackets.find((bracket) => /patch|rfc|pull|regression|syzbot|bug|\d+\/\d+|\bv\d/i.test(bracket)) ?? "";
}

function prose(passages: readonly Passage[]): readonly string[] {
  return passages.find((passage) => passage.kind === "prose")?.text ?? [];
}

/** Up to the first blank line; a greeting of its own is passed over. */
function firstParagraph(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => line.trim() !== "");
  if (start < 0) return [];
  const end = lines.findIndex((line, index) => index > start && line.trim() === "");
  const paragraph = lines.slice(start, end < 0 ? start + MAX_OPENING_LINES : Math.min(end, start + MAX_OPENING_LINES));
  const isGreetingOnly = paragraph.length === 1 && GREETING.test(paragraph[0] ?? "");
  return isGreetingOnly && end >= 0 ? firstParagraph(lines.slice(end)) : paragraph;
}

const GREETING =
  /^(?:hi|hello|hey|dear|greetings|good (?:morning|day|evening)|thanks|thank you|cheers|applied|looks good|lgtm)\b[^.?]{0,40}[,.!:]*$/i;

function isTracked({ commands }: Reading): boolean {
  return commands.some(({ robot, verb }) => robot === "regzbot" && verb === "introduced");
}

function saysCommandsAlone({ condensed, commands }: Reading): boolean {
  const said = condensed.passages.map(({ text }) => text.filter((line) => !GREETING.test(line.trim())));
  return said.every(isForRobots) && (commands.length > 0 || said.some((lines) => lines.length > 0));
}

function isGreeting(passage: Passage): boolean {
  return (
    passage.kind === "prose" &&
    passage.context.length === 0 &&
    passage.text.every((line) => line.trim() === "" || GREETING.test(line.trim()))
  );
}

function defined<Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [N in Name]?: Value });
}
