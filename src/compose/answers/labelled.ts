import { condense } from "../../condense/condense.ts";
import type { LabelledLine } from "../../condense/condensed.ts";

const maxChars = 256 * 1024;

/** The lines of a mail's text with their labels; of a text longer than 256 Ki characters those in front. */
export function labelledLines(text: string): { readonly lines: readonly LabelledLine[]; readonly isCut: boolean } {
  const isCut = text.length > maxChars;
  const end = isCut ? text.lastIndexOf("\n", maxChars) : text.length;
  // A single line of that length is cut within.
  return { lines: condense(text.slice(0, end > 0 ? end : maxChars).toWellFormed()).lines, isCut };
}
