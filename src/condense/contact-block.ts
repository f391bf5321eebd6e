import { mark, type Sheet } from "./sheet.ts";
import { isClosing, isLoneName, lastOwn } from "./sign-off.ts";

/**
 * Marks a name with addresses, numbers and links that ends the author's text without a delimiter:
 *
 *     Nora Lind
 *     nora@example.org
 *     +49 30 1234567
 *
 * The name may be a paragraph above. A link alone is no contact unless it names a site and no page there.
 */
export function markContactBlocks(sheet: Sheet): void {
  const { lines, marks } = sheet;
  const last = lastOwn(sheet);
  let first = last;
  while (first > 0 && last - first < longest && !lines[first - 1]?.blank && marks[first - 1] === undefined) first--;
  const isNamed = isLoneName(lines[first]?.shape ?? "");
  if (!isNamed && !isSigned(sheet, first)) return;
  const block = lines.slice(first, last + 1).map(({ shape }) => shape);
  const details = isNamed ? block.slice(1) : block;
  if (details.length === 0 || block.length > longest || block.some((line) => line.length > widest)) return;
  if (!lines.some((line, at) => at < first && !line.blank && marks[at] === undefined)) return;
  const telling = details.filter((line) => contact.test(line) || ornament.test(line));
  if (telling.length * 2 < details.length || !telling.some((line) => !page.test(line))) return;
  for (let at = first; at <= last; at++) mark(sheet, at, "signature", "contact-block");
}

const longest = 7;
const widest = 80;

/** Whether the paragraph above `at` is a name or closing words. */
function isSigned({ lines }: Sheet, at: number): boolean {
  let above = at - 1;
  while (above > 0 && at - above < longest && lines[above]?.blank) above--;
  const { shape = "" } = lines[above] ?? {};
  return lines[above - 1]?.blank === true && (isLoneName(shape) || isClosing(shape));
}

const contact = /\S@\S|https?:|www\.|[+(]\d[\d ().-]{6,}/;
const page = /(?:https?:\/\/|www\.)[^\s/]+\/[^\s/]/;

/** A row of stars or the like that some draw below their name. */
const ornament = /^([*~=_#-])\1{4,}$/;
