import type { Passage } from "../condense/condensed.ts";
import type { Kind } from "../kind/kind.ts";
import { robotOf } from "../kind/robots.ts";
import { spamSigns } from "../kind/spam-signs.ts";
import type { ListId } from "../mail/mail.ts";
import { isForRobots } from "../patch/robot-commands.ts";
import type { Reading } from "../reader.ts";
import type { WantedMail } from "../route/wants.ts";
import { isOfSeries } from "../series/fold.ts";
import type { Topic, TopicMail } from "../series/topic.ts";
import type { ArchivedMail } from "../store/store.ts";
import { type MailFacts, routeFacts } from "./facts.ts";
import { defined, isGreetingLine, testVerdict } from "./topic-mail.ts";

/** What of a mail decides whether and how a channel sees it, as it was when it came; the rest the archive knows. */
export type NotedMail = Omit<WantedMail, "lists" | "subsystems" | "author" | "subject" | "hasCard" | "isCatchUp">;

/** What a mail came into. */
export interface Surroundings {
  readonly told: TopicMail;
  readonly topic: Topic;
  readonly ancestors: readonly ArchivedMail<MailFacts>[];
}

/** Files that are noted of one mail. */
const MAX_PATHS = 200;

const robotKinds: readonly Kind[] = ["kernel-test-robot", "syzbot", "ai-review-bot"];

/** What `wants` will ask about a mail, which can then be asked again later. */
export function notedMail(reading: Reading, { told, topic, ancestors }: Surroundings): NotedMail {
  const { mail, patch, condensed } = reading;
  const isReply = mail.subject.isReply || (mail.ancestors.length > 0 && patch === undefined);
  const people = [mail.from, mail.sender, mail.author].map(({ address }) => address.toLowerCase());
  const isInSeries = isOfSeries(told) && topic.form === "series";
  return {
    kind: kindShown(reading, isReply),
    isReply,
    addresses: [...new Set(people)].filter((address) => address !== ""),
    paths: pathsOf(reading, isReply, topic, ancestors),
    thread: [topic.face.id],
    isByRobot: mail.automatic || robotKinds.includes(reading.kind) || robotOf(mail.sender) !== undefined,
    isBareTrailer:
      reading.givenTrailers.length > 0 &&
      condensed.passages.every((passage) => passage.kind === "trailers" || isGreeting(passage)),
    ...defined("ci", testVerdict(reading)),
    isPartOfSeries: isInSeries && topic.face.short !== told.short,
    isNewVersion: isInSeries && (topic.version > 1 || topic.previous !== undefined),
    isRobotCommand: saysCommandsAlone(reading),
  };
}

/** The same mail as `wants` takes it. By `lists` alone where it is about the copy that came by them. */
export function wantedMail(
  mail: ArchivedMail<MailFacts>,
  noted: NotedMail,
  lists: readonly ListId[] = mail.lists,
): WantedMail {
  return {
    ...noted,
    lists,
    subsystems: mail.facts.routed,
    author: mail.author,
    subject: mail.subject,
    thread: [...noted.thread, mail.thread, mail.id, ...mail.ancestors],
  };
}

/** The same for a mail of the archive; `undefined` for one from before that was noted. */
export function wantedAgain(mail: ArchivedMail): WantedMail | undefined {
  const noted = (mail.facts as MailFacts | undefined)?.wanted;
  return noted && wantedMail(mail as ArchivedMail<MailFacts>, noted);
}

/** Why a mail looks like spam; `undefined` where it does not. */
export function spamWords({ mail, patch, condensed, kind }: Reading): string | undefined {
  return kind === "spam" ? spamSigns(mail, patch, condensed.reply).join(", ") : undefined;
}

/** A report that somebody hands on and has tracked is as urgent as one of their own. */
function kindShown(reading: Reading, isReply: boolean): Kind {
  if (!isReply && isTracked(reading)) return "regression-report";
  return reading.report?.kind === "test" ? "kernel-test-robot" : reading.kind;
}

/** Of a reply the files of the patch that it answers; else those of the mail and of its series. */
function pathsOf(
  reading: Reading,
  isReply: boolean,
  topic: Topic,
  ancestors: readonly ArchivedMail<MailFacts>[],
): readonly string[] {
  const byId = new Map(ancestors.map(({ id, facts }) => [id, facts.topicMail.paths]));
  const answered = reading.mail.ancestors.map((id) => byId.get(id) ?? []).findLast((paths) => paths.length > 0);
  const paths =
    isReply && answered !== undefined ? answered : [...routeFacts(reading, []).paths, ...(topic.paths ?? [])];
  return [...new Set(paths)].slice(0, MAX_PATHS);
}

function isTracked({ commands }: Reading): boolean {
  return commands.some(({ robot, verb }) => robot === "regzbot" && verb === "introduced");
}

function saysCommandsAlone({ condensed, commands }: Reading): boolean {
  const said = condensed.passages.map(({ text }) => text.filter((line) => !isGreetingLine(line)));
  return said.every(isForRobots) && (commands.length > 0 || said.some((lines) => lines.length > 0));
}

function isGreeting(passage: Passage): boolean {
  return (
    passage.kind === "prose" &&
    passage.context.length === 0 &&
    passage.text.every((line) => line.trim() === "" || isGreetingLine(line))
  );
}
