export interface QuoteMark {
  readonly depth: number;
  readonly inner: string;
}

/**
 * The `>` marks a line starts with: `"> > a"` and `">> a"` have depth 2 and `" a"` or `"a"` inside.
 *
 * One space may stand before a mark. mbox's `>From ` and operators (`>= 3`, `>&2`, `->`) are no marks (RFC 3676 §4.5 knows
 * only `>`; the spaces are what clients do).
 */
export function quoteMark(text: string): QuoteMark {
  let depth = 0;
  let at = 0;
  for (;;) {
    const mark = text.charCodeAt(at) === space ? at + 1 : at;
    if (text.charCodeAt(mark) !== greater || (depth === 0 && isOther(text, mark))) break;
    depth++;
    at = mark + 1;
  }
  return { depth, inner: depth === 0 ? text : text.slice(text.charCodeAt(at) === space ? at + 1 : at) };
}

const space = 32;
const greater = 62;

function isOther(text: string, at: number): boolean {
  return text.startsWith(">=", at) || text.startsWith(">&", at) || text.startsWith(">From ", at);
}
