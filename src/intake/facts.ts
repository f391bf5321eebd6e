import type { ArchiveLink } from "../compose/place.ts";
import type { Block } from "../compose/post.ts";
import { blocksOf, type Remark, type ReplyParts } from "../compose/reply.ts";
import { reportBlocks } from "../compose/report.ts";
import { talkedPaths } from "../patch/talked-paths.ts";
import type { Reading } from "../reader.ts";
import type { Routed, RouteFacts } from "../route/route.ts";
import type { TopicMail } from "../series/topic.ts";
import { type Circumstances, defined, MAX_OPENING_LINES } from "./topic-mail.ts";
import type { NotedMail } from "./wanted.ts";

/** What the archive remembers of a reading, beside the octets: what later mails and questions need. */
export interface MailFacts {
  readonly topicMail: TopicMail;
  /** Subsystems it was routed to, best first. */
  readonly routed: readonly Routed[];
  /** What decided how channels see it; absent for mail from before it was noted. */
  readonly wanted?: NotedMail;
  /** A patch, and no change that an answer suggests: what answers it goes where it goes. */
  readonly isPatch?: boolean;
  /** What it says, for the card if it opens a conversation. */
  readonly opening: readonly Block[];
  /** How it is told as an answer, kept only while the mail that it answers is awaited. */
  readonly asReply?: ReplyParts;
  readonly link?: ArchiveLink;
  /** Its author asks not to be quoted elsewhere. */
  readonly isUnquoted?: true;
  /** Lines left out by the condenser, by label. */
  readonly elided: Readonly<Record<string, number | undefined>>;
  /** Lines of its text; absent for mail from before it was noted. */
  readonly lines?: number;
  readonly isSure: boolean;
  readonly problems: readonly string[];
}

/** Blocks of a conversation's first mail that are kept for its card. */
const MAX_OPENING_BLOCKS = 8;

/** Remarks of a reply that are looked at: no post shows more. */
const MAX_REMARKS = 50;

/** What decides where the mail goes, `inherited` looked up by the loop. */
export function routeFacts(reading: Reading, inherited: readonly Routed[] | undefined): RouteFacts {
  const { mail, patch, anchors } = reading;
  const own = patch?.files.map(({ path }) => path) ?? [];
  const hasDiff = own.length > 0;
  return {
    lists: mail.lists,
    recipients: mail.recipients.map(({ address }) => address.toLowerCase()),
    from: mail.author.address.toLowerCase(),
    prefixes: mail.subject.prefixes,
    tags: mail.subject.tags,
    // Without a diff: what a cover's diffstat lists, the hunks that are quoted, the files that a robot's report names.
    paths: hasDiff
      ? own
      : [...(patch?.statedPaths ?? []), ...anchors.flatMap((anchor) => anchor?.path ?? []), ...talkedAbout(reading)],
    pathsFrom: hasDiff ? "patch" : "talk",
    ...(hasDiff && {
      patchText: [mail.subject.text, mail.text, ...mail.attachments.flatMap((file) => file.patch ?? [])].join("\n"),
    }),
    ...defined("inherited", inherited),
  };
}

/** Whether it carries a diff of its own, and does not only suggest one in an answer. */
export const isPatch = (reading: Reading): boolean =>
  !reading.mail.subject.isReply && (reading.patch?.files ?? []).length > 0;

function talkedAbout({ condensed }: Reading): string[] {
  return talkedPaths(condensed.reply.split("\n").map((text) => ({ text, label: "new" })));
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
    ...defined("report", reading.report),
    link,
  };
}

/** What the mail says, cut to what a card may need. */
export function opening(reading: Reading): Block[] {
  const told = reading.report === undefined ? [] : reportBlocks(reading.report);
  if (told.length > 0) return told;
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
