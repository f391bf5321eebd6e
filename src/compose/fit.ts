import { count } from "./place.ts";
import type { Block, Post } from "./post.ts";
import { lineCount, PHONE_WIDTH, size, textsOf } from "./size.ts";

/** How much a post may show. A line is one of ours, or a part of it at the width of a phone. */
export interface Budget {
  readonly maxLines: number;
  readonly maxChars: number;
  /** What a client draws one by one: paragraphs, items, code blocks and spans, tags. */
  readonly maxNodes: number;
}

/** What a card, a reply in a thread, and a reply that stands alone may show in all: first line, byline and last line too. */
export const CARD: Budget = { maxLines: 8, maxChars: 450, maxNodes: 30 };
export const REPLY: Budget = { maxLines: 16, maxChars: 1100, maxNodes: 60 };
export const FLAT_REPLY: Budget = { maxLines: 8, maxChars: 500, maxNodes: 30 };

/** Kept free for a card's last line, which grows while its text stays. */
const LAST_LINE_CHARS = 90;

const CUT = "[…]";

export interface Fitted {
  readonly blocks: readonly Block[];
  readonly isCut: boolean;
  /** Paragraphs, items, code blocks and tags that are not shown whole. */
  readonly cut: number;
}

/**
 * Blocks cut to a budget, the last ones first: whole blocks while they fit, then the one that does not fit cut at a
 * paragraph or sentence end with `[…]`, numbered points kept as stubs (`3. […]`), the rest left out. Code is shown whole or
 * told by its length, since half of it reads like all of it. A quote is never the last block shown: without the answer
 * below it nobody needs it.
 */
export function fit(blocks: readonly Block[], budget: Budget): Fitted {
  const shown: Block[] = [];
  let left = budget;
  let whole = 0;
  let isCut = false;
  for (const block of blocks) {
    const { lines, chars, nodes } = size(block);
    if (lines <= left.maxLines && chars <= left.maxChars && nodes <= left.maxNodes) {
      shown.push(block);
      whole += parts(block);
      left = {
        maxLines: left.maxLines - lines,
        maxChars: left.maxChars - chars,
        maxNodes: left.maxNodes - nodes,
      };
      continue;
    }
    isCut = true;
    const part = cutBlock(block, left);
    if (part !== undefined) {
      shown.push(part);
      whole +=
        block.kind === "text" || block.kind === "list" ? parts(part) - textsOf(part).filter(isCutMark).length : 0;
    }
    break;
  }
  while (shown.length > 1 && shown.at(-1)?.kind === "quote" && blocks.length > shown.length) {
    shown.pop();
    isCut = true;
  }
  return { blocks: shown, isCut, cut: isCut ? blocks.reduce((sum, block) => sum + parts(block), 0) - whole : 0 };
}

const isCutMark = (text: string): boolean => text.endsWith(CUT);

/** What is counted where it is cut; a quote goes with its answer. */
function parts(block: Block): number {
  switch (block.kind) {
    case "quote":
      return 0;
    case "code":
      return 1;
    default:
      return textsOf(block).filter((text) => text !== "").length;
  }
}

/** `post` with its blocks cut to what the rest of it leaves of `budget`; a reply says how much is cut. */
export function fitPost(post: Post, budget: Budget): Post {
  const first = [post.tag, post.title, post.anchor].filter(Boolean).join(" ");
  const fitted = fit(post.blocks, roomFor(post, first, budget));
  if (!fitted.isCut || post.form !== "reply") return { ...post, ...shownOf(fitted, post) };
  const told = (cut: number): Post => ({
    ...post,
    footer: [{ kind: "state", tone: "neutral", text: `cut: ${count(cut, "paragraph")}` }, ...post.footer],
  });
  // The note takes room, so that it may cut more: as many digits as there can be.
  const again = fit(post.blocks, roomFor(told(Math.max(10, fitted.cut * 10)), first, budget));
  return { ...(again.cut > 0 ? told(again.cut) : post), ...shownOf(again, post) };
}

const shownOf = ({ blocks, isCut }: Fitted, post: Post): Pick<Post, "blocks" | "isCut"> => ({
  blocks,
  isCut: post.isCut || isCut,
});

function roomFor({ form, byline, footer }: Post, first: string, { maxLines, maxChars, maxNodes }: Budget): Budget {
  const last = footer.map(({ text }) => text).join(" · ");
  const spare = form === "card" ? Math.max(0, LAST_LINE_CHARS - last.length) : 0;
  const frame = size({ kind: "text", lines: [first, ...byline, last] });
  return {
    maxLines: maxLines - frame.lines,
    maxChars: maxChars - frame.chars - spare,
    maxNodes: maxNodes - 1 - byline.length - footer.length,
  };
}

