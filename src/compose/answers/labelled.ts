import { newText } from "../../condense/condense.ts";
import type { LabelledLine } from "../../condense/condensed.ts";

const maxChars = 256 * 1024;
const maxLines = 20_000;

/** The lines of a mail's text with their labels; of more than 256 Ki characters or 20,000 lines, those at its beginning. */
export function labelledLines(text: string): { readonly lines: readonly LabelledLine[]; readonly isCut: boolean } {
  const beginning = text.slice(0, maxChars).replace(/[\ud800-\udbff]$/, "");
  const lines = beginning.split("\n", maxLines + 1);
  const isCut = text.length > maxChars || lines.length > maxLines;
  return { lines: newText(lines.slice(0, maxLines).join("\n")).lines, isCut };
}
