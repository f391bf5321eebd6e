import { CARD, fitPost, REPLY } from "../../compose/fit.ts";
import type { Block, FooterItem, Post, TextFile } from "../../compose/post.ts";
import { ago, fenced, inlineCode, ownLink, plain } from "./markdown.ts";

/** A post as Discord takes it: what of it is text, and the buttons below. */
export interface Rendered {
  /** At most 2,000 UTF-16 units. */
  readonly content: string;
  readonly buttons: readonly Button[];
  /** False where something had to be left out to fit. */
  readonly isWhole: boolean;
  readonly file?: TextFile;
}

export interface Button {
  readonly label: "Full" | "Follow";
  /** `full:k7q2m9xa`: what is asked of which mail. Works as long as the message stands. */
  readonly id: string;
}

/** Discord's limit of a message's content, in UTF-16 units. */
export const MAX_CONTENT = 2000;

/** Clients stop rendering somewhere after a hundred; ours stay far below. */
const MAX_NODES = 30;

/**
 * `post` in Discord's Markdown. Escaping makes text longer: what does not fit then is cut as `fit` cuts, with less room
 * each time. `room` is that for the whole of it, in UTF-16 units.
 */
export function renderPost(post: Post, room = MAX_CONTENT): Rendered {
  for (let share = 1; share > 0.1; share *= 0.8) {
    const fitted = share === 1 ? post : cutTo(post, share);
    const content = contentOf(fitted);
    if (content.length <= room && nodesOf(content) <= MAX_NODES) return rendered(fitted, content, share === 1);
  }
  const bare = { ...post, byline: [], blocks: [], isCut: true };
  return rendered(bare, contentOf(bare).slice(0, room), false);
}

function cutTo(post: Post, share: number): Post {
  const whole = post.form === "card" ? CARD : REPLY;
  return fitPost(post, {
    maxLines: Math.max(2, Math.floor(whole.maxLines * share)),
    maxChars: Math.floor(whole.maxChars * share),
    maxNodes: Math.floor(MAX_NODES * share),
  });
}

function rendered(post: Post, content: string, isWhole: boolean): Rendered {
  return { content, buttons: buttonsOf(post), isWhole, ...(post.file !== undefined && { file: post.file }) };
}

/** *Full* and *Follow* on cards, *Full* on what was cut. */
function buttonsOf({ form, mail, isCut }: Post): readonly Button[] {
  if (mail === undefined || form === "answer") return [];
  const full: Button = { label: "Full", id: `full:${mail}` };
  if (form === "card") return [full, { label: "Follow", id: `follow:${mail}` }];
  return isCut ? [full] : [];
}

/** All of it, however long. */
export function contentOf(post: Post): string {
  const lines = [
    titleOf(post),
    ...post.byline.map(plain),
    ...post.blocks.flatMap((block, at) => [...gapAbove(block, post.blocks[at - 1]), ...blockLines(block)]),
    ...footerLine(post.footer),
  ];
  return lines.join("\n").trim();
}

function titleOf({ tag, title, anchor }: Post): string {
  if (title === "") return "";
  const name = `**${plain([tag, title].filter(Boolean).join(" "))}**`;
  return anchor === undefined ? name : `${name} ${plain(anchor)}`;
}

/** A quote below the author's words begins the next remark. */
function gapAbove(block: Block, above: Block | undefined): readonly string[] {
  return block.kind === "quote" && above !== undefined && above.kind !== "quote" ? [""] : [];
}

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case "quote":
      return block.lines.map((line) => `> ${block.code ? inlineCode(line) : plain(line)}`.trimEnd());
    case "text":
      return block.lines.map(plain);
    case "code":
      return [fenced(block.lines, block.language)].filter((fence) => fence !== "");
    case "list":
      return block.items.map((item) => `• ${plain(item)}`);
    case "tags":
      return block.tags.map(({ name, who }) => `${plain(name)}: ${plain(who)}`);
    case "mails": {
      const rows = block.rows.map(({ text, mail }) => `${plain(text)} · ${mail}`);
      return rows.length === 1
        ? [`**${plain(block.heading)}** ${rows[0]}`]
        : [`**${plain(block.heading)}**`, ...rows.map((row) => `· ${row}`)];
    }
    case "tree":
      return block.rows.map(
        ({ depth, who, title, at, mail }) =>
          `${"\u2003".repeat(Math.min(depth, deepest))}${plain(who)} · ${plain(title)} · ${ago(at)} · ${mail}`,
      );
    case "mail":
      return block.lines.map(({ text, label, depth }) =>
        label === "quote" ? plain(`${"> ".repeat(Math.max(1, depth))}${unmarked(text)}`) : plain(text),
      );
  }
}

/** Deeper answers stand below each other. */
const deepest = 8;

const unmarked = (line: string): string => line.replace(/^(?: ?>)* ?/, "");

/** States, links by our own words, and the short id last; small. */
function footerLine(footer: readonly FooterItem[]): readonly string[] {
  if (footer.length === 0) return [];
  const words = footer.map((item) => (item.kind === "link" ? ownLink(item.text, item.url) : plain(item.text)));
  return [`-# ${words.join(" · ")}`];
}

/** Pieces of Markdown in it, at most: an estimate that counts too many rather than too few. A picture letter is one, too. */
function nodesOf(content: string): number {
  return (content.match(piece) ?? []).length;
}

/** A fence is one, whatever is in it. */
const piece =
  /^```[\s\S]*?\n```$|\*\*|(?<!\\)`+|^> |\]\(<|<(?:https?:|t:)|^-# |\p{Extended_Pictographic}|\p{RI}|\u20e3/gmu;
