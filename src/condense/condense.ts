import type { Condensed, LabelledLine, LineLabel } from "./condensed.ts";
import { isGuess } from "./guesses.ts";
import { label, marked } from "./label.ts";
import { blankLine } from "./lines.ts";
import { look } from "./look.ts";
import { type Parent, parentOf } from "./parent.ts";
import { passages } from "./passages.ts";
import { splitSharedLines } from "./shared-line.ts";
import type { Line } from "./sheet.ts";

/** Whether a line is what the author newly wrote. A switch, since it is asked several times of every line. */
function isAuthored({ label }: LabelledLine): boolean {
  switch (label) {
    case "new":
    case "blank":
    case "trailer":
    case "diff":
    case "log":
    case "forward-head":
    case "scissors":
      return true;
    default:
      return false;
  }
}

/**
 * What each line of a mail is, and what of it the author newly wrote. Takes any text; time is linear in its length.
 *
 * `parent` is the text of the mail that it answers. It says which lines without a mark are quoted where that is in doubt,
 * and what is copied without marks; nothing else.
 *
 * What is left is labelled again until nothing more goes, so that condensing a reply changes nothing. A mail that does
 * not settle in a few rounds is nothing people write; it is shown whole.
 */
export function condense(text: string, answered: { readonly parent?: string } = {}): Condensed {
  const found = newText(text, answered);
  return { ...found, passages: passages(found.lines, isAuthored) };
}

/** The same without what each remark answers: all that a filter of text needs, in two thirds of the time. */
export function newText(text: string, answered: { readonly parent?: string } = {}): Omit<Condensed, "passages"> {
  const parent = answered.parent === undefined ? undefined : parentOf(answered.parent);
  const written = splitSharedLines(text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
  const looked = look(written);
  const { lines, shown } = settled(label(looked, parent), looked, parent, mostRounds) ?? asWritten(looked);
  const { reply, elided, sure } = parted(written, lines, shown);
  return { lines, reply, elided, sure, quotesOnly: shown.length === 0 };
}

const mostRounds = 1;

interface Settled {
  readonly lines: readonly LabelledLine[];
  /** Where in `lines` those stand that make the reply. */
  readonly shown: readonly number[];
}

function asWritten(looked: readonly Line[]): Settled {
  const lines = looked.map(({ text }): LabelledLine => ({ text, label: "new", depth: 0, rule: "unsettled" }));
  return { lines, shown: Array.from(lines.keys()) };
}

/** `lines` with the labels that what they show gets when it is a mail of its own; `undefined` where that has no end. */
function settled(
  lines: readonly LabelledLine[],
  looked: readonly Line[],
  parent: Parent | undefined,
  rounds: number,
): Settled | undefined {
  const shown = shownLines(lines);
  const isWhole = shown.length > lines.findLastIndex((line) => line.label !== "blank");
  if (shown.length === 0 || isWhole) return { lines, shown };
  const left = shown.map((at) => looked[at] as Line);
  if (left.some(isMarked) && isShared(left)) return undefined;
  const gone = new Map<number, LabelledLine>();
  const { marks } = marked(left, parent);
  for (let i = 0; i < left.length; i++) {
    const at = shown[i] as number;
    const line = marks[i] ?? blankLine(left[i] as Line);
    if (line !== undefined && lines[at]?.label !== line.label && (line.label === "blank" || !isAuthored(line)))
      gone.set(at, line);
  }
  if (gone.size === 0) return { lines, shown };
  if (rounds === 0) return undefined;
  return settled(
    lines.map((line, at) => gone.get(at) ?? line),
    looked,
    parent,
    rounds - 1,
  );
}

const isMarked = ({ text }: Line): boolean => text.startsWith(">");

function isShared(lines: readonly Line[]): boolean {
  const mail = lines.map(({ text }) => text).join("\n");
  return splitSharedLines(mail) !== mail;
}

/**
 * Where the author's lines stand, without blank ones at the ends and with at most two in a row: what stood on both sides
 * of a quote stays apart, so that a lone word below a quote does not come to look like the name below a paragraph.
 */
function shownLines(lines: readonly LabelledLine[]): readonly number[] {
  const shown: number[] = [];
  let blanks = 0;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || !isAuthored(line)) continue;
    if (line.label === "blank") {
      if (blanks < 2 && shown.length > 0) shown.push(at);
      blanks++;
      continue;
    }
    blanks = 0;
    shown.push(at);
  }
  while (lines[shown.at(-1) ?? -1]?.label === "blank") shown.pop();
  return shown;
}

/** What the lines at `shown` say, and how many others there are. `whole` is the text that `lines` are of. */
function parted(
  whole: string,
  lines: readonly LabelledLine[],
  shown: readonly number[],
): Pick<Condensed, "reply" | "elided" | "sure"> {
  const pieces: string[] = [];
  const elided: Partial<Record<LineLabel, number>> = {};
  let rule = "";
  let sure = true;
  let next = 0;
  let start = 0;
  let from = -1;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as LabelledLine;
    if (line.rule !== rule) {
      rule = line.rule;
      sure &&= !isGuess(line);
    }
    if (at === shown[next]) {
      next++;
      if (from === -1) from = start;
    } else {
      if (from !== -1) pieces.push(whole.slice(from, start - 1));
      from = -1;
      elided[line.label] = (elided[line.label] ?? 0) + 1;
    }
    start += line.text.length + 1;
  }
  if (from !== -1) pieces.push(whole.slice(from));
  return { reply: pieces.join("\n"), elided, sure };
}
