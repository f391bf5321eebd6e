import { markArmour } from "./armour.ts";
import type { LabelledLine } from "./condensed.ts";
import { markContactBlocks } from "./contact-block.ts";
import { markCopies } from "./copies.ts";
import { markDevices } from "./device.ts";
import { markDiffs } from "./diff.ts";
import { markFooters } from "./footers.ts";
import { markHeads } from "./heads.ts";
import { labelledLines } from "./lines.ts";
import { markOtherQuotes } from "./other-quotes.ts";
import type { Parent } from "./parent.ts";
import { markQuotes } from "./quotes.ts";
import { hint, type Line, type Sheet, sheetOf } from "./sheet.ts";
import { markSignOffs } from "./sign-off.ts";
import { markSignatures } from "./signature.ts";
import { markTails } from "./tails.ts";
import { markTopPosted } from "./top-posted.ts";

/**
 * Each step marks what it knows; a mark stays. What is left is the author's text. With a hint, a step has nothing to do
 * where no line has that.
 */
const steps: readonly (readonly [step: (sheet: Sheet) => void, needs?: number])[] = [
  [markArmour, hint.armour],
  [markFooters, hint.footer],
  [markHeads, hint.head],
  [markDiffs, hint.diff],
  [markQuotes, hint.quoted],
  [markOtherQuotes, hint.otherQuote],
  [markTails, hint.quoted],
  [markTopPosted, hint.attribution],
  [markDevices, hint.device],
  [markSignatures, hint.delimiter],
  [markContactBlocks],
  [markSignOffs],
  [markCopies],
];

/** What each of `lines` is, when they are a mail that answers `parent`. */
export function label(lines: readonly Line[], parent?: Parent): readonly LabelledLine[] {
  return labelledLines(marked(lines, parent));
}

/** The same as far as a rule knows a line. What has no mark is the author's text, or blank. */
export function marked(lines: readonly Line[], parent?: Parent): Sheet {
  const sheet = sheetOf(lines, parent);
  let hints = 0;
  for (const line of lines) hints |= line.hints;
  for (const [step, needs] of steps) if (needs === undefined || (hints & needs) > 0) step(sheet);
  return sheet;
}
