import type { LineLabel } from "./condensed.ts";
import { mark, type Sheet } from "./sheet.ts";

/**
 * Marks the closing words and the name that end the author's text: `Thanks,` / `Ada`, `-ada`, `Best regards`.
 *
 * At most three short lines, the last paragraph or two. A closing with a message in it ("Thanks for the patch") stays.
 */
export function markSignOffs(sheet: Sheet): void {
  const { lines, marks } = sheet;
  let at = lines.length - 1;
  while (at >= 0 && (lines[at]?.blank || below.has(marks[at]?.label ?? "new"))) at--;
  let first = -1;
  let names = 0;
  for (let i = at, looked = 0; i > 0 && looked < 5; i--, looked++) {
    const line = lines[i];
    if (line === undefined || marks[i] !== undefined) break;
    if (line.blank) continue;
    if (isClosing(line.shape) || (i === at && isSignedName(sheet, i))) first = i;
    else if (first !== -1 || names > 0 || !isName(line.shape)) break;
    else names++;
  }
  if (first === -1) return;
  for (let i = first; i <= at; i++) if (!lines[i]?.blank) mark(sheet, i, "sign-off", "closing");
}

/** A name alone: `-ada`, or `Ada` in a paragraph of its own below a sentence of the author. */
function isSignedName(sheet: Sheet, at: number): boolean {
  const shape = sheet.lines[at]?.shape ?? "";
  if (dashName.test(shape)) return true;
  if (!bareName.test(shape) || !sheet.lines[at - 1]?.blank) return false;
  let above = at - 1;
  while (above > 0 && at - above < 4 && sheet.lines[above]?.blank) above--;
  return sheet.marks[above] === undefined && /[.?!:)>]$/.test(sheet.lines[above]?.shape ?? "");
}

const below: ReadonlySet<LineLabel> = new Set([
  "blank",
  "quote",
  "attribution",
  "signature",
  "list-footer",
  "provider-footer",
  "pgp",
]);

export const isClosing = (shape: string): boolean => shape.length < 80 && closing.test(shape);

const closing =
  /^(?:(?:many |all |with )?(?:thanks|thx|thank you|cheers|regards|best|br|rgds|greetings|greets|ciao|yours|sincerely|wishes|kind(?:est)?|warm(?:est)?|happy hacking|gruß|grüße|(?:viele|beste|liebe|freundliche|mit freundlichen) grüßen?n?|mfg|cordialement|saludos|cordiali saluti|saluti|pozdrawiam|med vänliga? hälsning(?:ar)?|mvh|hilsen|с уважением|cdlt|bien à vous|att|abraços)(?: (?:a lot|again|in advance|so much|very much|best|regards|wishes|and regards|und gruß|& regards))*)[,.! ]*(?:\p{Lu}[\p{L}.]*)?[.!]?$/iu;
const dashName = /^(?:-{1,2} ?|~ ?|\/{1,2} ?|– ?)\p{L}[\p{L}.' ]{0,24}$/u;
const bareName = /^\p{Lu}[\p{L}'-]{1,14}\.?$/u;

const isName = (shape: string): boolean =>
  shape.length <= 40 && /^[-~/– ]{0,3}\p{L}[\p{L}.' -]*$/u.test(shape) && shape.split(" ").length <= 4;
