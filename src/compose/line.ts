import type { Attached, Change, Nak, Topic } from "../series/topic.ts";
import { ranges } from "./card-footer.ts";
import { authorName, subjectLine } from "./names.ts";
import { type ArchiveLink, count, span, state, whereToRead } from "./place.ts";
import type { Block, FooterItem, Post } from "./post.ts";
import { inShort } from "./withheld.ts";

/** The mail that changed the state. */
export interface LineSource {
  readonly short: string;
  readonly at: string;
  readonly link: ArchiveLink | undefined;
}

/** A change of state in one message that replies to the card. */
export function composeLine(change: LineChange, topic: Topic, source: LineSource): Post {
  const { title, anchor, blocks = [], states = [] } = words(change, topic, source.at);
  return {
    form: "line",
    title,
    ...(anchor !== "" && { anchor }),
    byline: [],
    blocks,
    footer: [...states, ...whereToRead(source.short, source.link)],
    isCut: true,
    mail: source.short,
    at: source.at,
  };
}

/** A change that is told in a line of its own; the others are told where something stands already. */
export type LineChange = Exclude<Change, { readonly kind: "nak-withdrawn" | "ci-again" }>;

export function isLineChange(change: Change): change is LineChange {
  return change.kind !== "nak-withdrawn" && change.kind !== "ci-again";
}

interface Words {
  readonly title: string;
  readonly anchor: string;
  readonly blocks?: readonly Block[];
  readonly states?: readonly FooterItem[];
}

function words(change: LineChange, topic: Topic, at: string): Words {
  const of = topic.total > 1 ? ` of ${topic.total}` : "";
  switch (change.kind) {
    case "nak": {
      const on = change.n === undefined ? "" : `on ${change.n}/${topic.total} `;
      return {
        title: "NAK",
        anchor: `${on}from ${authorName(change.who)}`,
        blocks: [{ kind: "quote", lines: [inShort(change.sentence, 300)], code: false }],
      };
    }
    case "applied": {
      const { to, commits, patches } = change.applied;
      const which = patches === undefined || topic.total <= 1 ? "" : `${ranges(patches)}${of} `;
      const shorts = commits.slice(0, 12).map((commit) => commit.slice(0, 12));
      return {
        title: "Applied",
        anchor: `${which}${to === undefined ? "" : `to ${inShort(to, 60)} `}by ${authorName(change.by)}`,
        blocks: shorts.length === 0 ? [] : [{ kind: "text", lines: [shorts.join(" ")] }],
        states: [state(soFar(topic, at))],
      };
    }
    case "merged": {
      const { tree, commit } = change.merged;
      const stat = topic.diffstat;
      const facts = [stat === undefined ? "" : count(stat.files, "file"), (commit ?? "").slice(0, 12)].filter(Boolean);
      return {
        title: "Merged",
        anchor: `${tree === "" ? "" : `into ${inShort(tree, 60)}, `}${span(topic.sentAt, at)} after the request`,
        blocks: facts.length === 0 ? [] : [{ kind: "text", lines: [facts.join(" · ")] }],
        states: [state(count(topic.mails, "mail"))],
      };
    }
    case "replaced":
      return {
        title: `${change.n}/${topic.total} was sent again`,
        anchor: `${change.version === topic.version ? "" : `as v${change.version} `}by ${authorName(change.who)}`,
      };
    case "attached":
      return {
        title: attachedWords(change.attached),
        anchor: `attached by ${authorName(change.who)}`,
        states: [state(soFar(topic, at))],
      };
    case "all-tagged": {
      const who = change.who.map((one) => `${authorName(one.who)} ${ranges(one.patches)}`).join(", ");
      return {
        title: `All ${topic.total} patches of v${topic.version} have a ${change.name}`,
        anchor: `(${who})`,
      };
    }
  }
}

/** `v3, 2 patches, 4 files, +12 −3` of a version that came as files. */
export function attachedWords({ version, total, diffstat: stat }: Attached): string {
  return [
    version === undefined ? "" : `v${version}`,
    count(total, "patch", "patches"),
    stat === undefined ? "" : `${count(stat.files, "file")}, +${stat.insertions} −${stat.deletions}`,
  ]
    .filter((word) => word !== "")
    .join(", ");
}

/** `11 days, 2 versions, 23 mails`, from the first version on. */
function soFar({ previous, sentAt, mails }: Topic, at: string): string {
  const versions = (previous?.versions ?? 0) + 1;
  return [
    span(previous?.since ?? sentAt, at),
    ...(versions > 1 ? [count(versions, "version")] : []),
    count((previous?.mailsInAll ?? 0) + mails, "mail"),
  ].join(", ");
}

/** The line of a NAK once it was taken back. */
export function withdrawnLine(line: Post, nak: Nak, at: string, total: number): Post {
  const on = nak.n === undefined ? "" : ` on ${nak.n}/${total}`;
  const { anchor: _, ...rest } = line;
  return { ...rest, title: `NAK${on} withdrawn`, anchor: `(${authorName(nak.who)}, ${span(nak.at, at)} later)` };
}

/** A robot's report, with one more of its failures below the first. */
export function withAnotherFailure(report: Post, { short }: LineSource): Post {
  const further = report.footer.filter((item) => item.kind === "state" && item.text.startsWith("failed again"));
  if (further.length >= MAX_FURTHER) return report;
  return { ...report, footer: [state(`failed again (${short})`, "bad"), ...report.footer] };
}

/** How many further failures a report names. */
const MAX_FURTHER = 3;

/** The two ends of an answer that came before the mail it answers; nothing can be moved in a chat, so both are told. */
export function composeLink(
  kind: "parent-came" | "answer-was-here",
  other: { title: string; who: string },
  source: LineSource,
): Post {
  const title = kind === "parent-came" ? "The mail this answers has come" : "An answer came before this mail";
  return {
    form: "line",
    title,
    anchor: `${subjectLine(other.title, 100)} (${authorName(other.who)})`,
    byline: [],
    blocks: [],
    footer: whereToRead(source.short, source.link),
    isCut: false,
    at: source.at,
  };
}
