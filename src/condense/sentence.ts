import { isCode, most, type Quote, says } from "./quoted-line.ts";

/**
 * The sentence of prose that ends with the line at `at`, on at most three lines. The one before comes along where this one
 * leans on it, and above an item of a list what opens the list.
 */
export function sentenceAt(quote: Quote, at: number): readonly string[] {
  const top = topOf(quote, at);
  const lines: string[] = [];
  for (let i = top; i <= at; i++) lines.push(textAt(quote, i));
  const text = lines.join("\n");
  const taken = text.slice(startIn(text, top === at || isStart(quote, top))).split("\n");
  const opening = taken.length === lines.length && taken.length < most ? openingAbove(quote, top) : undefined;
  return opening === undefined ? taken : [textAt(quote, opening), ...taken];
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
const leans = /^(?:also|and|but|however|it|or|otherwise|so|that|then|these|they|this|those|which)\b/i;
const short = 48;

/** Where in `text` the sentence starts that it ends with, or the one before where that says too little alone. */
function startIn(text: string, isWhole: boolean): number {
  const starts = Array.from(text.matchAll(sentenceEnd), (end) => end.index + end[0].length).filter(
    (start) => start < text.length && !/\b(?:e\.g|i\.e|vs|cf)\.\s$/.test(text.slice(Math.max(0, start - 8), start)),
  );
  if (isWhole) starts.unshift(0);
  const last = starts.at(-1) ?? 0;
  const sentence = text.slice(last);
  const saysLittle = leans.test(sentence) || (sentence.length < short && !sentence.endsWith("?"));
  return (saysLittle ? starts.at(-2) : undefined) ?? last;
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
