import { headField, separatorKind } from "./head-words.ts";
import { hint, mark, markRange, nextLike, nextText, type Sheet } from "./sheet.ts";

interface Head {
  readonly from: number;
  /** The first line below it. */
  readonly to: number;
  readonly forwarded: boolean;
  /** A line of dashes or words parts it from the text above. */
  readonly parted: boolean;
  /** How many different fields it states. */
  readonly fields: number;
  /** Only what git writes above a patch: From, Date, Subject. */
  readonly isGit: boolean;
}

/**
 * Marks what mail programs copy above an old mail ("From: … Sent: … Subject: …", "-----Original Message-----").
 *
 * Below a head whose mail is quoted without marks everything is quote; a forward's text stays. A head that opens the
 * mail is what the author sends (a forward without a word) unless an answer stands below.
 */
export function markHeads(sheet: Sheet): void {
  const { lines, marks } = sheet;
  const isPatch = holdsPatch(sheet);
  let written = false;
  for (let at = 0; at < lines.length; at++) {
    if (written) at = nextLike(sheet, at, hint.head);
    const line = lines[at];
    if (line === undefined || line.blank || line.depth > 0 || marks[at] !== undefined) continue;
    const head = (line.hints & hint.head) > 0 ? headAt(sheet, at) : undefined;
    if (!written && head === undefined && !isPatch && isSenderLine(line.shape)) {
      mark(sheet, at, "attribution", "sender-on-top");
      continue;
    }
    if (head === undefined || (isPatch && head.isGit) || (!head.parted && isAnnounced(sheet, at))) {
      written = true;
      continue;
    }
    if (head.forwarded) {
      markRange(sheet, head.from, head.to, "forward-head", "forwarded");
      markRange(sheet, head.to, lines.length, "new", "forwarded-text");
      return;
    }
    const below = lines[nextText(sheet, head.to, 4)];
    if (below !== undefined && below.depth > 0) {
      markRange(sheet, head.from, head.to, "attribution", "head");
      at = head.to - 1;
    } else {
      markUnmarked(sheet, head, written);
      return;
    }
  }
}

/** Whether the author's line above announces what follows: a head that is shown and not the mail program's. */
function isAnnounced(sheet: Sheet, at: number): boolean {
  const above = sheet.lines[at - 1]?.blank ? at - 2 : at - 1;
  return sheet.marks[above] === undefined && /:$/.test(sheet.lines[above]?.shape ?? "");
}

function holdsPatch(sheet: Sheet): boolean {
  for (let at = -1; at < sheet.lines.length; ) {
    at = nextLike(sheet, at + 1, hint.diff);
    if (ofPatch.test(sheet.lines[at]?.text.slice(0, 80) ?? "")) return true;
  }
  return false;
}

/** git writes its own heads above patches and cover letters. */
const ofPatch = /^diff --git |^ \d+ files? changed, /;

/** `From: Ada <ada@example.org>` above the text: some gateways put it there. */
const isSenderLine = (shape: string): boolean => headField(shape) === "from" && /\S@\S/.test(shape);

/** Marks a head and the old mail below it that has no marks, as far as the author does not speak again. */
function markUnmarked(sheet: Sheet, head: Head, written: boolean): void {
  const { lines } = sheet;
  const answer = written ? lines.length : answerBelow(sheet, head.to);
  const between = !written && head.fields > 3 && lines.some((line, at) => at >= head.to && line.depth > 0);
  if (answer === -1 && !between) {
    if (head.parted || !head.isGit) return;
    markRange(sheet, head.from, head.to, "attribution", "sender-on-top");
    return;
  }
  markRange(sheet, head.from, head.to, "attribution", "head");
  const rule = !written ? "above-answer" : head.parted ? "below-head" : "below-unparted-head";
  for (let at = head.to; at < answer; at++) {
    const line = lines[at];
    if (line?.blank) mark(sheet, at, "blank", "blank");
    else mark(sheet, at, "quote", rule, 1 + (line?.depth ?? 0));
  }
}

/** Where below an old mail on top the answer starts, with a greeting after a gap; -1 where there is none. */
function answerBelow(sheet: Sheet, from: number): number {
  const { lines } = sheet;
  return lines.findLastIndex(
    (line, at) =>
      at > from && greeting.test(line.shape) && lines[at - 1]?.blank === true && lines[at - 2]?.blank === true,
  );
}

const greeting = /^(?:hi|hello|dear|hey|hallo|liebe[rs]?|bonjour|hola|ciao)\b.{0,60}[,!.]?$/i;

function headAt(sheet: Sheet, at: number): Head | undefined {
  const shape = sheet.lines[at]?.shape ?? "";
  const kind = separatorKind(shape);
  if (kind !== undefined) {
    const { count, to } = fieldsFrom(sheet, nextText(sheet, at + 1), "any");
    return {
      from: at,
      to: count >= 2 ? to : at + 1,
      forwarded: kind === "forward",
      parted: true,
      fields: count,
      isGit: false,
    };
  }
  const ruled = /^[_-]{8,}$/.test(shape);
  if (!ruled && (headField(shape) === undefined || headField(sheet.lines[at - 1]?.shape ?? "") !== undefined))
    return undefined;
  const { count, to, isGit } = fieldsFrom(sheet, ruled ? nextText(sheet, at + 1) : at);
  return count >= (ruled ? 3 : 2) ? { from: at, to, forwarded: false, parted: ruled, fields: count, isGit } : undefined;
}

/** How many different fields start at `at`, "from" or "date" first, and where they end. Addresses may run over more lines. */
function fieldsFrom(
  sheet: Sheet,
  at: number,
  first: "any" | "from" = "from",
): Pick<Head, "to" | "isGit"> & { readonly count: number } {
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
  return { count: known ? seen.size : 0, to, isGit: !seen.has("to") && !seen.has("cc") };
}
