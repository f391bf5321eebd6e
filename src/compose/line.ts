import type { Change, Topic } from "../series/topic.ts";
import { ranges } from "./card.ts";
import { authorName, subjectLine } from "./names.ts";
import { type ArchiveLink, count, whereToRead } from "./place.ts";
import type { Block, Post } from "./post.ts";
import { inShort } from "./withheld.ts";

/** The mail that changed the state. */
export interface LineSource {
  readonly short: string;
  readonly at: string;
  readonly link: ArchiveLink | undefined;
}

/** A change of state in one message that replies to the card. */
export function composeLine(change: Change, topic: Topic, source: LineSource): Post {
  const { title, anchor, blocks } = words(change, topic);
  return {
    form: "line",
    title,
    ...(anchor !== "" && { anchor }),
    byline: [],
    blocks,
    footer: [...whereToRead(source.short, source.link)],
    isCut: true,
    mail: source.short,
    at: source.at,
  };
}

function words(change: Change, topic: Topic): { title: string; anchor: string; blocks: Block[] } {
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
      };
    }
    case "merged":
      return {
        title: "Merged",
        anchor: [
          change.merged.tree === "" ? "" : `into ${inShort(change.merged.tree, 60)}`,
          `after ${count(topic.mails, "mail")}`,
        ]
          .filter(Boolean)
          .join(", "),
        blocks: [],
      };
    case "all-tagged": {
      const who = change.who.map((one) => `${authorName(one.who)} ${ranges(one.patches)}`).join(", ");
      return {
        title: `All ${topic.total} patches of v${topic.version} have a ${change.name}`,
        anchor: `(${who})`,
        blocks: [],
      };
    }
  }
}

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
