import type { LabelledLine } from "./condensed.ts";
import { unquoted } from "./quote-mark.ts";

/** A quoted line as the choice of context looks at it. */
export interface QuotedLine {
  /** Without marks and trailing space. */
  readonly text: string;
  readonly depth: number;
  /** Columns of white space at the start, a diff's sign aside. */
  readonly indent: number;
  readonly sort: Sort;
}

/**
 * What a quoted line can be for a remark. `blank`: no letter in it, or nothing by itself. `closer`: a bracket that ends a block. `end`: what
 * stands below a message or a diff as a whole: trailers, the sum of a diffstat. `head`: where a diff or a diffstat names a
 * file, or a hunk begins.
 */
type Sort = "blank" | "closer" | "end" | "head" | "code" | "prose";

/** Quoted lines with nothing of the author between them. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Quoted lines that are shown above a remark. */
export const most = 3;

/** How far above a remark the beginning of what it answers is looked for. */
export const reach = 40;

/** Reads quoted lines, each once and only where somebody asks; `undefined` for what is no quote. */
export type Quote = (at: number) => QuotedLine | undefined;

export function quoteOf(lines: readonly LabelledLine[]): Quote {
  const known = new Array<QuotedLine | undefined>(lines.length);
  return (at) => {
    const line = lines[at];
    if (line?.label !== "quote") return undefined;
    known[at] ??= quotedLine(line);
    return known[at];
  };
}

export const isCode = (line: QuotedLine | undefined): boolean => line?.sort === "code" || line?.sort === "head";

export const says = (line: QuotedLine | undefined): boolean =>
  line !== undefined && line.sort !== "blank" && line.sort !== "closer";

const longest = 400;

function quotedLine({ text: line, depth }: LabelledLine): QuotedLine {
  const text = unquoted(line.length > longest ? line.slice(0, longest) : line).trimEnd();
  return { text, depth, indent: indentOf(text), sort: sortOf(text) };
}

function sortOf(text: string): Sort {
  if (!/[A-Za-z0-9]/.test(text) && !/[\p{L}\p{N}]/u.test(text))
    return /^[-+ \t]*[}\])]/.test(text) ? "closer" : "blank";
  if (/^[-+ ]?#(?:endif|else)\b|^\[\d{1,2}\]:? https?:/.test(text)) return "blank";
  if (ends.test(text)) return "end";
  if (/^(?:diff --git |index [\da-f]+\.\.|(?:---|\+\+\+) [ab]?\/|@@ -)/.test(text)) return "head";
  if (/^[-+](?!-? )|^[-+][ \t]{2}/.test(text)) return "code";
  if (text.includes(" | ") && /^ *[-\w./{}=> ]{1,200} \| +\d/.test(text)) return "head";
  return isIndented(text) || /[;{}]$|^ \S.*[;{,)]$/.test(text) ? "code" : "prose";
}

const ends =
  /^ *(?:[A-Z][a-z]+(?:-[A-Za-z]+)*-[Bb]y: |(?:Fixes|Link|Closes|Cc|CC|Change-Id|Message-ID|base-commit|prerequisite-patch-id): |\d+ files? changed[, ]|(?:create|delete) mode \d{6} )|^\d+\.\d+[\w.()-]{0,30}$/;

/** Behind white space stands code, but for what reads as words. */
function isIndented(text: string): boolean {
  return /^(?:\s{2,}|\t)/.test(text) && (/[;{}=|\\]/.test(text) || !/\p{L}{2,} \S+ \S+ \S/u.test(text));
}

function indentOf(text: string): number {
  let columns = 0;
  for (let at = /^[-+]/.test(text) ? 1 : 0; at < text.length; at++) {
    if (text[at] === "\t") columns += 8 - (columns % 8);
    else if (text[at] === " ") columns++;
    else break;
  }
  return columns;
}