/** `text` cut at a word to at most `maxChars`, with `…` where something is left out; no grapheme is split. */
export function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const room = graphemes(text, maxChars - 1);
  const atWord = room.replace(/\s+\S*$/, "");
  return `${(atWord.length > maxChars / 2 ? atWord : room).trimEnd()}…`;
}

function cutBlock(block: Block, budget: Budget): Block | undefined {
  const { maxLines, maxChars, maxNodes } = budget;
  // A line is a node, and a list or a quote is one more.
  const narrow = { ...budget, maxLines: Math.min(maxLines, maxNodes) };
  const inner = { ...budget, maxLines: Math.min(maxLines, maxNodes - 1) };
  if (narrow.maxLines < 1 || maxChars < 20) return undefined;
  switch (block.kind) {
    case "text":
      return { ...block, lines: cutText(block.lines, narrow) };
    case "code": {
      const words = `[… ${count(block.lines.length, "line")} of ${block.language === "diff" ? "a diff" : "code"}]`;
      return words.length < maxChars ? { kind: "text", lines: [words] } : undefined;
    }
    case "quote": {
      const lines = wholeLines(block.lines, withoutCut(inner));
      return lines.length === 0 ? undefined : { ...block, lines: [...lines, CUT] };
    }
    case "list":
      return inner.maxLines < 1 ? undefined : { ...block, items: [...wholeLines(block.items, withoutCut(inner)), CUT] };
    default:
      return undefined;
  }
}

/** What is left for others beside a line that says `[…]`. */
function withoutCut({ maxLines, maxChars, maxNodes }: Budget): Budget {
  return { maxLines: maxLines - 1, maxChars: maxChars - CUT.length - 1, maxNodes };
}

/** Lines while they fit; then the start of the next one up to a sentence, and stubs of the numbered points after it. */
function cutText(lines: readonly string[], budget: Budget): string[] {
  const points = lines.filter(isPoint).length;
  const stubRoom = points > 1 ? Math.min(points, 4, budget.maxLines - 1) : 0;
  const room = withoutCut({
    maxLines: budget.maxLines - stubRoom + 1,
    maxChars: budget.maxChars - stubRoom * STUB_CHARS,
    maxNodes: budget.maxNodes,
  });
  const kept = wholeLines(lines, room);
  while (kept.at(-1) === "") kept.pop();
  const rest = lines.slice(kept.length).filter((line) => line !== "");
  const used = kept.reduce((sum, line) => sum + lineCount(line), 0);
  const chars = room.maxChars - kept.reduce((sum, line) => sum + line.length + 1, 0);
  const width = (room.maxLines - used) * PHONE_WIDTH - CUT.length - 1;
  const start = sentences(rest[0] ?? "", Math.min(chars, width));
  const stubs = rest
    .slice(start === "" ? 0 : 1)
    .filter(isPoint)
    .slice(0, stubRoom)
    .map((line) => `${line.match(POINT)?.[0].trim() ?? ""} ${CUT}`);
  if (start !== "") kept.push(`${start} ${CUT}`);
  else if (stubs.length === 0)
    kept.push(kept.length === 0 && chars > 12 ? `${shorten(rest[0] ?? "", Math.min(chars, width) - 1)} ${CUT}` : CUT);
  // The mark may have begun a line of its own: then the last whole line makes room for it.
  while (kept.length > 1 && size({ kind: "text", lines: [...kept, ...stubs] }).lines > budget.maxLines)
    kept.splice(-2, 1);
  return [...kept, ...stubs];
}

/** ` 12. […]` and its line end. */
const STUB_CHARS = 9;

const POINT = /^\s*\d{1,2}[.)]\s/;

function isPoint(line: string): boolean {
  return POINT.test(line);
}

function wholeLines(lines: readonly string[], budget: Budget): string[] {
  const kept: string[] = [];
  let { maxLines, maxChars } = budget;
  for (const line of lines) {
    maxLines -= lineCount(line);
    maxChars -= line.length + 1;
    if (maxLines < 0 || maxChars < 0) break;
    kept.push(line);
  }
  return kept;
}

const SEGMENTS = new Intl.Segmenter("en", { granularity: "sentence" });
const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Whole sentences from the start of `text` within `maxChars`, else as many words; `""` where not even some words fit. */
function sentences(text: string, maxChars: number): string {
  let end = 0;
  for (const { index, segment } of SEGMENTS.segment(text.slice(0, maxChars * 2))) {
    if (index + segment.length > maxChars) break;
    end = index + segment.length;
  }
  if (end > 0) return text.slice(0, end).trimEnd();
  return maxChars < 30
    ? ""
    : graphemes(text, maxChars)
        .replace(/\s+\S*$/, "")
        .trimEnd();
}

function graphemes(text: string, maxChars: number): string {
  let end = 0;
  for (const { index, segment } of GRAPHEMES.segment(text.slice(0, maxChars + 64))) {
    if (index + segment.length > maxChars) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
