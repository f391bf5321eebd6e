import { countedMails, type Previous, type Topic } from "../series/topic.ts";
import { outcome, states } from "./card-footer.ts";
import { CARD, FLAT_REPLY, fitPost, shorten } from "./fit.ts";
import { authorName, subjectLine } from "./names.ts";
import { type ArchiveLink, count, span, state, whereToRead } from "./place.ts";
import type { Block, Post } from "./post.ts";
import { reflow } from "./reflow.ts";
import { inShort, withheld } from "./withheld.ts";

/** What a card needs besides its topic. */
export interface CardContext {
  /** Where it was routed, best first: `wbus`, `dt-bindings`. */
  readonly places: readonly string[];
  readonly link: ArchiveLink | undefined;
  /** What the mail it shows says, for a conversation; a series quotes its cover's first paragraph or change log. */
  readonly opening: readonly Block[];
}

/** The one post that stands for a series' version or another conversation. Only its last line changes later. */
export function composeCard(topic: Topic, context: CardContext): Post {
  const isOld = topic.next !== undefined;
  const isAlone = topic.form === "conversation" && topic.isOrphan;
  return fitPost(
    {
      form: "card",
      ...(topic.tag !== "" && { tag: inShort(topic.tag, 60) }),
      title: subjectLine(topic.title, 160),
      byline: isOld ? [`→ ${nextName(topic, topic.next)} (${topic.next.short})`] : byline(topic, context),
      blocks: isOld ? [] : said(topic, context),
      footer: [
        ...(isOld ? [state("superseded"), ...outcome(topic)] : states(topic)),
        ...whereToRead(topic.face.short, context.link),
      ],
      isCut: isOld || topic.form === "series",
      mail: topic.face.short,
      counted: countedMails(topic).map((one) => ({ ...one, label: inShort(one.label, 200), who: authorName(one.who) })),
      at: topic.face.at,
    },
    isAlone ? FLAT_REPLY : CARD,
  );
}

function nextName({ version }: Topic, next: NonNullable<Topic["next"]>): string {
  return next.version === version ? "sent again" : `v${next.version}`;
}

function said(topic: Topic, context: CardContext): readonly Block[] {
  if (topic.form === "conversation") return context.opening;
  const written = topic.previous !== undefined && topic.changeLog.length > 0 ? topic.changeLog : topic.summary;
  const lines = reflow(written).map(withheld);
  return lines.length === 0 ? [] : [{ kind: "quote", lines, code: false }];
}

function byline(topic: Topic, context: CardContext): string[] {
  const [first, ...others] = context.places;
  const place =
    first === undefined ? "" : ` · ${first}${others.length > 0 ? `, also ${others.slice(0, 2).join(", ")}` : ""}`;
  const lines = [`${authorName(topic.face.who, 40)}${shorten(place, 70)}`];
  if (topic.isOrphan) lines.push("answers a mail not seen here");
  if (topic.form === "series") {
    const since = topic.previous === undefined ? "" : sincePrevious(topic.previous, topic);
    const facts = [since, topic.total > 1 ? count(topic.total, "patch", "patches") : "", diffstat(topic)].filter(
      (fact) => fact !== "",
    );
    if (facts.length > 0) lines.push(facts.join(" · "));
  }
  return lines;
}

function diffstat({ diffstat: stat }: Topic): string {
  return stat === undefined ? "" : `${count(stat.files, "file")}, +${stat.insertions} −${stat.deletions}`;
}

/** `9 days after v1 (14 mails, R 1)`. */
function sincePrevious({ at, version, mails, tags }: Previous, topic: Topic): string {
  const isResent = version === topic.version;
  const talk = [count(mails, "mail"), ...tags].join(", ");
  return `${isResent ? "sent again " : ""}${span(at, topic.sentAt)} after ${isResent ? "the first time" : `v${version}`} (${talk})`;
}
