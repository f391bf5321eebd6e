import { attributionStrength } from "./attribution.ts";

/**
 * Splits lines in which the attribution follows the author's words without a line break:
 * `"Yes. On Mon, 4 Nov 2024 at 10:00, Ada wrote:"` gives `"Yes."` and the rest.
 *
 * Only right above a marked quote; elsewhere such a line is a sentence.
 */
export function splitSharedLines(texts: readonly string[]): readonly string[] {
  let at = 1;
  while (at < texts.length && !(texts[at]?.charCodeAt(0) === greater && mayShare(texts[at - 1] ?? "", texts[at]))) at++;
  if (at >= texts.length) return texts;
  return texts.flatMap((text, at) => {
    const start = mayShare(text, texts[at + 1]) ? text.search(/ On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/) : -1;
    if (start === -1 || attributionStrength(text.slice(start + 1)) !== "strong") return [text];
    let end = start;
    while (end > 0 && " -".includes(text.charAt(end - 1))) end--;
    return /^[>\s]*$/.test(text.slice(0, end)) ? [text] : [text.slice(0, end), text.slice(end)];
  });
}

const longest = 400;

const mayShare = (text: string, next = ""): boolean =>
  next.charCodeAt(0) === greater && text.endsWith("wrote:") && text.length <= longest && !text.startsWith("On ");

const greater = 62;
