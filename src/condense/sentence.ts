import { isCode, most, type Quote, says } from "./quoted-line.ts";

/**
 * The sentence of prose, or the question, that ends with the line at `at`, on at most three lines. What it leans on comes
 * along: the one before, what opens the list of which it is an item, the line which a short remark is itself about.
 */
export function sentenceAt(quote: Quote, at: number, { isQuestion }: { isQuestion?: true }): readonly string[] {
  const top = topOf(quote, at);
  const lines: string[] = [];
  for (let i = top; i <= at; i++) lines.push(textAt(quote, i));
  const all = lines.join("\n");
  const text = isQuestion === true ? all.slice(0, all.lastIndexOf("?") + 1) : all;
  const isWhole = top === at || isStart(quote, top);
  const start = startIn(text);
  const taken = ((start === 0 && !isWhole ? "… " : "") + text.slice(start)).split("\n");
  const opening =
    taken.length === lines.length && taken.length < most
      ? (openingAbove(quote, top) ?? (points.test(text) && text.length < short ? subjectAbove(quote, top) : undefined))
      : undefined;
  return opening === undefined ? taken : [textAt(quote, opening), ...taken];
}

/** The line on which the sentence ends that goes through `from`, if that is no further down than `to`. */
export function footOf(quote: Quote, from: number, to: number): number {
  let at = from;
  while (at < to && at - from < most - 1 && !/[.?!:;]["')]?$/.test(textAt(quote, at)) && goesOn(quote, at + 1)) at++;
  return at;
}

/** The line in the paragraph that ends at `at` on which its last question ends. */
export function questionAt(quote: Quote, at: number): number | undefined {
  for (let i = at; i > at - 8; i--) {
    if (/\?(?:\s|["')]|$)/.test(textAt(quote, i))) return i;
    if (!goesOn(quote, i)) return undefined;
  }
  return undefined;
}

const longest = 400;

function textAt(quote: Quote, at: number): string {
  return quote(at)?.text.slice(0, longest).trim() ?? "";
}

const item = /^(?:[-*•o]|\(?\d{1,2}[.)]|[a-z]\)) \S/;

/** Two lines above `at`, or fewer where the paragraph or the item begins below that. */
function topOf(quote: Quote, at: number): number {
  let top = at;
  while (at - top < most - 1 && !item.test(textAt(quote, top)) && goesOn(quote, top)) top--;
  return top;
}

/** Whether the line above is of the same paragraph. */
function goesOn(quote: Quote, at: number): boolean {
  const above = quote(at - 1);
  return (
    above !== undefined && above.depth === quote(at)?.depth && says(above) && !isCode(above) && above.sort !== "end"
  );
}

function isStart(quote: Quote, at: number): boolean {
  return item.test(textAt(quote, at)) || !goesOn(quote, at) || /[.?!:;]["')]?$/.test(textAt(quote, at - 1));
}

const sentenceEnd = /[.?!]["')]?(?:\n| +(?=[\p{Lu}"'(]))|[:;]\n/gu;
const abbreviation = /\b(?:e\.g|i\.e|vs|cf)\.\s$/;
const leans =
  /^(?:also|and|but|however|if not|if so|it|or|otherwise|so|that|then|these|they|this|those|which|any|thoughts|what do you think)\b/i;
const points = /\b(?:here|it|same|that|these|this|those)\b/i;
const short = 48;

/** Where in `text` the sentence starts that it ends with, or the one before where that says too little alone. */
function startIn(text: string): number {
  let before = 0;
  let last = 0;
  sentenceEnd.lastIndex = 0;
  while (sentenceEnd.test(text)) {
    const start = sentenceEnd.lastIndex;
    if (start >= text.length || abbreviation.test(text.slice(Math.max(0, start - 8), start))) continue;
    before = last;
    last = start;
  }
  const sentence = text.slice(last);
  return leans.test(sentence) || (sentence.length < short && !sentence.endsWith("?")) ? before : last;
}

/** The last line above that the quoted writer quotes. */
function subjectAbove(quote: Quote, at: number): number | undefined {
  let above = at - 1;
  while (at - above < 4 && quote(above) !== undefined && !says(quote(above))) above--;
  return (quote(above)?.depth ?? 0) > (quote(at)?.depth ?? 0) && says(quote(above)) ? above : undefined;
}

/** The line that opens the list in which the item at `at` stands. */
function openingAbove(quote: Quote, at: number): number | undefined {
  if (!item.test(textAt(quote, at))) return undefined;
  for (let i = at - 1; i > at - 12 && quote(i)?.depth === quote(at)?.depth; i--) {
    const line = quote(i);
    if (line === undefined || isCode(line) || line.sort === "end") return undefined;
    if (line.text.endsWith(":") && !item.test(textAt(quote, i))) return i;
    if (says(line) && !item.test(textAt(quote, i)) && line.indent === 0) return undefined;
  }
  return undefined;
}
