import { languages } from "./attribution-words.ts";
import { deviceEnds, deviceStarts } from "./device.ts";
import { diffStarts } from "./diff.ts";
import { footerStarts } from "./footers.ts";
import { fieldNames, separatorStarts } from "./head-words.ts";
import { quoteDepth } from "./quote-mark.ts";
import { hint, type Line } from "./sheet.ts";

/**
 * The lines of a mail as the rules look at them, each with what it may be.
 *
 * The first three letters, what signs stand before them, the first blank, and how the line ends decide. They may say too
 * much, never too little: with what a rule looks for begins an entry of the tables below.
 */
export function look(mail: string): readonly Line[] {
  const lines: Line[] = [];
  let from = 0;
  for (let to = mail.indexOf("\n"); to !== -1; to = mail.indexOf("\n", from)) {
    lines.push(lineOf(mail, from, to));
    from = to + 1;
  }
  lines.push(lineOf(mail, from, mail.length));
  return lines;
}

const shapeChars = 400;

function lineOf(mail: string, from: number, to: number): Line {
  if (from === to) return empty;
  const text = mail.slice(from, to);
  let start = from;
  let end = to;
  while (start < end && isBlank(mail.charCodeAt(start))) start++;
  while (end > start && isBlank(mail.charCodeAt(end - 1))) end--;
  // Characters are read from the mail where they can be: a line of it is a view, which costs as much again.
  const isPlain = to - from <= shapeChars && isInk(mail.charCodeAt(start)) && isInk(mail.charCodeAt(end - 1));
  if (!isPlain) return lineIn(text, shapeOf(text));
  const shape = end - start === text.length ? text : mail.slice(start, end);
  const first = mail.charCodeAt(from);
  const depth = first === greater || first === space ? quoteDepth(text) : 0;
  if (depth > 0) return { text, shape, blank: false, depth, hints: hint.quoted };
  const hints = hintsOf(mail, start, end, shape) | (first === space ? marginHints(text, shape) : 0);
  return { text, shape, blank: false, depth: 0, hints };
}

const empty: Line = { text: "", shape: "", blank: true, depth: 0, hints: 0 };

/** A line that is long, blank, or starts or ends with something else than a character of ASCII. */
function lineIn(text: string, shape: string): Line {
  if (shape === "") return { text, shape, blank: text.trim() === "", depth: 0, hints: 0 };
  const depth = quoteDepth(text);
  const hints = depth > 0 ? hint.quoted : hintsOf(shape, 0, shape.length, shape) | marginHints(text, shape);
  return { text, shape, blank: false, depth, hints };
}

const shapeOf = (text: string): string =>
  text.length <= shapeChars
    ? text.trim()
    : text
        .slice(0, 2 * shapeChars)
        .trim()
        .slice(0, shapeChars);

/** A bit of the tables alone: begins as the name of a head's field does. */
const field = 1024;
const fieldChars = 30;

/** What a line may be behind one blank: of a diffstat. */
function marginHints(text: string, shape: string): number {
  if (text.charCodeAt(0) !== space || text.charCodeAt(1) === space) return 0;
  return isDigit(shape.charCodeAt(0)) || shape.includes("| ") ? hint.diff : 0;
}

/** What `shape`, which stands in `mail` from `from` to `to`, may be. */
function hintsOf(mail: string, from: number, to: number, shape: string): number {
  const first = mail.charCodeAt(from);
  let at = from + 1;
  if (isWordly(first)) while (at - from < longestName && isWordly(mail.charCodeAt(at))) at++;
  let hints = endHints(mail, to, shape) | (isWordly(first) ? wordHints(mail, from, at) : signHints(mail, from, to));
  while (at < to && mail.charCodeAt(at) !== space) at++;
  if (at < to && mail.charCodeAt(at - 1) === colon) hints |= hint.special;
  if ((hints & field) > 0 && hasName(shape)) hints |= hint.head;
  return (hints & hint.attribution) > 0 && !/[\d<>@]/.test(shape) ? hints & ~hint.attribution : hints;
}

/** No Supercite name has more letters, and no month. */
const longestName = 13;

/** What a line may be that starts with a word, of which the letters end before `end`. */
function wordHints(mail: string, from: number, end: number): number {
  const first = mail.charCodeAt(from);
  let hints = wordStarts[keyAt(mail, from)] as number;
  if (mail.charCodeAt(end) === greater && isCapital(first)) hints |= hint.otherQuote; // AL> yes
  if (first === enDash || first === emDash) hints |= hint.delimiter;
  let at = end;
  while (at - end < 3 && isGap(mail.charCodeAt(at))) at++;
  return at > end && isDigit(mail.charCodeAt(at)) ? hints | hint.attribution : hints; // Nov. 4, 2024
}

