import { markArmour } from "./armour.ts";
import type { Condensed, LabelledLine, LineLabel } from "./condensed.ts";
import { markDevices } from "./device.ts";
import { markDiffs } from "./diff.ts";
import { markFooters } from "./footers.ts";
import { markHeads } from "./heads.ts";
import { labelledLines } from "./lines.ts";
import { markOtherQuotes } from "./other-quotes.ts";
import { passages } from "./passages.ts";
import { markQuotes } from "./quotes.ts";
import { splitSharedLines } from "./shared-line.ts";
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
  markSignOffs,
];

/**
 * What each line of a mail is, and what of it the author newly wrote. Takes any text; time is linear in its length.
 *
 * What is left is labelled again until nothing more goes, so that condensing a reply changes nothing. A mail that does
 * not settle in a few rounds is nothing people write; it is shown whole.
 */
export function condense(text: string): Condensed {
  const texts = text.split(text.includes("\r") ? /\r\n|\n|\r/ : "\n");
  const first = labelled(splitSharedLines(texts));
  const end = settled(first.lines, mostRounds);
  const { lines, shown } = end ?? asWritten(texts);
  return {
    lines,
    reply: shown.map((line) => line.text).join("\n"),
    passages: passages(lines, (line) => authored.has(line.label)),
    elided: elided(lines, shown),
    sure: end !== undefined && !first.doubtful,
    quotesOnly: shown.length === 0,
  };
}

const mostRounds = 1;

interface Settled {
  readonly lines: readonly LabelledLine[];
  /** Those of `lines` that make the reply. */
  readonly shown: readonly LabelledLine[];
}

function asWritten(texts: readonly string[]): Settled {
  const lines = texts.map((text): LabelledLine => ({ text, label: "new", depth: 0, rule: "unsettled" }));
  return { lines, shown: lines };
}

function labelled(texts: readonly string[]): { readonly lines: readonly LabelledLine[]; readonly doubtful: boolean } {
  const sheet = sheetOf(texts);
  for (const step of steps) step(sheet);
  return { lines: labelledLines(sheet), doubtful: sheet.doubtful };
}

/** `lines` with the labels that what they show gets when it is a mail of its own; `undefined` where that has no end. */
function settled(lines: readonly LabelledLine[], rounds: number): Settled | undefined {
  const shown = shownLines(lines);
  const isWhole = shown.length > lines.findLastIndex((line) => line.label !== "blank");
  if (shown.length === 0 || isWhole) return { lines, shown };
  const left = shown.map((line) => line.text);
  if (splitSharedLines(left).length > left.length) return undefined;
  const again = labelled(left).lines;
  const gone = new Map<LabelledLine, LabelledLine>();
  for (const [at, line] of again.entries()) {
    const before = shown[at];
    if (before === undefined || before.label === line.label) continue;
    if (line.label === "blank" || !authored.has(line.label)) gone.set(before, line);
  }
  if (gone.size === 0) return { lines, shown };
  if (rounds === 0) return undefined;
  return settled(
    lines.map((line) => gone.get(line) ?? line),
    rounds - 1,
  );
}

/**
 * The author's lines, without blank ones at the ends and with at most two in a row: what stood on both sides of a quote
 * stays apart, so that a lone word below a quote does not come to look like the name below a paragraph.
 */
function shownLines(lines: readonly LabelledLine[]): readonly LabelledLine[] {
  const shown: LabelledLine[] = [];
  let gap: LabelledLine[] = [];
  for (const line of lines) {
    if (!authored.has(line.label)) continue;
    if (line.label === "blank") {
      if (gap.length < 2) gap.push(line);
      continue;
    }
    if (shown.length > 0) shown.push(...gap);
    gap = [];
    shown.push(line);
  }
  return shown;
}

/** Counts the lines that are not shown; `shown` holds some of `lines` in their order. */
function elided(lines: readonly LabelledLine[], shown: readonly LabelledLine[]): Condensed["elided"] {
  const counts: Partial<Record<LineLabel, number>> = {};
  let next = 0;
  for (const line of lines) {
    if (line === shown[next]) next++;
    else counts[line.label] = (counts[line.label] ?? 0) + 1;
  }
  return counts;
}
