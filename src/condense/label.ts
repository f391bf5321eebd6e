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
const steps: readonly { readonly step: (sheet: Sheet) => void; readonly needs?: number }[] = [
  { step: markArmour, needs: hint.armour },
  { step: markFooters, needs: hint.footer },
  { step: markHeads, needs: hint.head },
  { step: markDiffs, needs: hint.diff },
  { step: markQuotes, needs: hint.quoted },
  { step: markOtherQuotes, needs: hint.otherQuote },
  { step: markTails, needs: hint.quoted },
  { step: markTopPosted, needs: hint.attribution },
  { step: markDevices, needs: hint.device },
  { step: markSignatures, needs: hint.delimiter },
  { step: markContactBlocks },
  { step: markSignOffs },
  { step: markCopies },
];

/** What each of `lines` is, when they are a mail that answers `parent`. */
export function label(lines: readonly Line[], parent?: Parent): readonly LabelledLine[] {
  return labelledLines(marked(lines, parent));
}

/** The same as far as a rule knows a line. What has no mark is the author's text, or blank. */
export function marked(lines: readonly Line[], parent?: Parent): Sheet {
  const sheet = sheetOf(lines, parent);
  let hints = 0;
  for (const each of sheet.hints) hints |= each;
  for (const { step, needs } of steps) if (needs === undefined || (hints & needs) > 0) step(sheet);
  return sheet;
}
