import type { LineLabel } from "./condensed.ts";
import { mark, type Sheet } from "./sheet.ts";

interface Footer {
  readonly rule: string;
  readonly label: LineLabel;
  /** Whether a footer starts at `line`, given the two lines below. */
  readonly starts: (line: string, next: string, third: string) => boolean;
  /** `paragraph`: up to the next blank line. `rest`: to the end of the mail. */
  readonly takes: "paragraph" | "rest";
}

const rule = /^[_=-]{20,}$/;

/** First match wins. */
const footers: readonly Footer[] = [
  {
    rule: "mailman",
    label: "list-footer",
    starts: (line, next) => (rule.test(line) || line === "--") && /\bmailing list\b/i.test(next) && next.length < 100,
    takes: "paragraph",
  },
  {
    rule: "majordomo",
    label: "list-footer",
    starts: (line, next) => /^-{1,2}$/.test(line) && /^to unsubscribe\b/i.test(next),
    takes: "rest",
  },
  {
    rule: "google-groups",
    label: "list-footer",
    starts: (line, next) => /^--$|^-~-/.test(line) && /^you received this message because/i.test(next),
    takes: "rest",
  },
  {
    rule: "yahoo-groups",
    label: "list-footer",
    starts: (line, next) => /addresses:$/.test(line) && /^post message:/i.test(next),
    takes: "rest",
  },
  {
    rule: "sympa-discourse",
    label: "list-footer",
    starts: (line, next) => /^-{2,3}$/.test(line) && /^(?:visit topic|you are receiving this)/i.test(next),
    takes: "rest",
  },
  {
    rule: "unsubscribe",
    label: "list-footer",
    starts: (line) => /^to unsubscribe (?:from this|send|e-?mail|,)/i.test(line),
    takes: "rest",
  },
  {
    rule: "scrubbed",
    label: "list-footer",
    starts: (line) => /^-{10,} next part -{10,}$/.test(line),
    takes: "paragraph",
  },
  {
    rule: "removed-parts",
    label: "list-footer",
    starts: (line) => line.startsWith("[Non-text portions of this message have been removed"),
    takes: "paragraph",
  },
  {
    rule: "advertisement",
    label: "provider-footer",
    starts: (line, _next, third) => /^-{70,}$/.test(line) && third !== "",
    takes: "paragraph",
  },
  {
    rule: "freemail",
    label: "provider-footer",
    starts: (line, next) => rule.test(line) && /\b(?:free|get your|do you yahoo|hotmail|msn)\b/i.test(next),
    takes: "rest",
  },
];

export function markFooters(sheet: Sheet): void {
  for (let at = 0; at < sheet.lines.length; at++) {
    const line = sheet.lines[at];
    if (line === undefined || line.blank || line.depth > 0 || sheet.marks[at] !== undefined) continue;
    if (!/^[-_=]|^\[Non|^To uns|addresses:$/i.test(line.shape)) continue;
    const next = sheet.lines[at + 1]?.shape ?? "";
    const third = sheet.lines[at + 2]?.shape ?? "";
    const footer = footers.find((row) => row.starts(line.shape, next, third));
    if (footer === undefined) continue;
    let end = at;
    while (end < sheet.lines.length && (footer.takes === "rest" || !sheet.lines[end]?.blank)) {
      if (!sheet.lines[end]?.blank) mark(sheet, end, footer.label, footer.rule);
      end++;
    }
    at = end - 1;
  }
}
