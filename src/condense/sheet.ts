import type { LabelledLine, LineLabel } from "./condensed.ts";
import type { Parent } from "./parent.ts";

/** A line as the rules look at it. */
export interface Line {
  readonly text: string;
  /** Trimmed and cut: what patterns are held against, so that no line costs more than its length. */
  readonly shape: string;
  readonly blank: boolean;
  /** How many `>` it starts with. Whether they are quote marks is for the rules to say. */
  readonly depth: number;
  /** What it may be, as its beginning and its end tell: bits of `hint`. A rule passes over lines that cannot be its. */
  readonly hints: number;
}

/** Most lines of a mail are ordinary; most rules need not look at them. One bit a kind of rule. */
export const hint = {
  armour: 1,
  footer: 2,
  /** A field of a copied head, or what parts one from the text above. */
  head: 4,
  diff: 8,
  /** A quote without `>` in front. */
  otherQuote: 16,
  /** Begins or ends as the line does that says who is quoted. */
  attribution: 32,
  device: 64,
  /** Dashes and the like, above a signature. */
  delimiter: 128,
  /** Something else than prose in the author's own text. */
  special: 256,
  /** Starts with `>`; no other bit then. */
  quoted: 512,
} as const;

/** A mail while it is being labelled. The first rule that marks a line has it. */
export interface Sheet {
  readonly lines: readonly Line[];
  readonly marks: (LabelledLine | undefined)[];
  /** Those of `lines`, side by side: most steps look at nothing else of most lines. */
  readonly hints: readonly number[];
  /** The mail that is answered, where it is known. */
  readonly parent: Parent | undefined;
  /** Some line is marked so. */
  isPatch: boolean;
  isReply: boolean;
}

export function sheetOf(lines: readonly Line[], parent: Parent | undefined): Sheet {
  const hints = new Array<number>(lines.length);
  const marks = new Array<LabelledLine | undefined>(lines.length);
  for (let at = 0; at < lines.length; at++) hints[at] = (lines[at] as Line).hints;
  return { lines, marks, hints, parent, isPatch: false, isReply: false };
}

/** The first line at or below `from` that may be what `bit` says; the number of lines where there is none. */
export function nextLike({ hints }: Sheet, from: number, bit: number): number {
  let at = from;
  while (at < hints.length && ((hints[at] as number) & bit) === 0) at++;
  return at;
}

/** One pattern that matches what any of `forms` does: a quick no for the many lines that are none of them. */
export function anyOf(forms: readonly RegExp[]): RegExp {
  const flags = new Set(forms.flatMap(({ flags }) => [...flags]));
  return new RegExp(forms.map(({ source }) => source).join("|"), [...flags].join(""));
}

/** Labels the line at `at`, unless a rule has done so already. */
export function mark(sheet: Sheet, at: number, label: LineLabel, rule: string, depth = 0): void {
  const line = sheet.lines[at];
  if (line === undefined || sheet.marks[at] !== undefined) return;
  sheet.marks[at] = { text: line.text, label, depth, rule };
  if (label === "diff") sheet.isPatch = true;
  else if (label === "quote") sheet.isReply = true;
}

/** Marks `from` up to, not including, `to`; a blank line stays one. */
export function markRange(sheet: Sheet, from: number, to: number, label: LineLabel, rule: string, depth = 0): void {
  for (let at = from; at < to; at++) {
    if (sheet.lines[at]?.blank) mark(sheet, at, "blank", "blank");
    else mark(sheet, at, label, rule, depth);
  }
}

/** The first line at or below `at` that is not blank; the number of lines where there is none. Looks at most `reach` lines ahead. */
export function nextText(sheet: Sheet, at: number, reach = 3): number {
  const end = Math.min(sheet.lines.length, at + reach);
  for (let i = at; i < end; i++) if (!sheet.lines[i]?.blank) return i;
  return sheet.lines.length;
}
