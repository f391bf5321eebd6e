import { isDevice } from "./device.ts";
import { mark, type Sheet } from "./sheet.ts";
import { isClosing } from "./sign-off.ts";

/**
 * Marks what stands below a delimiter: `-- ` (RFC 3676 §4.3, the space often lost), git's version line included, and
 * rows of dashes where only a few lines follow; also the line that a telephone adds.
 *
 * A block that is long or goes over into quotes and text again is none: robots part their reports with bare dashes, and
 * people answer below the signature that they quote.
 */
export function markSignatures(sheet: Sheet): void {
  const { lines, marks } = sheet;
  const setting: Setting = {
    isReply: marks.some((found) => found?.label === "quote"),
    isPatch: marks.some((found) => found?.label === "diff"),
    lastTrue: lines.findLastIndex((line, at) => line.text === "-- " && marks[at] === undefined),
  };
  const ends = endings(sheet);
  const top = lines.findIndex((line) => !line.blank);
  const lastMarked = marks.findLastIndex((found) => found !== undefined && found.label !== "list-footer");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || line.blank || marks[at] !== undefined) continue;
    if (isDevice(line.shape)) {
      mark(sheet, at, "signature", "sent-from");
      if (at > lastMarked && lines[at - 1]?.blank && lines[at + 1]?.blank) markBelowDevice(sheet, at);
    }
    if (!/^[-_—–=*]/.test(line.shape) || line.shape.length > 80 || line.shape === lines[at - 1]?.shape) continue;
    const form = delimiters.find((row) => row.matches(line.text, { ...setting, at }));
    const end = form === undefined ? -1 : (ends[at] ?? -1);
    if (form === undefined || end === -1) continue;
    if (end - at > widest) continue;
    const block = lines.slice(at + 1, end).filter((below) => !below.blank);
    if (block.length > form.longest || (block.length === 0 && end < lines.length)) continue;
    const parted = lines.slice(at + 1, at + 1 + block.length).some((below) => below.blank);
    if (form.terse && block.some((below, i) => (parted || i === 0) && isSentence(below.shape))) continue;
    if (block.some((below) => /^(?:commit [0-9a-f]{7,40}$|Author: )/.test(below.shape))) continue;
    if (at <= top) continue;
    if (form.contact && !isSigned(sheet, at - 1) && !block.some((below) => contact.test(below.shape))) continue;
    for (let i = at; i < end; i++)
      if (!lines[i]?.blank && !footnote.test(lines[i]?.shape ?? "")) mark(sheet, i, "signature", form.rule);
    at = end - 1;
  }
}

/** No signature is looked for in more lines than this, blank ones counted. */
const widest = 40;

interface Setting {
  readonly isReply: boolean;
  readonly isPatch: boolean;
  /** Where the last `-- ` with its space stands, -1 without: while one is to come, a bare `--` only parts blocks. */
  readonly lastTrue: number;
}

interface Delimiter {
  readonly rule: string;
  /** No sentence right below, and none anywhere in more than one paragraph: a rule somebody drew parts longer text. */
  readonly terse?: boolean;
  /** How many lines that are not blank may follow. */
  readonly longest: number;
  /** Some line below has to hold an address, a telephone number or a link. */
  readonly contact?: boolean;
  readonly matches: (text: string, setting: Setting & { readonly at: number }) => boolean;
}

const delimiters: readonly Delimiter[] = [
  { rule: "dash-dash-space", longest: 15, matches: (text) => text === "-- " || text === "- -- " },
  {
    rule: "dash-dash",
    longest: 15,
    terse: true,
    matches: (text, { at, lastTrue }) => /^--\s*$/.test(text) && at > lastTrue,
  },
  // In a patch `---` parts the message from the notes.
  {
    rule: "three-dashes",
    longest: 4,
    matches: (text, { isReply, isPatch }) => text.trimEnd() === "---" && isReply && !isPatch,
  },
  {
    rule: "dash-row",
    longest: 12,
    contact: true,
    terse: true,
    matches: (text) => /^\s*(?:[-_=*]{5,}|[—–]{2,})\s*$/.test(text),
  },
];

/** Text under the line of a telephone, apart from it, is the old mail: a program that adds the one leaves out the marks. */
function markBelowDevice(sheet: Sheet, device: number): void {
  for (let at = device + 1; at < sheet.lines.length; at++) {
    const line = sheet.lines[at];
    if (line === undefined || line.blank || sheet.marks[at] !== undefined) continue;
    if (isDevice(line.shape)) return;
    mark(sheet, at, "quote", "below-device", 1);
    sheet.doubtful = true;
  }
}

/** Stands below many a signature and belongs to the text above it. */
const footnote = /^\[\d{1,2}\]:? +\S/;

const isSentence = (shape: string): boolean => /[.:?!]$/.test(shape) && shape.split(" ").length > 3;

/** Whether the two lines that end at `at` are closing words and a name. */
function isSigned(sheet: Sheet, at: number): boolean {
  return !sheet.lines[at]?.blank && isClosing(sheet.lines[at - 1]?.shape ?? "");
}

const contact = /\S@\S|https?:|www\.|\+\d[\d ()-]{6,}/;

/** For each line, the first one below it that a rule has marked, if nothing of the author's follows there; else -1. */
function endings(sheet: Sheet): readonly number[] {
  const ends = new Array<number>(sheet.lines.length).fill(-1);
  let end = sheet.lines.length;
  let seen = false;
  for (let at = sheet.lines.length - 1; at >= 0; at--) {
    const label = sheet.marks[at]?.label;
    if (label === undefined) seen ||= !sheet.lines[at]?.blank;
    else if (seen || kept.has(label)) break;
    else end = at;
    ends[at] = end;
  }
  return ends;
}

const kept: ReadonlySet<string> = new Set(["diff", "log", "new"]);
