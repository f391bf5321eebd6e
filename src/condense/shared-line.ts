import { attributionStrength } from "./attribution.ts";

/**
 * Splits lines of a mail in which the attribution follows the author's words without a line break:
 * `"Yes. On Mon, 4 Nov 2024 at 10:00, Ada wrote:"` gives `"Yes."` and the rest.
 *
 * Only right above a marked quote; elsewhere such a line is a sentence.
 */
export function splitSharedLines(mail: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let end = mail.indexOf(border); end !== -1; end = mail.indexOf(border, end + 1)) {
    if (!mail.endsWith("wrote", end)) continue;
    const start = mail.lastIndexOf("\n", end) + 1;
    const own = ownChars(mail.slice(start, end + 1));
    if (own === 0) continue;
    pieces.push(mail.slice(from, start + own));
    from = start + own;
  }
  return from === 0 ? mail : [...pieces, mail.slice(from)].join("\n");
}

const border = ":\n>";
const longest = 400;

/** How much of `line` stands before the attribution that it shares; 0 where there is none, or no word before it. */
function ownChars(line: string): number {
  if (line.length > longest || line.startsWith("On ")) return 0;
  const start = line.search(/ On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/);
  if (start === -1 || attributionStrength(line.slice(start + 1)) !== "strong") return 0;
  let end = start;
  while (end > 0 && " -".includes(line.charAt(end - 1))) end--;
  return /^[>\s]*$/.test(line.slice(0, end)) ? 0 : end;
}
