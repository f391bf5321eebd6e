/**
 * How many `>` marks a line starts with: 2 for `"> > a"` and `">> a"`.
 *
 * One space may stand before a mark (RFC 3676 §4.5 knows only `>`; the spaces are what clients do). Operators and
 * redirections (`>= 3`, `>&2`) are no marks.
 */
export function quoteDepth(text: string): number {
  const first = text.charCodeAt(0);
  return first === greater || first === space ? marksOf(text).depth : 0;
}

/** The text behind the quote marks of a line, with one space taken off. */
export function unquoted(text: string): string {
  const { depth, end } = marksOf(text);
  return depth === 0 ? text : text.slice(text.charCodeAt(end) === space ? end + 1 : end);
}

const space = 32;
const greater = 62;

function marksOf(text: string): { readonly depth: number; readonly end: number } {
  let depth = 0;
  let end = 0;
  for (;;) {
    const mark = text.charCodeAt(end) === space ? end + 1 : end;
    if (text.charCodeAt(mark) !== greater) break;
    if (depth === 0 && (text.startsWith(">=", mark) || text.startsWith(">&", mark))) break;
    depth++;
    end = mark + 1;
  }
  return { depth, end };
}