function signHints(mail: string, from: number, to: number): number {
  const first = mail.charCodeAt(from);
  const second = mail.charCodeAt(from + 1);
  let hints = signStarts[first] ?? 0;
  if (first === second) hints |= signPairs[first] ?? 0;
  if (!isDrawn(first)) return hints;
  if (isDrawn(mail.charCodeAt(to - 1))) hints |= (signRows[first] ?? 0) & (to - from < 4 ? short : -1);
  if (first === dash && (second === tilde || mail.startsWith("--~", from))) hints |= hint.footer;
  let word = from + 1;
  while (isDrawn(mail.charCodeAt(word))) word++;
  return word < to && isWordly(mail.charCodeAt(word)) ? hints | (wordStarts[keyAt(mail, word)] as number) : hints;
}

function endHints(mail: string, to: number, shape: string): number {
  const last = mail.charCodeAt(to - 1);
  if (isWordly(last) && last !== wideColon)
    return wordEnds[keyOf(last, mail.charCodeAt(to - 2), mail.charCodeAt(to - 3))] as number;
  if (last === colon || last === wideColon)
    return shape.endsWith("addresses:") ? hint.attribution | hint.footer : hint.attribution;
  const isEnd = last === dot ? shape.endsWith("...") : last === closing && /(?:\(.|>)\)$/.test(shape.slice(-3)); // napsal(a), >>)
  return isEnd ? hint.attribution : 0;
}

/** Whether a colon stands where it may end the name of a field. */
function hasName(shape: string): boolean {
  const end = shape.indexOf(":");
  const nameEnd = end === -1 ? shape.indexOf("：") : end;
  return nameEnd > 0 && nameEnd <= fieldChars;
}

/** What a row of less than four signs may be. */
const short = hint.delimiter | hint.footer;

const [space, closing, comma, dash, dot, colon, greater, tilde, wideColon] = [32, 41, 44, 45, 46, 58, 62, 126, 0xff1a];
const [enDash, emDash] = [0x2013, 0x2014];
const isBlank = (code: number): boolean => code === space || (code >= 9 && code <= 13);
const isInk = (code: number): boolean => code > 32 && code < 127;
const isGap = (code: number): boolean => code === space || code === comma || code === dot;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isCapital = (code: number): boolean => (code >= 65 && code <= 90) || code > 127;
const isWordly = (code: number): boolean => ((code | 32) >= 97 && (code | 32) <= 122) || code > 127;
/** A sign that may stand before a word or make a row. */
const isDrawn = (code: number): boolean => drawn[code] === 1;

/** Three characters as an index; capitals have that of their small letters in ASCII, Latin 1 and most of Cyrillic. */
const keyOf = (a: number, b: number, c: number): number => ((a & 31) << 10) | ((b & 31) << 5) | (c & 31);

const keyAt = (mail: string, at: number): number =>
  keyOf(mail.charCodeAt(at), mail.charCodeAt(at + 1), mail.charCodeAt(at + 2));

/** What a line may be that starts with a sign, with it twice, with it and ends with a drawn one. */
const signStarts = new Uint16Array(128);
const signPairs = new Uint16Array(128);
const signRows = new Uint16Array(128);
const wordStarts = new Uint16Array(1 << 15);
const wordEnds = new Uint16Array(1 << 15);

const reversed = (word: string): string => Array.from(word).toReversed().join("");

/** Notes that lines which begin with one of `words`, in small letters or capitals, may be what `bit` says. */
function note(table: Uint16Array, words: readonly string[], bit: number): void {
  for (const word of words.flatMap((each) => [each.toLowerCase(), each.toUpperCase(), capitalized(each)])) {
    const key = keyOf(word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(2));
    const width = word.length > 2 ? 1 : 32 ** (3 - word.length);
    for (let at = key; at < key + width; at++) table[at] = (table[at] ?? 0) | bit;
  }
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

function noteSigns(table: Uint16Array, signs: string, bits: number): void {
  for (const sign of signs) table[sign.charCodeAt(0)] = (table[sign.charCodeAt(0)] ?? 0) | bits;
}

const drawn = new Uint16Array(128);
noteSigns(drawn, "-_=*~<>([| \t", 1);

note(wordStarts, footerStarts, hint.footer);
note(wordStarts, fieldNames, field);
note(wordStarts, separatorStarts, hint.head);
note(wordStarts, diffStarts, hint.diff);
note(wordStarts, deviceStarts, hint.device);
note(wordEnds, deviceEnds.map(reversed), hint.device);
note(
  wordStarts,
  languages.flatMap(({ openers }) => openers.flatMap((opener) => [`${opener} `, `${opener},`])),
  hint.attribution,
);
note(
  wordEnds,
  languages.flatMap(({ verbs }) => verbs.map(reversed)),
  hint.attribution,
);
noteSigns(signStarts, "[", hint.footer);
noteSigns(signStarts, "|>", hint.otherQuote);
noteSigns(signStarts, "0123456789", hint.attribution);
noteSigns(signStarts, "<[$#", hint.special);
noteSigns(signPairs, "-@+=", hint.diff);
noteSigns(signRows, "-", hint.armour | hint.special);
noteSigns(signRows, "-_=", hint.footer);
noteSigns(signRows, "-_*>|", hint.head);
noteSigns(signRows, "-_=*", hint.delimiter);
