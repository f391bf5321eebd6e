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
import { type Line, type Sheet, sheetOf } from "./sheet.ts";
import { markSignOffs } from "./sign-off.ts";
import { markSignatures } from "./signature.ts";
import { markTails } from "./tails.ts";
import { markTopPosted } from "./top-posted.ts";

/** Each step marks what it knows; a mark stays. What is left is the author's text. */
const steps: readonly ((sheet: Sheet) => void)[] = [
  markArmour,
  markFooters,
  markHeads,
  markDiffs,
  markQuotes,
  markOtherQuotes,
  markTails,
  markTopPosted,
  markDevices,
  markSignatures,
  markContactBlocks,
  markSignOffs,
  markCopies,
];

/** What each of `lines` is, when they are a mail that answers `parent`. */
export function label(lines: readonly Line[], parent?: Parent): readonly LabelledLine[] {
  const sheet = sheetOf(lines, parent);
  for (const step of steps) step(sheet);
  return labelledLines(sheet);
}
