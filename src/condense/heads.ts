import { headField } from "./head-words.ts";
import { mark, markRange, nextText, type Sheet } from "./sheet.ts";

interface Head {
  readonly from: number;
  /** The first line below it. */
  readonly to: number;
  readonly forwarded: boolean;
}

/**
 * Marks what mail programs copy above an old mail ("From: … Sent: … Subject: …", "-----Original Message-----").
 *
 * Below a head whose mail is quoted without marks everything is quote; a forward's text stays. A head that opens the
 * mail is what the author sends (git's in-body header, a forward without a word).
 */
export function markHeads(sheet: Sheet): void {
  let written = false;
  for (let at = 0; at < sheet.lines.length; at++) {
    const line = sheet.lines[at];
    if (line === undefined || line.blank || line.depth > 0 || sheet.marks[at] !== undefined) continue;
    const head = headAt(sheet, at);
    if (head === undefined) {
      written = true;
      continue;
    }
    const below = nextText(sheet, head.to, 4);
    const marked = (sheet.lines[below]?.depth ?? 0) > 0;
    if (head.forwarded) {
      markRange(sheet, head.from, head.to, "forward-head", "forwarded");
      for (let i = head.to; i < sheet.lines.length; i++)
        if (!sheet.lines[i]?.blank) mark(sheet, i, "new", "forwarded-text");
      return;
    }
    if (!marked && !written) {
      markAbove(sheet, head);
      return;
    }
    for (let i = head.from; i < head.to; i++) if (!sheet.lines[i]?.blank) mark(sheet, i, "attribution", "head");
    if (!marked) {
      for (let i = head.to; i < sheet.lines.length; i++) {
        const low = sheet.lines[i];
        if (low !== undefined && !low.blank) mark(sheet, i, "quote", "below-head", low.depth + 1);
      }
      return;
    }
    at = head.to - 1;
  }
}

/**
 * Marks a head that opens the mail, where the answer stands below the old mail (a few lines after a gap, with a
 * greeting); with no such answer all of it is what the author sends.
 */
function markAbove(sheet: Sheet, head: Head): void {
  const { lines } = sheet;
  const answer = lines.findLastIndex(
    (line, at) => at > head.to && greeting.test(line.shape) && !!lines[at - 1]?.blank && !!lines[at - 2]?.blank,
  );
  if (answer === -1) return;
  for (let i = head.from; i < head.to; i++) if (!lines[i]?.blank) mark(sheet, i, "attribution", "head");
  for (let i = head.to; i < answer; i++)
    if (!lines[i]?.blank) mark(sheet, i, "quote", "below-head", 1 + (lines[i]?.depth ?? 0));
  sheet.doubtful = true;
}

const greeting = /^(?:hi|hello|dear|hey|hallo|liebe[rs]?|bonjour|hola|ciao)\b.{0,60}[,!.]?$/i;

const separators: readonly { readonly form: RegExp; readonly forwarded: boolean }[] = [
  {
    form: /^[-* ]*(?:-{2,}\s*)?(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|forwarded by)/i,
    forwarded: true,
  },
  {
    form: /^(?:begin forwarded message|anfang der weitergeleiteten|début du message (?:transféré|réexpédié)|inizio messaggio inoltrato)/i,
    forwarded: true,
  },
  {
    form: /^\*?[-_>]+\s*(?:original|ursprüngliche|originele?|oorspronkelijk|mensaje|messaggio|message|mensagem|oprindelig|opprinnelig|ursprungligt|alkuperäinen|wiadomość|původní|исходное|пересылаемое|eredeti|原始|antwort|reply|orijinal)\b.{0,40}[-_<]+\*?$/iu,
    forwarded: false,
  },
];

function headAt(sheet: Sheet, at: number): Head | undefined {
  const shape = sheet.lines[at]?.shape ?? "";
  const separator = shape.length < 120 ? separators.find(({ form }) => form.test(shape)) : undefined;
  if (separator !== undefined) {
    const fields = fieldsFrom(sheet, nextText(sheet, at + 1), "any");
    return { from: at, to: fields.count >= 2 ? fields.to : at + 1, forwarded: separator.forwarded };
  }
  if (/^[_-]{8,}$/.test(shape)) {
    const fields = fieldsFrom(sheet, nextText(sheet, at + 1));
    return fields.count >= 3 ? { from: at, to: fields.to, forwarded: false } : undefined;
  }
  const fields = fieldsFrom(sheet, at);
  return fields.count >= 2 ? { from: at, to: fields.to, forwarded: false } : undefined;
}

/** How many different fields start at `at`, "from" or "date" first, and where they end. Addresses may run over more lines. */
function fieldsFrom(
  sheet: Sheet,
  at: number,
  first: "any" | "from" = "from",
): { readonly count: number; readonly to: number } {
  const seen = new Set<string>();
  let to = at;
  let stray = 0;
  for (let i = at; i < sheet.lines.length && i < at + 16; i++) {
    const line = sheet.lines[i];
    if (line === undefined) break;
    if (line.blank) {
      const next = sheet.lines[i + 1];
      if (next === undefined || headField(next.shape) === undefined) break;
      continue;
    }
    const field = headField(line.shape);
    if (i === at && first === "from" && field !== "from" && field !== "date") break;
    if (field === undefined) {
      if (++stray > 3) break;
      continue;
    }
    stray = 0;
    seen.add(field);
    to = i + 1;
  }
  const known =
    (seen.has("from") && (seen.has("date") || seen.has("subject") || seen.has("to"))) ||
    (seen.has("date") && seen.has("to"));
  return { count: known ? seen.size : 0, to };
}
