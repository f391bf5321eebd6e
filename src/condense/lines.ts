import type { LineLabel } from "./condensed.ts";
import { anyOf, mark, type Sheet } from "./sheet.ts";

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

/** Labels what no other rule has marked: the author's text. */
export function markNew(sheet: Sheet): void {
  for (let at = 0; at < sheet.lines.length; at++) {
    const line = sheet.lines[at];
    if (line === undefined || sheet.marks[at] !== undefined) continue;
    if (line.blank) {
      mark(sheet, at, "blank", "blank");
      continue;
    }
    const row = any.test(line.shape) ? rows.find(({ form }) => form.test(line.shape)) : undefined;
    mark(sheet, at, row?.label ?? "new", row?.rule ?? "written");
  }
}
