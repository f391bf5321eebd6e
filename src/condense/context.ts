import { codeLines, openerAbove } from "./code-context.ts";
import type { Passage } from "./condensed.ts";
import { isCode, type Quote, reach, type Stretch, says } from "./quoted-line.ts";
import { isAboutAll, isYesOrNo, namesTrailer, type Remark, wordsNamed } from "./remark.ts";
import { footOf, questionAt, sentenceAt } from "./sentence.ts";

type Context = Pick<Passage, "context" | "contextAt" | "above">;

/** What a remark below `stretch` answers, and where it stands. `next` comes after it. */
export function context(
  quote: Quote,
  stretch: Stretch,
  remark: Remark,
  next: Pick<Passage, "kind"> | undefined,
): Context {
  const contextAt = lineAbove(quote, stretch);
  const above = quote(contextAt)?.text;
  if (above === undefined) return { context: [], contextAt: -1 };
  return { context: answered(quote, stretch, remark, next), contextAt, above };
}

/** The last line that is not blank. */
function lineAbove(quote: Quote, { first, last }: Stretch): number {
  for (let at = last; at >= first; at--) if (says(quote(at))) return at;
  for (let at = last; at >= first; at--) if (quote(at)?.sort === "closer") return at;
  return -1;
}

/** The quoted lines that a remark answers; none where it answers the mail as a whole. */
function answered(
  quote: Quote,
  stretch: Stretch,
  remark: Remark,
  next: Pick<Passage, "kind"> | undefined,
): readonly string[] {
  const end = lastWords(quote, stretch);
  if (end === undefined) return linesAt(quote, openerOf(quote, stretch));
  const line = quote(end);
  const isBelowCode = isCode(line) || isUnchanged(quote, end);
  if (isAboutAll(remark, next, isBelowCode)) return [];
  if (line?.sort === "end") return namesTrailer(remark) ? linesAt(quote, [trailerAbove(quote, end, remark)]) : [];
  const at = isBelowCode ? changeAbove(quote, stretch, end) : end;
  const named = namedAbove(quote, stretch, at, wordsNamed(remark), isBelowCode);
  if (isBelowCode) return linesAt(quote, codeLines(quote, stretch, at, named));
  if (named !== undefined && isCode(quote(named))) return linesAt(quote, codeLines(quote, stretch, named, undefined));
  const question = named === undefined && isYesOrNo(remark) ? questionAt(quote, at) : undefined;
  if (question !== undefined) return sentenceAt(quote, question, { isQuestion: true });
  return sentenceAt(quote, named === undefined ? at : footOf(quote, named, at), {});
}

const linesAt = (quote: Quote, chosen: readonly number[]): readonly string[] =>
  chosen.map((at) => quote(at)?.text ?? "");

/** Where only brackets stand between two remarks, what they close. */
function openerOf(quote: Quote, { first, last }: Stretch): readonly number[] {
  for (let at = last; at >= first && at > last - reach; at--) {
    const opener = quote(at)?.sort === "closer" ? openerAbove(quote, at) : undefined;
    if (opener !== undefined) return [opener];
  }
  return [];
}

/** The last line that says something, above the greeting and the name at the end of a quoted mail. */
function lastWords(quote: Quote, { first, last }: Stretch): number | undefined {
  let end: number | undefined;
  for (let at = last; at >= first; at--) {
    const line = quote(at);
    if (end === undefined && says(line)) end = at;
    if (line === undefined || end === undefined) continue;
    if (end - at > 3) return end;
    if (/^--\s*$/.test(line.text)) {
      if (quote(end)?.sort === "end") return end;
      end = undefined;
    } else if (line.sort === "prose" && farewell.test(line.text)) end = undefined;
    else if (line.text.length > 40) return end;
  }
  return end;
}

const farewell =
  /^(?:best|cheers|kind|looking forward|many thanks|regards|sincerely|thank you|thanks|thx|with best)\b[\w ]{0,30}[,.!]?$/i;

/** The trailer that a remark names, else the last one. */
function trailerAbove(quote: Quote, end: number, remark: Remark): number {
  for (let at = end; quote(at)?.sort === "end"; at--) if (namesTrailer(remark, quote(at)?.text)) return at;
  return end;
}

/** Whether `at` is an unchanged line of a hunk though it reads as prose. */
function isUnchanged(quote: Quote, at: number): boolean {
  let above = at;
  while (at - above < 6 && quote(above)?.text.startsWith(" ") === true) above--;
  return above < at && /^(?:[-+](?![- ] ?)|@@ )/.test(quote(above)?.text ?? "");
}

/** git shows three unchanged lines below a change, the last often blank. A remark below all three is about the change. */
function changeAbove(quote: Quote, { first, last }: Stretch, end: number): number {
  let at = end;
  while (at >= first && end - at < 4 && /^(?:[ \t]|$)/.test(quote(at)?.text ?? "?")) at--;
  let foot = Math.min(last, at + 3);
  while (foot > end && quote(foot)?.sort === "blank") foot--;
  const isWhole = end > at && (foot - at === 3 || (foot - at === 2 && (foot < last || quote(foot)?.sort === "closer")));
  if (!isWhole) return end;
  while (at > first && isChange(quote(at)?.text) && !says(quote(at))) at--;
  return isChange(quote(at)?.text) ? at : end;
}

const isChange = (text: string | undefined): boolean => text !== undefined && /^[-+]/.test(text);

/** The nearest line up from `at` that holds what the remark names first; of code, where it is below code. */
function namedAbove(
  quote: Quote,
  { first }: Stretch,
  at: number,
  words: readonly string[],
  isBelowCode: boolean,
): number | undefined {
  const depth = quote(at)?.depth;
  for (const word of words) {
    for (let i = at; i >= first && i > at - reach; i--) {
      const line = quote(i);
      if (line === undefined || line.depth !== depth || !line.text.includes(word)) continue;
      if (isBelowCode ? line.sort === "code" || isUnchanged(quote, i) : line.sort !== "end" && line.sort !== "head")
        return i;
    }
  }
  return undefined;
}
