import { attributionStrength } from "./attribution.ts";
import { markAttribution } from "./attribution-above.ts";
import { hint, mark, nextLike, type Sheet } from "./sheet.ts";

/** Marks the lines that start with `>`, and above each run of them who is quoted. */
export function markQuotes(sheet: Sheet): void {
  const { lines, marks } = sheet;
  const robot = isRobot(sheet);
  for (let at = next(sheet, 0); at < lines.length; at = next(sheet, at + 1)) {
    const line = lines[at];
    if (line === undefined || marks[at] !== undefined) continue;
    const alone = (lines[at - 1]?.depth ?? 0) === 0 && (lines[at + 1]?.depth ?? 0) === 0;
    const mayBeOther = alone || robot || line.text.startsWith(" ");
    const other = !mayBeOther ? undefined : lookalikes.find((row) => row.matches(line.text, { alone, robot }));
    if (other !== undefined) {
      mark(sheet, at, other.label, other.rule);
      continue;
    }
    const starts = (lines[at - 1]?.depth ?? 0) === 0;
    if (starts && line.shape.endsWith(":") && closing.test(line.shape) && markAttribution(sheet, at, at)) continue;
    if (alone && line.depth > 1 && attributionStrength(line.shape) === "strong")
      mark(sheet, at, "attribution", "supercite");
    else mark(sheet, at, "quote", "greater-than", line.depth);
    if (starts) markAttribution(sheet, at, at - 1);
  }
}

const next = (sheet: Sheet, from: number): number => nextLike(sheet, from, hint.quoted);

/** Whether the mail says what its marks mean: `errors (new ones prefixed by >>):`. */
function isRobot(sheet: Sheet): boolean {
  for (let at = -1; at < sheet.lines.length; ) {
    at = nextLike(sheet, at + 1, hint.attribution);
    if (sheet.lines[at]?.shape.includes("prefixed by >>")) return true;
  }
  return false;
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
  {
    label: "log",
    rule: "listing",
    matches: (text, { robot }) => listing.test(text) && (robot || text.startsWith(" ")),
  },
  { label: "log", rule: "robot-mark", matches: (text, { robot }) => robot && text.startsWith(">> ") },
  { label: "log", rule: "error-mark", matches: (text, { alone }) => alone && /^>> \S+:\d+/.test(text.slice(0, 300)) },
  { label: "new", rule: "mbox-from", matches: (text, { alone }) => alone && /^ ?>From(?:\s|$)/.test(text.slice(0, 9)) },
  { label: "new", rule: "decoration", matches: (text, { alone }) => alone && /^>>>.*<<<\s*$/.test(text.slice(0, 300)) },
];

const listing = /^ *> ?\d+\t/;

/** `> wrote:` and `>:` below an address that was wrapped before its bracket. */
const closing = /^> ?(?:\p{L}{4,12})?:$/u;
