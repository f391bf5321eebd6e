import type { LineLabel } from "./condensed.ts";
import { mark, type Sheet } from "./sheet.ts";

/**
 * Marks the closing words and the name that end the author's text: `Thanks,` / `Ada`, `-ada`, `Best regards`.
 *
 * At most three short lines. A closing that says something ("Thanks, applied.") stays, and so does one that is all the
 * author wrote.
 */
export function markSignOffs(sheet: Sheet): void {
  const { lines, marks } = sheet;
  let last = lines.length - 1;
  while (last >= 0 && (lines[last]?.blank || mayFollow.has(marks[last]?.label ?? "new"))) last--;
  let first = -1;
  let names = 0;
  for (let at = last, looked = 0; at > 0 && looked < 5; at--, looked++) {
    const line = lines[at];
    if (line === undefined || marks[at] !== undefined) break;
    if (line.blank) continue;
    if (isClosing(line.shape) || (at === last && isSigned(sheet, at))) first = at;
    else if (first !== -1 || names > 0 || !isName(line.shape)) break;
    else names++;
  }
  const isAll = !lines.some((line, at) => at < first && !line.blank && marks[at] === undefined);
  if (first === -1 || isAll) return;
  for (let at = first; at <= last; at++) if (!lines[at]?.blank) mark(sheet, at, "sign-off", "closing");
}

/** A name alone: `-ada`, or `Ada` in a paragraph of its own right below one of the author's. */
function isSigned(sheet: Sheet, at: number): boolean {
  const { text = "", shape = "" } = sheet.lines[at] ?? {};
  if (dashName.test(shape)) return true;
  const above = sheet.lines[at - 1]?.blank ? at - 2 : at - 1;
  if (sheet.marks[above] !== undefined || sheet.lines[above]?.blank !== false) return false;
  if (/^(?: {6,}|\t)/.test(text)) return /^\p{Lu}\p{L}*\.?$/u.test(shape);
  return (
    above === at - 2 &&
    (/^\p{L}\.?$/u.test(shape) || (/^\p{Lu}\p{L}{1,14}$/u.test(shape) && !answers.has(shape.toLowerCase())))
  );
}

/** One word that is an answer and no name. */
const answers = new Set(
  "ack acked agree agreed amen applied bump cool correct ditto done exactly fine fixed good great hmm indeed lgtm merged nak nacked never nice no none nope ok okay perfect ping possibly probably pulled pushed queued right sad same sigh sorry sure thanks true understood wow yeah yep yes yikes yup".split(
    " ",
  ),
);

/** Whether a line is nothing but closing words, with a name after them or not: `Many thanks, Ada`. */
export function isClosing(shape: string): boolean {
  const [, words, name = ""] = parts.exec(shape.slice(0, 80)) ?? [];
  return words !== undefined && shape.length < 80 && (name === "" || /^\p{Lu}\p{L}*\.?$/u.test(name));
}

/** What may stand below a sign-off without being the author's. */
const mayFollow: ReadonlySet<LineLabel> = new Set([
  "blank",
  "quote",
  "attribution",
  "signature",
  "list-footer",
  "provider-footer",
  "pgp",
]);

const closings = [
  "thanks",
  "thx",
  "thank you",
  "cheers",
  "regards",
  "best",
  "br",
  "rgds",
  "greetings",
  "greets",
  "yours",
  "sincerely",
  "wishes",
  "happy hacking",
  "gr[uü](?:ß|ss)",
  "grüße",
  "gruesse",
  "mfg",
  "cordialement",
  "amicalement",
  "bien à vous",
  "saludos",
  "un saludo",
  "atentamente",
  "salutacions",
  "(?:cordiali )?saluti",
  "ciao",
  "abraços?",
  "atenciosamente",
  "groet(?:en|jes)?",
  "gr\\{oetje,eeting\\}s",
  "pozdrawiam",
  "med vänliga? hälsning(?:ar)?",
  "mvh",
  "(?:venlig |med venlig |vennlig )?hilsen",
  "terveisin",
  "(?:s )?pozdrave?m",
  "с уважением",
].join("|");
const before =
  "many|all|with|kind|kindest|warm|warmest|best|viele|beste|liebe|schöne|freundliche|mit freundlichen|met vriendelijke|tack och";
const after =
  "a lot|again|in advance|so much|very much|regards|wishes|and thanks|and regards|and best regards|& regards|sincerely|truly|groet|groeten|grüßen|mate|all";
const parts = new RegExp(`^((?:(?:${before}) )?(?:${closings})(?: (?:${after}))?)(?:[,.!;:)-]* *|$)(.*?)[.!]?$`, "iu");

const dashName = /^(?:-{1,2} ?|~ ?|\/{1,2} ?|– ?)\p{L}[\p{L}.' ]{0,24}$/u;

const isName = (shape: string): boolean =>
  shape.length <= 40 && /^[-~/– ]{0,3}\p{L}[\p{L}.' -]*$/u.test(shape) && shape.split(" ").length <= 4;
