import { anyOf, hint, mark, nextLike, type Sheet } from "./sheet.ts";
import { isLoneName } from "./sign-off.ts";

/**
 * Marks the line that a telephone or a mail program adds, not in the middle of a paragraph: `Sent from my phone`.
 *
 * Text below it, apart from it, is the old mail: a program that adds such a line leaves out the marks.
 */
export function markDevices(sheet: Sheet): void {
  const { lines, marks } = sheet;
  for (let at = next(sheet, 0); at < lines.length; at = next(sheet, at + 1)) {
    const line = lines[at];
    if (line === undefined || marks[at] !== undefined) continue;
    if (!isDevice(line.shape)) continue;
    const above = lines[at - 1]?.shape ?? "";
    if (
      !(isApart(sheet, at - 1) || endsText.test(above) || (isApart(sheet, at - 2) && isLoneName(above))) ||
      !(isApart(sheet, at + 1) || isDevice(lines[at + 1]?.shape ?? ""))
    )
      continue;
    mark(sheet, at, "signature", "sent-from");
    if (lines[at - 1]?.blank && lines[at + 1]?.blank) markBelow(sheet, at + 1);
  }
}

const next = (sheet: Sheet, from: number): number => nextLike(sheet, from, hint.device);

/** Ends a sentence, or parts a signature. */
const endsText = /[.!?]$|^--$/;

/** Whether the line at `at` is no text that goes on beside it. */
const isApart = (sheet: Sheet, at: number): boolean =>
  sheet.lines[at]?.blank !== false || sheet.marks[at] !== undefined;

/** Marks the text from `from` to the end as quoted, unless a rule knows some of it or another such line stands there. */
function markBelow(sheet: Sheet, from: number): void {
  const { lines, marks } = sheet;
  for (let at = from; at < lines.length; at++) {
    const label = marks[at]?.label;
    if (label !== undefined && label !== "list-footer") return;
    if (label === undefined && isDevice(lines[at]?.shape ?? "")) return;
  }
  for (let at = from; at < lines.length; at++) {
    if (lines[at]?.blank || marks[at] !== undefined) continue;
    mark(sheet, at, "quote", "below-device", 1);
  }
}

/** What telephones and freemail programs write below a mail. */
const forms: readonly RegExp[] = [
  /^(?:sent|send) (?:from|via|with|using|by|wirelessly)\b/i,
  /^(?:envoyé|envoyée) (?:depuis|de|à partir|avec|sans)\b/i,
  /^(?:gesendet|von meinem|diese nachricht wurde von meine[mr])\b/i,
  /^(?:von|from) (?:meinem|my) .{0,30}(?:gesendet|iphone|ipad|android|phone|mobile)/i,
  /^(?:enviado|enviada) (?:desde|do|de|a partir)\b/i,
  /^inviato da(?:l|lla|l mio)?\b/i,
  /^(?:verzonden|verstuurd) (?:met|vanaf|via|van)\b/i,
  /^(?:wysłane|wysłano) z\b/i,
  /^(?:skickat|skickades) från\b/i,
  /^sendt fra\b/i,
  /^(?:lähetetty|lähetin)\b/i,
  /^(?:odesláno|posláno) z\b/i,
  /^отправлено (?:с|из) /i,
  /^(?:從我的|从我的|发自我的|發自我的|我的.{0,20}傳送)/,
  /^(?:iPhoneから送信|私の.{0,10}から送信)/,
  /^나의 .{1,20}에서 보냄/,
  /^get \[?outlook for (?:ios|android)/i,
  /^(?:\p{L}{1,15} ){0,2}(?:from|via) (?:my |a )?(?:mobile|phone|iphone|ipad)$/iu,
];

/** The letters with which one of them starts, signs in front aside. */
export const deviceStarts =
  "sen env ges von die fro inv ver wys ski läh ode pos отп 從我 从我 发自 發自 我的 iph 私の 나의 get".split(" ");

/** The letters with which one ends that may start with a name. */
export const deviceEnds: readonly string[] = ["mobile", "phone", "ipad"];

function isDevice(shape: string): boolean {
  if (shape.length > 120) return false;
  const bare = shape.replace(/^[-*_<([ ]+/, "");
  return bare !== "" && any.test(bare) && !/[.:] \p{L}.*[.:] \p{L}/u.test(bare);
}

const any = anyOf(forms);
