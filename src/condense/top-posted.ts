import { attributionStrength, endsAttribution, opensAttribution } from "./attribution.ts";
import { hint, mark, nextLike, type Sheet } from "./sheet.ts";

/** Marks an attribution below new text with neither a marked quote nor a patch under it, and all that follows, as quoted. */
export function markTopPosted(sheet: Sheet): void {
  const { lines, marks } = sheet;
  let last = lines.length - 1;
  while (last >= 0 && lines[last]?.depth === 0 && marks[last]?.label !== "diff") last--;
  const { isPatch } = sheet;
  let written = false;
  for (let at = 0; at < lines.length; at++) {
    if (written) at = nextLike(sheet, Math.max(at, last + 1), hint.attribution);
    const line = lines[at];
    if (line === undefined || line.blank || marks[at] !== undefined) continue;
    const mayStart = (line.hints & hint.attribution) > 0 && (at > last || !(written || isPatch));
    const end = mayStart ? attributionFrom(sheet, at) : -1;
    if (end === -1) {
      written = true;
      continue;
    }
    const rule = written ? "wrote-unmarked" : "wrote-on-top";
    for (let i = at; i < end; i++) mark(sheet, i, "attribution", rule);
    if (!written) {
      at = end - 1;
      written = true;
      continue;
    }
    for (let i = end; i < lines.length; i++) if (!lines[i]?.blank) mark(sheet, i, "quote", "below-attribution", 1);
    return;
  }
}

/** The line after a strong attribution that starts at `at`, or -1. */
function attributionFrom(sheet: Sheet, at: number): number {
  const { lines, marks } = sheet;
  let joined = "";
  for (let i = at; i < lines.length && i < at + 4; i++) {
    const line = lines[i];
    if (line === undefined || line.blank || marks[i] !== undefined) return -1;
    joined = joined === "" ? line.shape : `${joined} ${line.shape}`;
    const ends =
      endsAttribution(line.shape) || (i === at && !/\S\s*<$/.test(line.shape) && opensAttribution(line.shape));
    if (i === at && !ends && !opensAttribution(line.shape)) return -1;
    if (ends && attributionStrength(joined) === "strong") return i + 1;
    if (endsAttribution(line.shape)) return -1;
  }
  return -1;
}
