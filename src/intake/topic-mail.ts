import type { Passage } from "../condense/condensed.ts";
import type { MessageId } from "../mail/message-id.ts";
import type { AttachedSeries } from "../patch/patch.ts";
import type { Reading } from "../reader.ts";
import type { Attached, TopicMail } from "../series/topic.ts";

/** What of a mail its arrival decides. */
export interface Circumstances {
  readonly short: string;
  /** Arrival, ISO 8601 in UTC. */
  readonly at: string;
  readonly missing: readonly MessageId[];
}

/** Lines of a mail's opening that are kept for its card. */
export const MAX_OPENING_LINES = 40;

/** Files of one patch that its series counts each once. */
const MAX_PATHS = 200;

/** Trailers of a commit by which people vouch for it: what the next ones to come are measured against. */
const VOUCHING = /^(?:reviewed|acked|tested)-by$/i;

/** What its topic learns from a mail. */
export function topicMail(reading: Reading, { short, at, missing }: Circumstances): TopicMail {
  const { mail, patch, condensed, kind } = reading;
  const { subject } = mail;
  const isAnswer = subject.isReply || (mail.ancestors.length > 0 && patch === undefined);
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
    paths: (isAnswer ? [] : (patch?.files ?? [])).slice(0, MAX_PATHS).map(({ path }) => path),
    ...defined("changeId", patch?.changeId),
    ...defined("patchId", patch?.id),
    changeLog: (patch?.changeLog ?? []).slice(0, MAX_OPENING_LINES),
    summary: firstParagraph(patch === undefined ? prose(condensed.passages) : patch.message.split("\n")),
    ownTrailers: isAnswer ? [] : (patch?.commitTrailers ?? []).filter(({ name }) => VOUCHING.test(name)),
    givenTrailers: isAnswer ? reading.givenTrailers : [],
    ...defined("nak", reading.nak),
    ...defined("nakWithdrawn", reading.nakWithdrawn),
    ...defined("ci", testVerdict(reading)),
    ...defined("attached", patch?.attached && attachedSeries(patch.attached)),
    commands: reading.commands,
    ...(reading.applied !== undefined && { applied: appliedWhere(reading.applied) }),
    ...defined("merged", reading.merged),
  };
}

/** What a test found, whichever robot ran it: syzbot tries patches too. */
export function testVerdict({ verdict, report }: Reading): TopicMail["ci"] {
  return verdict ?? (report?.kind === "test" ? report.verdict : undefined);
}

function attachedSeries({ version, total, patches }: AttachedSeries): Attached {
  const stats = patches.flatMap(({ diffstat }) => diffstat ?? []);
  const sum = (what: "files" | "insertions" | "deletions") => stats.reduce((all, stat) => all + stat[what], 0);
  const diffstat = { files: sum("files"), insertions: sum("insertions"), deletions: sum("deletions") };
  return { total, ...defined("version", version), ...(stats.length > 0 && { diffstat }) };
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
  const isGreetingOnly = paragraph.length === 1 && isGreetingLine(paragraph[0] ?? "");
  return isGreetingOnly && end >= 0 ? firstParagraph(lines.slice(end)) : paragraph;
}

const GREETING =
  /^(?:hi|hello|hey|dear|greetings|good (?:morning|day|evening)|thanks|thank you|cheers|applied|looks good|lgtm)\b[^.?]{0,40}[,.!:]*$/i;

/** `Hi Tom,`, `Thanks!`: says nothing by itself. */
export function isGreetingLine(line: string): boolean {
  return GREETING.test(line.trim());
}

/** A property where there is a value for it. */
export function defined<Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [N in Name]?: Value });
}
