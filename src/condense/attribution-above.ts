import { attributionStrength, closesAttribution, opensAttribution } from "./attribution.ts";
import { mark, type Sheet } from "./sheet.ts";

/**
 * Marks the one to four lines above the quote at `quote` that name who is quoted, and says whether there are any.
 *
 * `last` is the lowest line that may belong to them; blank ones and an elision may follow below. Of several readings
 * the one that starts like an attribution wins, else the shortest.
 */
export function markAttribution(sheet: Sheet, quote: number, last: number): boolean {
  const { lines, marks } = sheet;
  let low = last;
  while (low >= 0 && last - low < 3 && (lines[low]?.blank || elision.test(lines[low]?.shape ?? ""))) low--;
  const line = lines[low];
  if (line === undefined || line.blank || marks[low] !== undefined || (line.depth > 0 && low !== quote)) return false;
  if (!closesAttribution(line.shape)) return false;
  let joined = "";
  let best = -1;
  for (let first = low; first >= 0 && first > low - reach; first--) {
    const upper = lines[first];
    if (upper === undefined || upper.blank || marks[first] !== undefined || (upper.depth > 0 && first !== quote)) break;
    joined = joined === "" ? upper.shape : `${upper.shape} ${joined}`;
    const strength = attributionStrength(joined);
    if (strength !== "none" && (best === -1 || opensAttribution(upper.shape))) best = first;
    if (strength === "strong" && opensAttribution(upper.shape)) break;
  }
  if (best === -1 && isNameItem(line.shape)) best = low;
  if (best === -1) return false;
  for (let i = best; i <= last; i++) if (!lines[i]?.blank) mark(sheet, i, "attribution", i > low ? "elision" : "wrote");
  return true;
}

/** How some programs for Emacs name the author: `* Ada Lark`. */
const isNameItem = (shape: string): boolean => /^\* \p{Lu}[^:]{1,60}:?$/u.test(shape);

const reach = 4;

/** `...`, `[ ... ]`, `<snip>`: between who is quoted and what. */
const elision = /^[[(<]? ?(?:\.{2,3}|…|snip) ?[\])>]?$/;
