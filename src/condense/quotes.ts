import { attributionStrength, closesAttribution, opensAttribution } from "./attribution.ts";
import { type Line, mark, type Sheet } from "./sheet.ts";

/** Marks the lines that start with a quote mark, and above each run of them who is quoted. */
export function markQuotes(sheet: Sheet): void {
  const { lines, marks } = sheet;
  const robot = lines.some((line) => line.depth === 0 && line.shape.includes("prefixed by >>"));
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || line.depth === 0 || marks[at] !== undefined) continue;
    const alone = (lines[at - 1]?.depth ?? 0) === 0 && (lines[at + 1]?.depth ?? 0) === 0;
    const mayBeOther = alone || robot || line.text.startsWith(" ");
    const other = !mayBeOther ? undefined : lookalikes.find((row) => row.matches(line.text, { alone, robot }));
    if (other !== undefined) {
      mark(sheet, at, other.label, other.rule);
      continue;
    }
    const starts = (lines[at - 1]?.depth ?? 0) === 0;
    if (starts && closing.test(line.shape) && markAttribution(sheet, at, at)) continue;
    if (alone && line.depth > 1 && attributionStrength(line.shape) === "strong")
      mark(sheet, at, "attribution", "supercite");
    else mark(sheet, at, "quote", "greater-than", line.depth);
    if (starts) markAttribution(sheet, at, at - 1);
  }
  markOtherMarks(sheet);
}

interface Setting {
  /** No line beside it starts with `>`. */
  readonly alone: boolean;
  /** The mail is a test robot's that marks new errors with `>>`. */
  readonly robot: boolean;
}

/** What starts with `>` and is no quote. */
const lookalikes: readonly {
  readonly label: "log" | "new";
  readonly rule: string;
  readonly matches: (text: string, setting: Setting) => boolean;
}[] = [
  { label: "log", rule: "listing", matches: (text) => /^ +> ?\d+\t/.test(text) },
  { label: "log", rule: "robot-mark", matches: (text, { robot }) => robot && text.startsWith(">> ") },
  { label: "log", rule: "error-mark", matches: (text, { alone }) => alone && /^>> \S+:\d+/.test(text.slice(0, 300)) },
  { label: "new", rule: "mbox-from", matches: (text, { alone }) => alone && /^ ?>From(?:\s|$)/.test(text.slice(0, 9)) },
  { label: "new", rule: "decoration", matches: (text, { alone }) => alone && /^>>>.*<<<\s*$/.test(text.slice(0, 300)) },
];

/** `> wrote:` and `>:` below an address that was wrapped before its bracket. */
const closing = /^> ?(?:\p{L}{4,12})?:$/u;

const reach = 4;

/** Marks up to four lines above the quote at `quote` that name who is quoted, `last` being the lowest or a blank one below it. */
function markAttribution(sheet: Sheet, quote: number, last: number): boolean {
  const { lines, marks } = sheet;
  let low = last;
  while (low >= 0 && last - low < 3 && (lines[low]?.blank || lines[low]?.shape === "...")) low--;
  const line = lines[low];
  if (line === undefined || line.blank || marks[low] !== undefined || (line.depth > 0 && low !== quote)) return false;
  if (!closesAttribution(line.shape)) return false;
  let joined = "";
  let best = -1;
  for (let first = low; first >= 0 && first > low - reach; first--) {
    const upper = lines[first];
    if (upper === undefined || upper.blank || marks[first] !== undefined || (upper.depth > 0 && first !== quote)) break;
    joined = joined === "" ? upper.shape : `${upper.shape} ${joined}`;
    const strength = attributionStrength(joined);
    if (strength !== "none" && (best === -1 || opensAttribution(upper.shape))) best = first;
    if (strength === "strong" && opensAttribution(upper.shape)) break;
  }
  if (best === -1) best = byName(line.shape) ? low : -1;
  if (best === -1) return false;
  for (let i = best; i <= last; i++) if (!lines[i]?.blank) mark(sheet, i, "attribution", i > low ? "elision" : "wrote");
  return true;
}

const byName = (shape: string): boolean => /^\* \p{Lu}[^:]{1,60}:?$/u.test(shape);

/** Programs that ask for input with a word and `>`. */
const prompts = new Set(["SQL", "PS", "MariaDB", "Python", "R", "C", "OK"]);

/**
 * Marks quotes of other kinds: `| ` and `   > ` below an attribution, and `LK> ` (Supercite) below one or twice.
 *
 * The bar draws tables and the word and `>` prompts, so each mark has to be introduced once.
 */
function markOtherMarks(sheet: Sheet): void {
  const { lines, marks } = sheet;
  let bar = false;
  let deep = false;
  const initials = lines.map(superciteName);
  const uses = new Map<string, number>();
  for (const name of initials) if (name !== undefined) uses.set(name, (uses.get(name) ?? 0) + 1);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || marks[at] !== undefined || line.blank) continue;
    const name = initials[at];
    const isBar = line.text.startsWith("|") && /^\|(?:\s|$)/.test(line.text.slice(0, 3));
    const isDeep = line.shape.startsWith(">") && /^ {2,8}>/.test(line.text.slice(0, 10));
    if (name === undefined && !isBar && !isDeep) continue;
    const introduced = isIntroduced(sheet, at);
    bar ||= isBar && introduced;
    deep ||= isDeep && introduced;
    if (isBar && bar) mark(sheet, at, "quote", "bar", 1);
    else if (isDeep && deep) mark(sheet, at, "quote", "indented", 1);
    else if (name !== undefined && (introduced || (uses.get(name) ?? 0) > 1))
      mark(sheet, at, "quote", "supercite-name", 1);
  }
}

/** The name or the initials that Supercite puts before `>`. */
function superciteName(line: Line): string | undefined {
  const start = line.shape.slice(0, 14);
  if (line.depth > 0 || !start.includes(">")) return undefined;
  const name = /^(\p{Lu}\p{L}{0,11})>/u.exec(start)?.[1];
  return name === undefined || prompts.has(name) ? undefined : name;
}

/** Whether an attribution stands right above, marking it as one. */
function isIntroduced(sheet: Sheet, at: number): boolean {
  let above = at - 1;
  while (above >= 0 && at - above < 3 && sheet.lines[above]?.blank) above--;
  const label = sheet.marks[above]?.label;
  return label === "attribution" || (label === "quote" && above === at - 1) || markAttribution(sheet, at, above);
}
