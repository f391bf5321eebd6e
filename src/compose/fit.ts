import type { Block, Post } from "./post.ts";

/** How much a post may show. A line is one of ours, or a part of it at the width of a phone. */
export interface Budget {
  readonly maxLines: number;
  readonly maxChars: number;
}

/** What a card, a reply in a thread, and a reply that stands alone may show in all: first line, byline and last line too. */
export const CARD: Budget = { maxLines: 8, maxChars: 450 };
export const REPLY: Budget = { maxLines: 16, maxChars: 1100 };
export const FLAT_REPLY: Budget = { maxLines: 8, maxChars: 500 };

/** Kept free for a card's last line, which grows while its text stays. */
const LAST_LINE_CHARS = 90;

/** Characters that a phone shows in a line. */
const PHONE_WIDTH = 80;

const CUT = "[…]";

/**
 * Blocks cut to a budget: whole blocks while they fit, then the one that does not fit cut at a line or sentence end with
 * `[…]`, numbered points kept as stubs (`3. […]`), the rest left out. A quote is never the last block shown: without the
 * answer below it nobody needs it.
 */
export function fit(
  blocks: readonly Block[],
  budget: Budget,
): { readonly blocks: readonly Block[]; readonly isCut: boolean } {
  const shown: Block[] = [];
  let lines = budget.maxLines;
  let chars = budget.maxChars;
  let isCut = false;
  for (const block of blocks) {
    const whole = size(block);
    if (whole.lines <= lines && whole.chars <= chars) {
      shown.push(block);
      lines -= whole.lines;
      chars -= whole.chars;
      continue;
    }
    isCut = true;
    const part = cutBlock(block, { maxLines: lines, maxChars: chars });
    if (part !== undefined) shown.push(part);
    break;
  }
  while (shown.length > 1 && shown.at(-1)?.kind === "quote" && blocks.length > shown.length) {
    shown.pop();
    isCut = true;
  }
  return { blocks: shown, isCut };
}

/** `post` with its blocks cut to what the rest of it leaves of `budget`. */
export function fitPost(post: Post, budget: Budget): Post {
  const first = [post.tag, post.title, post.anchor].filter(Boolean).join(" ");
  const last = post.footer.map(({ text }) => text).join(" · ");
  const spare = post.form === "card" ? Math.max(0, LAST_LINE_CHARS - last.length) : 0;
  const frame = size({ kind: "text", lines: [first, ...post.byline, last] });
  const room = {
    maxLines: budget.maxLines - frame.lines,
    maxChars: budget.maxChars - frame.chars - spare,
  };
  const { blocks, isCut } = fit(post.blocks, room);
  return { ...post, blocks, isCut: post.isCut || isCut };
}

/** `text` cut at a word to at most `maxChars`, with `…` where something is left out; no grapheme is split. */
export function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const room = graphemes(text, maxChars - 1);
  const atWord = room.replace(/\s+\S*$/, "");
  return `${(atWord.length > maxChars / 2 ? atWord : room).trimEnd()}…`;
}

function cutBlock(block: Block, budget: Budget): Block | undefined {
  if (budget.maxLines < 1 || budget.maxChars < 20) return undefined;
  switch (block.kind) {
    case "text":
      return { ...block, lines: cutText(block.lines, budget) };
    case "code":
    case "quote": {
      const lines = wholeLines(block.lines, withoutCut(budget));
      return lines.length === 0 ? undefined : { ...block, lines: [...lines, CUT] };
    }
    case "list":
      return { ...block, items: [...wholeLines(block.items, withoutCut(budget)), CUT] };
    default:
      return undefined;
  }
}

/** What is left for others beside a line that says `[…]`. */
function withoutCut({ maxLines, maxChars }: Budget): Budget {
  return { maxLines: maxLines - 1, maxChars: maxChars - CUT.length - 1 };
}

/** Lines while they fit; then the start of the next one up to a sentence, and stubs of the numbered points after it. */
function cutText(lines: readonly string[], budget: Budget): string[] {
  const points = lines.filter(isPoint).length;
  const stubRoom = points > 1 ? Math.min(points, 4, budget.maxLines - 1) : 0;
  const room = withoutCut({
    maxLines: budget.maxLines - stubRoom + 1,
    maxChars: budget.maxChars - stubRoom * STUB_CHARS,
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

/** Lines on a phone and characters of a block. */
export function size(block: Block): { readonly lines: number; readonly chars: number } {
  const texts = textsOf(block);
  return {
    lines: texts.reduce((sum, text) => sum + lineCount(text), 0),
    chars: texts.reduce((sum, text) => sum + text.length + 1, 0),
  };
}

function lineCount(text: string): number {
  return Math.max(1, Math.ceil(text.length / PHONE_WIDTH));
}

function textsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case "quote":
    case "text":
    case "code":
      return block.lines;
    case "list":
      return block.items;
    case "tags":
      return block.tags.map((tag) => `${tag.name}: ${tag.who}`);
    case "mails": {
      // One row stands beside its heading.
      const texts = block.rows.map(({ text }) => text);
      return texts.length === 1 ? [`${block.heading} ${texts[0]}`] : [block.heading, ...texts];
    }
    case "tree":
      return block.rows.map((row) => `${row.title} ${row.who}`);
    case "mail":
      return block.lines.map((line) => line.text);
  }
}
