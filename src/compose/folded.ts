import { condense } from "../condense/condense.ts";
import type { LabelledLine, LineLabel } from "../condense/condensed.ts";
import { unquoted } from "../condense/quote-mark.ts";

/** A line of a folded mail: one of the mail's own, or ours that counts those which stood in its place. */
export interface FoldedLine {
  readonly text: string;
  readonly label: LineLabel | "fold";
  /** Quote depth; 0 for everything that is no quote. */
  readonly depth: number;
}

/**
 * A mail's text with its quotes folded to the lines that are answered, its signature and footers to a line each.
 *
 * Every line is there as it stood or counted by a fold. Quotes with nothing new between them stay whole. Where a fold
 * stands, all stays: folding a folded mail changes nothing.
 */
export function folded(text: string): readonly FoldedLine[] {
  if (foldedBefore.test(text)) return text.split("\n").map(asItStands);
  const { lines, passages, quotesOnly } = condense(text);
  if (quotesOnly) return lines;
  const shown = new Set<number>();
  for (const { context, contextAt } of passages)
    for (const at of contextLines(lines, context, contextAt)) shown.add(at);
  for (const at of attributionsOf(lines, shown)) shown.add(at);
  return withFolds(lines, (at) => shown.has(at) || !isFoldable(lines[at]?.label));
}

/** What is folded, by the words that count it. Blank lines between such lines go with them. */
const words: Readonly<Partial<Record<LineLabel, string>>> = {
  quote: "quoted",
  attribution: "quoted",
  signature: "signature",
  "sign-off": "signature",
  "list-footer": "footer",
  "provider-footer": "footer",
  pgp: "signature",
};

const isFoldable = (label: LineLabel | undefined): boolean => label !== undefined && Object.hasOwn(words, label);

/** Where the context's lines stand: those above `last` that hold them, the nearest first. */
function contextLines(lines: readonly LabelledLine[], context: readonly string[], last: number): readonly number[] {
  const found: number[] = [];
  let at = last;
  for (const part of context.toReversed()) {
    const said = part.replace(/^… /, "").trim();
    while (at >= 0 && last - at < reach && !unquoted(lines[at]?.text ?? "").includes(said)) at--;
    if (at < 0 || last - at >= reach) break;
    found.push(at);
    at--;
  }
  return found;
}

/** No context is longer than this, blank lines between its lines counted. */
const reach = 60;

/** Who is quoted stays where something of the quote does. */
function attributionsOf(lines: readonly LabelledLine[], shown: ReadonlySet<number>): readonly number[] {
  const found: number[] = [];
  let above: number[] = [];
  let inQuote = false;
  for (let at = 0; at < lines.length; at++) {
    const label = lines[at]?.label;
    if (label === "attribution") {
      if (inQuote) above = [];
      above.push(at);
      inQuote = false;
    } else if (label === "quote") {
      inQuote = true;
      if (!shown.has(at)) continue;
      found.push(...above);
      above = [];
    } else if (label !== "blank" && !inQuote) above = [];
  }
  return found;
}

function withFolds(lines: readonly LabelledLine[], isShown: (at: number) => boolean): readonly FoldedLine[] {
  const out: FoldedLine[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    if (line === undefined) break;
    const word = isShown(at) ? undefined : words[line.label];
    if (word === undefined) {
      out.push(line);
      at++;
      continue;
    }
    let [end, count] = [at, 0];
    for (let i = at; i < lines.length && !isShown(i); i++) {
      if (words[lines[i]?.label ?? "new"] !== word) break;
      end = i + 1;
      count++;
      while (lines[i + 1]?.label === "blank" && !isShown(i + 2)) i++;
    }
    out.push({ text: fold(count, word), label: "fold", depth: 0 });
    at = end;
  }
  return out;
}

/** A fold of quoted lines is quoted itself, so that whoever reads the mail next knows where they stood. */
function fold(count: number, word: string): string {
  const lines = count === 1 ? "line" : "lines";
  return word === "quoted" ? `> [… ${count} ${lines}]` : `[… ${count} ${lines} of ${word}]`;
}

const foldedBefore = /^(?:> \[… \d{1,9} lines?\]|\[… \d{1,9} lines? of (?:signature|footer)\])$/m;

const asItStands = (text: string): FoldedLine => ({ text, label: foldedBefore.test(text) ? "fold" : "new", depth: 0 });
