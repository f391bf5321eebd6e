import { markArmour } from "./armour.ts";
import type { Condensed, LabelledLine, LineLabel } from "./condensed.ts";
import { markDiffs } from "./diff.ts";
import { markFooters } from "./footers.ts";
import { markHeads } from "./heads.ts";
import { markNew } from "./lines.ts";
import { passages } from "./passages.ts";
import { markQuotes } from "./quotes.ts";
import { type Sheet, sheetOf } from "./sheet.ts";
import { markSignOffs } from "./sign-off.ts";
import { markSignatures } from "./signature.ts";
import { markTails } from "./tails.ts";
import { markTopPosted } from "./top-posted.ts";

/** The labels of what the author newly wrote. */
const authored: ReadonlySet<LineLabel> = new Set([
  "new",
  "blank",
  "trailer",
  "diff",
  "log",
  "forward-head",
  "scissors",
]);

/** Each step marks what it knows; a mark stays. The last step takes what is left. */
const steps: readonly ((sheet: Sheet) => void)[] = [
  markArmour,
  markFooters,
  markHeads,
  markDiffs,
  markQuotes,
  markTails,
  markTopPosted,
  markSignatures,
  markSignOffs,
  markNew,
];

/** What each line of a mail is, and what of it the author newly wrote. Takes any text; time is linear in its length. */
export function condense(text: string): Condensed {
  const sheet = sheetOf(text.split(/\r\n|\n|\r/));
  for (const step of steps) step(sheet);
  const lines = sheet.lines.map((line, at): LabelledLine => {
    const { label, rule, depth } = sheet.marks[at] ?? { label: "new", rule: "unmarked", depth: 0 };
    return { text: line.text, label, depth, rule };
  });
  const shown = shownLines(lines);
  return {
    lines,
    reply: shown.map((line) => line.text).join("\n"),
    passages: passages(lines, (line) => authored.has(line.label)),
    elided: elided(lines, shown),
    sure: !sheet.doubtful,
    quotesOnly: shown.length === 0,
  };
}

/** The author's lines, without blank ones at the ends; of several blank ones in a row the first. */
function shownLines(lines: readonly LabelledLine[]): readonly LabelledLine[] {
  const shown: LabelledLine[] = [];
  let gap: LabelledLine | undefined;
  for (const line of lines) {
    if (!authored.has(line.label)) continue;
    if (line.label === "blank") {
      gap ??= line;
      continue;
    }
    if (gap !== undefined && shown.length > 0) shown.push(gap);
    gap = undefined;
    shown.push(line);
  }
  return shown;
}

function elided(lines: readonly LabelledLine[], shown: readonly LabelledLine[]): Condensed["elided"] {
  const counts: Partial<Record<LineLabel, number>> = {};
  const seen = new Set(shown);
  for (const line of lines) if (!seen.has(line)) counts[line.label] = (counts[line.label] ?? 0) + 1;
  return counts;
}
