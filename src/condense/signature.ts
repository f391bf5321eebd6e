import { mark, type Sheet } from "./sheet.ts";

const longestSignature = 15;

/**
 * Marks what stands below `-- ` (RFC 3676 §4.3), git's version line included.
 *
 * A block that is long or holds quotes is none: robots part their reports with bare dashes, and people answer below
 * the signature they quote.
 */
export function markSignatures(sheet: Sheet): void {
  for (let at = 0; at < sheet.lines.length; at++) {
    const line = sheet.lines[at];
    if (line === undefined || sheet.marks[at] !== undefined || !/^--\s?$/.test(line.text.slice(0, 5))) continue;
    let end = at + 1;
    let size = 0;
    let plain = true;
    for (; end < sheet.lines.length && plain && size <= longestSignature; end++) {
      const below = sheet.marks[end]?.label;
      if (below === "list-footer" || below === "provider-footer") break;
      if (below !== undefined || (sheet.lines[end]?.depth ?? 0) > 0) plain = false;
      if (!sheet.lines[end]?.blank) size++;
    }
    if (!plain || size > longestSignature) continue;
    for (let i = at; i < end; i++) if (!sheet.lines[i]?.blank) mark(sheet, i, "signature", "dash-dash-space");
    at = end - 1;
  }
}
