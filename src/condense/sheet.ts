import type { LabelledLine, LineLabel } from "./condensed.ts";
import { quoteDepth } from "./quote-mark.ts";

/** A line as the rules look at it. */
export interface Line {
  readonly text: string;
  /** Trimmed and at most `shapeChars` long: what patterns are held against, so that no line costs more than its length. */
  readonly shape: string;
  readonly blank: boolean;
  /** How many `>` it starts with. Whether they are quote marks is for the rules to say. */
  readonly depth: number;
}

/** A mail while it is being labelled. The first rule that marks a line has it. */
export interface Sheet {
  readonly lines: readonly Line[];
  readonly marks: (LabelledLine | undefined)[];
  /** Set by a rule that guesses. */
  doubtful: boolean;
}

const shapeChars = 400;

export function sheetOf(texts: readonly string[]): Sheet {
  const lines = texts.map((text): Line => {
    if (text === "") return empty;
    const shape =
      text.length <= shapeChars
        ? text.trim()
        : text
            .slice(0, 2 * shapeChars)
            .trim()
            .slice(0, shapeChars);
    return { text, shape, blank: shape === "" && text.trim() === "", depth: quoteDepth(text) };
  });
  return { lines, marks: new Array(lines.length).fill(undefined), doubtful: false };
}

const empty: Line = { text: "", shape: "", blank: true, depth: 0 };

/** One pattern that matches what any of `forms` does: a quick no for the many lines that are none of them. */
export function anyOf(forms: readonly RegExp[]): RegExp {
  const flags = new Set(forms.flatMap(({ flags }) => [...flags]));
  return new RegExp(forms.map(({ source }) => source).join("|"), [...flags].join(""));
}

/** Labels the line at `at`, unless a rule has done so already. */
export function mark(sheet: Sheet, at: number, label: LineLabel, rule: string, depth = 0): void {
  const line = sheet.lines[at];
  if (line !== undefined) sheet.marks[at] ??= { text: line.text, label, depth, rule };
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
