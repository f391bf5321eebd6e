import { attributionStrength, closesAttribution, opensAttribution } from "./attribution.ts";
import { mark, type Sheet } from "./sheet.ts";

/** Marks the lines that start with `>`, and above each run of them who is quoted. */
export function markQuotes(sheet: Sheet): void {
  const { lines, marks } = sheet;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || line.depth === 0 || marks[at] !== undefined) continue;
    if (
      attributionStrength(line.shape) === "strong" &&
      (lines[at + 1]?.depth ?? 0) > 0 &&
      (lines[at - 1]?.depth ?? 0) === 0
    )
      mark(sheet, at, "attribution", "supercite");
    else mark(sheet, at, "quote", "greater-than", line.depth);
    if ((lines[at - 1]?.depth ?? 0) === 0) markAttribution(sheet, at);
  }
}

const reach = 4;

function markAttribution(sheet: Sheet, quote: number): void {
  const { lines, marks } = sheet;
  let last = quote - 1;
  while (last >= 0 && quote - last <= 3 && (lines[last]?.blank || lines[last]?.shape === "...")) last--;
  const line = lines[last];
  if (line === undefined || line.blank || line.depth > 0 || marks[last] !== undefined) return;
  if (!closesAttribution(line.shape) && !line.shape.startsWith("* ")) return;
  let joined = "";
  let best = -1;
  for (let first = last; first >= 0 && first > last - reach; first--) {
    const upper = lines[first];
    if (upper === undefined || upper.blank || upper.depth > 0 || marks[first] !== undefined) break;
    joined = `${upper.shape} ${joined}`;
    const strength = attributionStrength(joined);
    if (strength !== "none" && best === -1) best = first;
    if (strength !== "none" && opensAttribution(upper.shape)) {
      best = first;
      break;
    }
  }
  if (best === -1) return;
  for (let i = best; i <= last; i++) mark(sheet, i, "attribution", "wrote");
}
