import type { LineLabel } from "./condensed.ts";
import { mark, type Sheet } from "./sheet.ts";

/**
 * Marks the closing words and the name that end the author's text: `Thanks,` / `Ada`, `-ada`, `Best regards`. Footnotes
 * and a postscript may follow.
 *
 * At most three short lines. A closing that says something ("Thanks, applied.") stays, and so does one that is all the
 * author wrote.
 */
export function markSignOffs(sheet: Sheet): void {
  const { lines, marks } = sheet;
  const end = lastOwn(sheet);
  for (const last of [end, abovePostscript(sheet, end)]) {
    const { first, rule } = signOffFrom(sheet, last);
    if (first === -1 || !lines.some((line, at) => at < first && !line.blank && marks[at] === undefined)) continue;
    for (let at = first; at <= last; at++) if (!lines[at]?.blank) mark(sheet, at, "sign-off", rule);
    return;
  }
}

/** The last line that is not a footer or the like; -1 where there is none. */
export function lastOwn({ lines, marks }: Sheet): number {
  let last = lines.length - 1;
  while (last >= 0 && (lines[last]?.blank || mayFollow.has(marks[last]?.label ?? "new"))) last--;
  return last;
}

/** Where the closing words and the name start that end at `last`; -1 where they do not. */
function signOffFrom(sheet: Sheet, last: number): { readonly first: number; readonly rule: "closing" | "name" } {
  const { lines, marks } = sheet;
  let first = -1;
  let rule: "closing" | "name" = dashName.test(lines[last]?.shape ?? "") ? "closing" : "name";
  let names = 0;
  for (let at = last, looked = 0; at >= 0 && looked < 5; at--, looked++) {
    const line = lines[at];
    if (line === undefined || marks[at] !== undefined) break;
    if (line.blank) continue;
    const closes = isClosing(line.shape);
    if (closes) rule = "closing";
    if (closes || (at === last && isSigned(sheet, at))) first = at;
    else if (first !== -1 || names > 0 || !isName(line.shape)) break;
    else names++;
  }
  return { first, rule };
}

/** The last line above the footnotes and the postscript that end at `last`; -1 where there are none. */
function abovePostscript({ lines, marks }: Sheet, last: number): number {
  let above = -1;
  for (let at = last; at > 0 && last - at < longestPostscript && marks[at] === undefined; at--) {
    if (!lines[at - 1]?.blank || lines[at]?.blank) continue;
    const { shape = "" } = lines[at] ?? {};
    if (!postscript.test(/^-{2,3}$/.test(shape) ? (lines[at + 1]?.shape ?? "") : shape)) break;
    above = at - 1;
  }
  while (above >= 0 && lines[above]?.blank) above--;
  return above;
}

const longestPostscript = 30;
const postscript = /^(?:\[(?:\d{1,2}|\*)\]|P\.? ?S\.?:? |p\.s\.:? )/;

/** A name alone: `-ada`, or `Ada` in a paragraph of its own right below one of the author's. */
function isSigned(sheet: Sheet, at: number): boolean {
  const { text = "", shape = "" } = sheet.lines[at] ?? {};
  const above = sheet.lines[at - 1]?.blank ? at - 2 : at - 1;
  if (dashName.test(shape)) return !dashName.test(sheet.lines[above]?.shape ?? "");
  if (sheet.marks[above] !== undefined || sheet.lines[above]?.blank !== false) return false;
  if (sheet.lines[above]?.shape.endsWith(":")) return false;
  if (/^(?: {6,}|\t)/.test(text)) return /^\p{Lu}\p{L}*\.?$/u.test(shape);
  return above === at - 2 && (/^\p{L}[.']?$/u.test(shape) || isLoneName(shape));
}

/** One or two words that may be a name: no answer, and no shouting. */
export function isLoneName(shape: string): boolean {
  const [, first, second] = loneName.exec(shape) ?? [];
  return first !== undefined && isNameWord(first) && (second === undefined || isNameWord(second));
}

const loneName = /^(\p{Lu}\p{L}{1,14})(?: (\p{Lu}\p{L}{1,14}))?$/u;
const isNameWord = (word: string): boolean => !/^\p{Lu}{4}/u.test(word) && !answers.has(word.toLowerCase());

/** Words that answer and name nobody. */
const answers = new Set(
  "ack acked agree agreed amen applied bump catch cool correct ditto done exactly fine fixed good great hello hi hmm idea indeed job lgtm looks makes merged nak nacked never nice no none nope ok okay perfect ping possibly probably pulled pushed queued right sad same seems sense sigh sorry sounds sure thanks true understood well work works wow yeah yep yes yikes yup".split(
    " ",
  ),
);

/** Whether a line is nothing but closing words, with a name after them or not: `Many thanks, Ada`. */
export function isClosing(shape: string): boolean {
  if (shape.length >= 80) return false;
  const [, words, name = ""] = parts.exec(shape) ?? [];
  return words !== undefined && (name === "" || /^\p{Lu}\p{L}*\.?$/u.test(name));
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
