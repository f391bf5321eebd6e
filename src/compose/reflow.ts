/** A line of at least this length was probably broken by the mail client, not by the author. */
const LONG_LINE = 50;

/** Starts of lines that the author broke on purpose: lists, numbered points, tables, code, quotes, links of footnotes. */
const STARTS_ANEW =
  /^(?:\s|[-*•+o] |\d{1,2}[.)] |\(?[a-z0-9]\) |\[\d+\]|#|[|>]|[\w -]{1,20}: {2,}|[A-Z][A-Za-z-]+: |https?:\/\/)/;

/**
 * Prose without the line breaks of the mail client, one string a paragraph or list item, `""` between paragraphs.
 *
 * Mail is broken at 72 columns, a phone shows 40: broken lines read as a comb there. A line goes on with the next one
 * where it is long and the next one does not start anew (a list, code, an indent).
 */
export function reflow(lines: readonly string[]): string[] {
  const out: string[] = [];
  let open = false;
  for (const line of lines) {
    const text = line.trimEnd();
    const last = out.at(-1);
    if (text === "") {
      if (last !== undefined && last !== "") out.push("");
      open = false;
      continue;
    }
    if (open && last !== undefined && !STARTS_ANEW.test(text)) out[out.length - 1] = `${last} ${text}`;
    else out.push(text);
    open = text.length >= LONG_LINE && !/^\s{2,}/.test(line);
  }
  while (out.at(-1) === "") out.pop();
  return out;
}
