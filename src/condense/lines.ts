import type { LabelledLine, LineLabel } from "./condensed.ts";
import { anyOf, hint, type Line, type Sheet } from "./sheet.ts";

interface Row {
  readonly label: LineLabel;
  readonly rule: string;
  readonly form: RegExp;
}

/** What a line of new text is made of. First match wins. */
const rows: readonly Row[] = [
  { label: "trailer", rule: "person-trailer", form: /^[A-Z][A-Za-z]*(?:-[A-Za-z]+)*-by: \S.*[@<]/ }, // git-interpret-trailers(1)
  { label: "trailer", rule: "fixes", form: /^Fixes: [0-9a-f]{7,40}\b/ },
  { label: "trailer", rule: "link", form: /^(?:Link|Closes|BugLink|Bug|References): https?:/ },
  { label: "trailer", rule: "cc", form: /^(?:Cc|CC|To): .*\S@\S/ },
  { label: "trailer", rule: "reported", form: /^(?:Suggested|Reported|Tested|Acked|Reviewed)-by: / },
  { label: "scissors", rule: "scissors", form: /^-{1,}[- ]*(?:8<|>8|%<|>%)[- 8<>%]*-$/ },
  { label: "log", rule: "kernel-log", form: /^(?:<\d>)?\[ {0,8}\d+\.\d{3,6}\]/ },
  { label: "log", rule: "compiler", form: /^\S+\.[A-Za-z]{1,5}:\d+(?::\d+)?: / },
  {
    label: "log",
    rule: "shell",
    form: /^\$ \S|^# (?:cat|cd|dmesg|echo|git|grep|insmod|ip|ls|make|modprobe|mount|perf|rmmod|sensors) /,
  },
];

const any = anyOf(rows.map(({ form }) => form));

/** The mail's lines with their labels; what no rule has marked is the author's text. */
export function labelledLines(sheet: Sheet): readonly LabelledLine[] {
  const { lines, marks } = sheet;
  const labelled = new Array<LabelledLine>(lines.length);
  for (let at = 0; at < lines.length; at++) labelled[at] = marks[at] ?? ownLine(lines[at] as Line);
  return labelled;
}

function ownLine(line: Line): LabelledLine {
  const blank = blankLine(line);
  if (blank !== undefined) return blank;
  const row = ownLabel(line);
  return { text: line.text, label: row?.label ?? "new", depth: 0, rule: row?.rule ?? "written" };
}

/** A line without a mark that is blank; `undefined` for any other. */
export function blankLine({ blank, text }: Line): LabelledLine | undefined {
  if (!blank) return undefined;
  return text === "" ? empty : { text, label: "blank", depth: 0, rule: "blank" };
}

/** What a line of the author is, other than prose. */
export function ownLabel({ shape, hints }: Line): Pick<LabelledLine, "label" | "rule"> | undefined {
  return (hints & hint.special) > 0 && any.test(shape) ? rows.find(({ form }) => form.test(shape)) : undefined;
}

const empty: LabelledLine = { text: "", label: "blank", depth: 0, rule: "blank" };
