/**
 * The sanitiser at the border: text of a mail goes through here once, and what is inside the house is well-formed
 * Unicode without control, bidi, tag and hidden characters (docs/reliability.md names the rules CTRL, BIDI, INVIS, UTF8).
 */

/** Text of these needs no cleaning, and most mail is made of nothing else: Latin, Greek, Cyrillic, Han, Kana, Hangul. */
const isHarmless =
  /^[\n\t\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u202f-\u205e\u20a0-\u20c0\u2100-\u2bff\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9f]*$/;

/** Words of ASCII with one blank between two: what most fields are made of is a clean line already. */
const isPlainLine = /^[!-~]+(?: [!-~]+)*$/;

interface Rule {
  readonly every: RegExp;
  readonly becomes: string;
}

/** In this order. Every row is linear, and running all of them again changes nothing. */
const rules: readonly Rule[] = [
  { every: /\x1b(?:\[[0-?]*[ -/]*[@-~])?/g, becomes: "" }, // ANSI colours of a pasted log, whole (ECMA-48 §5.4)
  { every: /\r{0,2}\n|\r|[\u0085\u2028\u2029]/g, becomes: "\n" }, // CR CR LF is one line end that was made twice
  { every: /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, becomes: "" }, // C0, DEL, C1
  { every: /[\u202a-\u202e\u2066-\u206f\ufff9-\ufffb]/g, becomes: "" }, // bidi embedding, override, isolate; annotation
  { every: /[\u00ad\u115f\u1160\u180e\u200b\u2060-\u2065\u3164\ufeff\uffa0]/g, becomes: "" },
  { every: /\u034f|\u17b4|\u17b5|\u180b|\u180c|\u180d|\u180f/g, becomes: "" }, // invisible marks
  { every: /[\u{e0000}-\u{e007f}]/gu, becomes: "" }, // tag characters
  { every: /[\u200c-\u200f\u061c]{2,}/g, becomes: "" }, // one joiner or mark has its use, a run hides something
  { every: /(?<=\p{M})[\u200c-\u200f\u061c](?=\p{M})/gu, becomes: "" }, // or marks pile up across it
  { every: /(\p{M}{4})\p{M}+/gu, becomes: "$1" },
];

const hasVisible = /[^\s\u2800\p{M}\p{C}]/u;

/** Text of many lines: line ends become LF, TAB stays, everything that hides, reorders or controls goes. */
export function cleanText(text: string): string {
  const unixLines = text.includes("\r") ? text.replaceAll("\r\n", "\n") : text;
  if (isHarmless.test(unixLines)) return unixLines;
  return rules.reduce((cleaned, { every, becomes }) => cleaned.replace(every, becomes), text.toWellFormed());
}

/**
 * One line: every run of white space is one blank, none at the ends; `""` where a reader would see nothing. What is
 * longer than `maxChars` UTF-16 units is cut between two characters as a reader counts them.
 */
export function cleanLine(text: string, maxChars = 1000): string {
  if (text.length <= maxChars && isPlainLine.test(text)) return text;
  // Eight times as much as is kept: nobody needs the rest of a hostile field, and cleaning may shorten it.
  const line = cleanText(text.slice(0, 8 * maxChars))
    .replace(/\s+/g, " ")
    .trim();
  return hasVisible.test(line) ? cut(line, maxChars) : "";
}

function cut(line: string, maxChars: number): string {
  if (line.length <= maxChars) return line;
  const end = new Intl.Segmenter().segment(line.slice(0, maxChars + 32)).containing(maxChars)?.index ?? maxChars;
  return line.slice(0, end).trimEnd();
}
