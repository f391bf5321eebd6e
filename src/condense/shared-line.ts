import { attributionStrength } from "./attribution.ts";

/**
 * Splits lines in which the attribution follows the author's words without a line break:
 * `"Yes. On Mon, 4 Nov 2024 at 10:00, Ada wrote:"` gives `"Yes."` and the rest.
 *
 * Only right above a marked quote; elsewhere such a line is a sentence.
 */
export function splitSharedLines(texts: readonly string[]): readonly string[] {
  if (!texts.some((text, at) => mayShare(text, texts[at + 1]))) return texts;
  return texts.flatMap((text, at) => {
    if (!mayShare(text, texts[at + 1])) return [text];
    const start = /\S\s*-{0,3} (On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\p{L}*,? .*)$/u.exec(text);
    if (start?.[1] === undefined || /^[>\s]*$/.test(text.slice(0, start.index + 1))) return [text];
    if (attributionStrength(start[1]) !== "strong") return [text];
    const words = text.slice(0, start.index + 1).replace(/-+$/, "");
    return words.trim() === "" ? [text] : [words, text.slice(words.length)];
  });
}

const longest = 400;

const mayShare = (text: string, next = ""): boolean =>
  text.endsWith("wrote:") && !text.startsWith("On ") && text.length <= longest && next.startsWith(">");
