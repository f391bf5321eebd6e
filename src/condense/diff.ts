import { anyOf, hint, mark, nextLike, nextText, type Sheet } from "./sheet.ts";

/**
 * Marks patches that are not quoted, hunk by hunk with the counts of their `@@` lines, and git's version line below.
 *
 * Inside a hunk nothing else is looked for: a removed `- ` line is no signature and an added `> ` no quote.
 */
export function markDiffs(sheet: Sheet): void {
  const { lines } = sheet;
  const next = (from: number): number => nextLike(sheet, from, hint.diff);
  for (let at = next(0); at < lines.length; at = next(at)) {
    const { text = "" } = lines[at] ?? {};
    const hunk = sheet.marks[at] === undefined && text.startsWith("@@") ? hunkHead.exec(text.slice(0, 100)) : null;
    if (hunk !== null) {
      mark(sheet, at, "diff", "hunk-head");
      at = markHunk(sheet, at + 1, count(hunk[1]), count(hunk[2]));
      continue;
    }
    if (text.startsWith(" ")) {
      if (diffstat.test(text.slice(0, 400))) mark(sheet, at, "diff", "diffstat");
    } else if (isHead(text, lines[at + 1]?.text ?? "")) mark(sheet, at, "diff", "diff-head");
    at++;
  }
}

/** The words with which the lines of a patch's head start. */
export const diffStarts = [
  "diff ",
  "index",
  "new ",
  "deleted",
  "old ",
  "rename",
  "copy",
  "similarity",
  "dissimilarity",
  "GIT binary",
];

const diffstat = /^ [^\s>|].{0,300}\| +(?:\d+|Bin\b)/;
const hunkHead = /^@@+ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
const count = (digits: string | undefined): number => (digits === undefined ? 1 : Number(digits));

const heads: readonly RegExp[] = [
  /^diff --(?:git|cc|combined) /,
  /^index [0-9a-f]{7,}(?:,[0-9a-f]+)?\.\.[0-9a-f]{7,}/,
  /^(?:new|deleted) file mode \d{6}$/,
  /^(?:old|new) mode \d{6}$/,
  /^(?:rename|copy) (?:from|to) /,
  /^(?:similarity|dissimilarity) index \d+%$/,
  /^GIT binary patch$/,
  /^Index: \S/,
  /^={60,}$/,
  /^\+\+\+ \S/,
];

const anyHead = anyOf(heads);

function isHead(text: string, next: string): boolean {
  return anyHead.test(text) || (text.startsWith("--- ") && next.startsWith("+++ "));
}

/** Whether below a blank line, which programs make of a blank context line, more of the hunk stands. */
const goesOn = (sheet: Sheet, at: number): boolean =>
  /^[-+ \t\\@]/.test(sheet.lines[nextText(sheet, at)]?.text.slice(0, 1) ?? "");

/** Marks the body of a hunk that starts at `at` and returns the line after it. */
function markHunk(sheet: Sheet, at: number, old: number, added: number): number {
  let [left, right] = [old, added];
  let i = at;
  for (; i < sheet.lines.length && (left > 0 || right > 0); i++) {
    const text = sheet.lines[i]?.text ?? "";
    // The signature, whatever the counts of a hunk edited by hand say: a hunk would go on below a removed `- `.
    if (text === "-- " && !/^[-+ \t\\]|^$/.test(sheet.lines[i + 1]?.text.slice(0, 1) ?? "-")) break;
    if (text === "" && left + right > 2 && !goesOn(sheet, i + 1)) break;
    const sign = text === "" ? " " : text[0];
    if (sign === "+") right--;
    else if (sign === "-") left--;
    else if (sign === " " || sign === "\t") [left, right] = [left - 1, right - 1];
    else if (sign !== "\\") break;
    mark(sheet, i, "diff", "hunk");
  }
  if (sheet.lines[i]?.text.startsWith("\\ ")) mark(sheet, i++, "diff", "hunk");
  return i;
}
