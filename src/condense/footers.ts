import type { LineLabel } from "./condensed.ts";
import { hint, mark, type Sheet } from "./sheet.ts";

/** Marks what list software and mail providers append. */
export function markFooters(sheet: Sheet): void {
  const { lines } = sheet;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || (line.hints & hint.footer) === 0 || sheet.marks[at] !== undefined) continue;
    if (line.shape.length > 300 || line.shape === lines[at - 1]?.shape || !mayStart.test(line.shape)) continue;
    const below = (n: number): string => lines[at + n]?.shape ?? "";
    const footer = footers.find((row) => row.starts(line.shape, below));
    if (footer === undefined) continue;
    if (/^\p{L}/u.test(line.shape) && lines[at - 1]?.blank === false) continue;
    const end = footer.takes === "rest" && endsMail(sheet, at) ? lines.length : paragraphEnd(sheet, at);
    for (let i = at; i < end; i++) if (!lines[i]?.blank) mark(sheet, i, footer.label, footer.rule);
    at = end - 1;
    if (footer.label === "list-footer") markPostscript(sheet, end);
  }
}

/** No footer goes on for more lines than this: where more follow, people write on. */
const longest = 30;

const endsMail = (sheet: Sheet, at: number): boolean =>
  sheet.lines.length - at <= longest && sheet.lines.slice(at).every((line) => line.depth === 0);

function paragraphEnd(sheet: Sheet, at: number): number {
  let end = at;
  while (end < sheet.lines.length && !sheet.lines[end]?.blank) end++;
  return end;
}

/** Marks what a list has below its footer ("Have you read the FAQ?"): at most three lines that end the mail. */
function markPostscript(sheet: Sheet, from: number): void {
  const rest = sheet.lines.slice(from, from + 8);
  if (from + rest.length < sheet.lines.length) return;
  const texts = rest.filter((line) => !line.blank);
  if (texts.length > 3 || texts.some((line) => line.depth > 0 || mayStart.test(line.shape))) return;
  for (const [i, line] of rest.entries()) if (!line.blank) mark(sheet, from + i, "list-footer", "below-footer");
}

interface Footer {
  readonly rule: string;
  readonly label: LineLabel;
  /** Whether a footer starts at `line`; `below(1)` is the line under it, and so on. */
  readonly starts: (line: string, below: (n: number) => string) => boolean;
  /** `paragraph`: up to the next blank line. `rest`: to the end of the mail, unless it is far or quotes stand there. */
  readonly takes: "paragraph" | "rest";
}

/** The words with which a footer may start, besides signs and what ends in `addresses:`. */
export const footerStarts = [
  "to ",
  "you received",
  "this email",
  "this e-mail",
  "this message",
  "confidential",
  "visit topic",
  "the information",
  "the content",
  "diese e-mail",
  "diese email",
  "ce message",
];

const mayStart = new RegExp(`^[-_=~*[]|^(?:${footerStarts.join("|")})|addresses:$`, "i");

const isAdvertisement = (below: (n: number) => string): boolean =>
  below(1) !== "" && below(2) !== "" && [2, 3, 4, 5, 6, 7].some((n) => /^https?:/.test(below(n)));

/** First match wins. */
const footers: readonly Footer[] = [
  {
    rule: "mailman",
    label: "list-footer",
    starts: (line, below) =>
      /^(?:_{2,}|-{2,}|={10,})$/.test(line) &&
      below(1).length < 120 &&
      /\bmailing list\b(?:$| --? \S+@| -- )/i.test(below(1)),
    takes: "paragraph",
  },
  {
    rule: "unsubscribe",
    label: "list-footer",
    starts: (line, below) => /^-{1,3}$|^[-_]{10,}$/.test(line) && unsubscribe.test(below(1)),
    takes: "rest",
  },
  {
    rule: "unsubscribe",
    label: "list-footer",
    starts: (line) => unsubscribe.test(line) && /@|http/.test(line),
    takes: "rest",
  },
  {
    rule: "google-groups",
    label: "list-footer",
    starts: (line, below) =>
      /^(?:--|-~-.*|--~--.*)$/.test(line) && /^you received this message because/i.test(below(1)),
    takes: "rest",
  },
  {
    rule: "yahoo-groups",
    label: "list-footer",
    starts: (line, below) => /addresses:$/.test(line) && /^post message:/i.test(below(1)),
    takes: "rest",
  },
  {
    rule: "discourse",
    label: "list-footer",
    starts: (line, below) => /^-{2,3}$/.test(line) && /^\[?visit topic\b/i.test(below(2)),
    takes: "rest",
  },
  {
    rule: "scrubbed",
    label: "list-footer",
    starts: (line) => /^-{10,} next part -{10,}$/.test(line),
    takes: "paragraph",
  },
  {
    rule: "parts-removed",
    label: "list-footer",
    starts: (line) => /^\[(?:non-text portions of this message have been removed|attachment, skipped)/i.test(line),
    takes: "paragraph",
  },
  {
    rule: "advertisement",
    label: "provider-footer",
    starts: (line, below) => /^-{70,}$/.test(line) && isAdvertisement(below),
    takes: "paragraph",
  },
  {
    rule: "freemail",
    label: "provider-footer",
    starts: (line, below) => /^_{20,}$/.test(line) && /\b(?:free|hotmail|msn|yahoo)\b.*https?:/i.test(below(1)),
    takes: "paragraph",
  },
  {
    rule: "disclaimer",
    label: "provider-footer",
    starts: (line, below) =>
      disclaimer.test(line) &&
      /confidential|intended|addressee|recipient|vertraulich|confidentiel/i.test(
        [line, below(1), below(2), below(3), below(4)].join(" "),
      ),
    takes: "rest",
  },
];

const unsubscribe = /^to (?:unsubscribe\b|set options|post to this group)/i;

const disclaimer =
  /^[-*]*\s*(?:confidentiality notice|(?:the information|the contents?) (?:contained )?(?:in|of) this e?-?mail|this e?-?mail(?: message)?(?: and any| is|,| and its)|diese e-?mail enthält|ce message (?:et|est))/i;
