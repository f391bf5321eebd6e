import { hint, mark, nextLike, type Sheet } from "./sheet.ts";
import { isClosing } from "./sign-off.ts";

/**
 * Marks what stands below a delimiter: `-- ` (RFC 3676 §4.3, the space often lost), git's version line included, and
 * rows of dashes where only a few lines follow.
 *
 * A block that is long or goes over into quotes and text again is none: robots part their reports with bare dashes, and
 * people answer below the signature that they quote.
 */
export function markSignatures(sheet: Sheet): void {
  const { lines, marks } = sheet;
  let setting: Setting | undefined;
  for (let at = next(sheet, 0); at < lines.length; at = next(sheet, at + 1)) {
    const line = lines[at];
    if (line === undefined || marks[at] !== undefined) continue;
    if (line.shape.length > 80 || line.shape === lines[at - 1]?.shape) continue;
    const form = delimiters.find((row) => row.matches(line.text, sheet));
    if (form === undefined) continue;
    setting ??= settingOf(sheet);
    const end = setting.ends[at] ?? -1;
    if (end === -1 || end - at > widest || at <= setting.top || (form.last && at <= setting.lastTrue)) continue;
    if (!isSignature(sheet, form, at, end)) continue;
    for (let i = at; i < end; i++)
      if (!lines[i]?.blank && !footnote.test(lines[i]?.shape ?? "")) mark(sheet, i, "signature", form.rule);
    at = end - 1;
  }
}

const next = (sheet: Sheet, from: number): number => nextLike(sheet, from, hint.delimiter);

function isSignature(sheet: Sheet, form: Delimiter, at: number, end: number): boolean {
  const { lines } = sheet;
  const block = lines.slice(at + 1, end).filter((below) => !below.blank);
  if (block.length > form.longest || (block.length === 0 && end < lines.length)) return false;
  if (block.some((below) => ofReport.test(below.shape))) return false;
  if (form.rule !== "dash-dash-space" && footnote.test(block[0]?.shape ?? "")) return false;
  const reachable = block.some((below) => contact.test(below.shape));
  const parted = lines.slice(at + 1, at + 1 + block.length).some((below) => below.blank);
  if (form.terse && block.some((below, i) => (parted || (i === 0 && !reachable)) && isSentence(below.shape)))
    return false;
  return !form.contact || isSigned(sheet, at - 1) || reachable;
}

/** What a review program writes below the rule above the patch it speaks of, and b4 below a cover letter. */
const ofReport = /^(?:commit [0-9a-f]{7,40}$|Author: |(?:base-commit|change-id|prerequisite-\S+): )/;

/** No signature is looked for in more lines than this, blank ones counted. */
const widest = 40;

/** What is asked of the whole mail, once. */
interface Setting {
  /** The first line that is not blank. */
  readonly top: number;
  /** Where the last `-- ` with its space stands, -1 without: while one is to come, a bare `--` only parts blocks. */
  readonly lastTrue: number;
  /** For each line the first one below that a rule has marked, where nothing of the author's follows; else -1. */
  readonly ends: readonly number[];
}

function settingOf(sheet: Sheet): Setting {
  const { lines, marks } = sheet;
  return {
    top: lines.findIndex((line) => !line.blank),
    lastTrue: lines.findLastIndex((line, at) => line.text === "-- " && marks[at] === undefined),
    ends: endings(sheet),
  };
}

interface Delimiter {
  readonly rule: string;
  /** No sentence right below without a contact, none anywhere in more than one paragraph: such a rule parts text. */
  readonly terse?: boolean;
  /** How many lines that are not blank may follow. */
  readonly longest: number;
  /** Some line below has to hold an address, a telephone number or a link. */
  readonly contact?: boolean;
  /** No true delimiter may follow. */
  readonly last?: boolean;
  readonly matches: (text: string, mail: Sheet) => boolean;
}

const delimiters: readonly Delimiter[] = [
  { rule: "dash-dash-space", longest: 15, matches: (text) => text === "-- " || text === "- -- " },
  {
    rule: "dash-dash",
    longest: 15,
    terse: true,
    last: true,
    matches: (text) => /^--\s*$/.test(text),
  },
  // In a patch `---` parts the message from the notes.
  {
    rule: "three-dashes",
    longest: 4,
    matches: (text, { isReply, isPatch }) => text.trimEnd() === "---" && isReply && !isPatch,
  },
  {
    rule: "three-dashes-contact",
    longest: 3,
    contact: true,
    terse: true,
    matches: (text, { isPatch }) => text.trimEnd() === "---" && !isPatch,
  },
  {
    rule: "dash-row",
    longest: 12,
    contact: true,
    terse: true,
    matches: (text) => /^\s*(?:[-_=*]{5,}|[—–]{2,})\s*$/.test(text),
  },
];

/** Stands below many a signature and belongs to the text above it. */
const footnote = /^\[\d{1,2}\]:? +\S/;

const isSentence = (shape: string): boolean => /[.:?!]$/.test(shape) && shape.split(" ").length > 3;

/** Whether the two lines that end at `at` are closing words and a name. */
function isSigned(sheet: Sheet, at: number): boolean {
  return !sheet.lines[at]?.blank && isClosing(sheet.lines[at - 1]?.shape ?? "");
}

const contact = /\S@\S|https?:|www\.|\+\d[\d ()-]{6,}/;

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
