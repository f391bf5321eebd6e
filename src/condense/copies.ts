import { ownLabel } from "./lines.ts";
import { type Parent, wordsOf } from "./parent.ts";
import { type Line, mark, type Sheet } from "./sheet.ts";

/**
 * Marks prose that the author copied from the mail that is answered, without marks: three lines at least, in its order.
 *
 * Not in a mail that carries a patch, since a new version says again what the old one did, and not where nothing else is
 * left: who sends the same mail once more wants it read.
 */
export function markCopies(sheet: Sheet): void {
  const { lines, parent } = sheet;
  if (parent === undefined || sheet.isPatch) return;
  const copied = new Set<number>();
  for (let at = 0; at < lines.length; at++) {
    if (!isOwn(sheet, at) || !isProse(lines[at])) continue;
    const run = longestRun(sheet, parent, at);
    if (run.prose < fewest) continue;
    for (const each of run.lines) copied.add(each);
    at = run.lines.at(-1) ?? at;
  }
  if (!lines.some((_, at) => isOwn(sheet, at) && !copied.has(at))) return;
  for (const at of copied) mark(sheet, at, "quote", "copied", 1);
}

const fewest = 3;

const isOwn = ({ lines, marks }: Sheet, at: number): boolean => marks[at] === undefined && lines[at]?.blank === false;

interface Run {
  /** Without blank ones. */
  readonly lines: readonly number[];
  readonly prose: number;
}

/** The lines from `at` on that stand in a row in the parent. */
function longestRun(sheet: Sheet, parent: Parent, at: number): Run {
  let best: Run = { lines: [], prose: 0 };
  for (const start of parent.places(wordsOf(sheet.lines[at]?.text ?? ""))) {
    const lines: number[] = [];
    let [place, prose] = [start, 0];
    for (let i = at; i < sheet.lines.length; i++) {
      const line = sheet.lines[i];
      if (line?.blank) continue;
      const words = wordsOf(line?.text ?? "");
      if (!isOwn(sheet, i) || !parent.holdsAt(place, words)) break;
      if (isProse(line)) prose++;
      else if (!endsParagraph(sheet, i)) break;
      lines.push(i);
      place += words.length;
    }
    if (lines.length > best.lines.length) best = { lines, prose };
  }
  return best;
}

/** Words at the margin, four at least, and little else. */
function isProse(line: Line | undefined): boolean {
  if (line === undefined || !/^["'(]?\p{L}/u.test(line.text.slice(0, 2)) || ownLabel(line) !== undefined) return false;
  const letters = line.shape.replace(/[^\p{L}\s]/gu, "").length;
  return letters >= 0.85 * line.shape.length && line.shape.split(" ").length >= 4;
}

/** Whether the line at `at` is the short rest of the paragraph above. */
const endsParagraph = ({ lines }: Sheet, at: number): boolean =>
  lines[at - 1]?.blank === false && lines[at + 1]?.blank !== false && /^\S/.test(lines[at]?.text ?? "");
