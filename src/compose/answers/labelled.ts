import { condense } from "../../condense/condense.ts";
import type { LabelledLine } from "../../condense/condensed.ts";

const maxChars = 256 * 1024;

/** The lines of a mail's text with their labels; of a text longer than 256 Ki characters, those of its beginning. */
export function labelledLines(text: string): { readonly lines: readonly LabelledLine[]; readonly isCut: boolean } {
  const beginning = text.slice(0, maxChars).replace(/[\ud800-\udbff]$/, "");
  return { lines: condense(beginning).lines, isCut: text.length > maxChars };
}
