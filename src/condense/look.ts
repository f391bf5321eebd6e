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
export function look(texts: readonly string[]): readonly Line[] {
  const lines = new Array<Line>(texts.length);
  for (let at = 0; at < texts.length; at++) lines[at] = lineOf(texts[at] as string);
  return lines;
}

const shapeChars = 400;

function lineOf(text: string): Line {
  if (text === "") return empty;
  const shape = shapeOf(text);
  if (shape === "") return { text, shape, blank: text.trim() === "", depth: 0, hints: 0 };
  const depth = quoteDepth(text);
  return { text, shape, blank: false, depth, hints: depth > 0 ? hint.quoted : hintsOf(text, shape) };
}

const empty: Line = { text: "", shape: "", blank: true, depth: 0, hints: 0 };

function shapeOf(text: string): string {
  if (text.length > shapeChars)
    return text
      .slice(0, 2 * shapeChars)
      .trim()
      .slice(0, shapeChars);
  return isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(text.length - 1)) ? text : text.trim();
}

/** A bit of the tables alone: begins as the name of a head's field does. */
const field = 1024;
const fieldChars = 30;

function hintsOf(text: string, shape: string): number {
  const first = shape.charCodeAt(0);
  const wordEnd = shape.indexOf(" ");
  let hints = (isWordly(first) ? wordHints(shape, first, wordEnd) : signHints(text, shape, first)) | endHints(shape);
  if ((hints & field) > 0 && hasName(shape)) hints |= hint.head;
  if (shape.charCodeAt(wordEnd - 1) === colon) hints |= hint.special;
  if (text.charCodeAt(0) === space && text.charCodeAt(1) !== space && (isDigit(first) || shape.includes("| ")))
    hints |= hint.diff;
  return (hints & hint.attribution) > 0 && !/[\d<>@]/.test(shape) ? hints & ~hint.attribution : hints;
}

function wordHints(shape: string, first: number, wordEnd: number): number {
  let hints = wordStarts[keyAt(shape, 0)] ?? 0;
  if (wordEnd > 1 && wordEnd < 13 && isDigit(shape.charCodeAt(wordEnd + 1))) hints |= hint.attribution; // Nov 4, 2024
  if (isCapital(first) && endsInitials(shape)) hints |= hint.otherQuote;
  return first === enDash || first === emDash ? hints | hint.delimiter : hints;
}

function signHints(text: string, shape: string, first: number): number {
  let hints = signStarts[first] ?? 0;
  const second = shape.charCodeAt(1);
  if (first === second && first === text.charCodeAt(0)) hints |= signPairs[first] ?? 0;
  if (!isDrawn(first)) return hints;
  if (isDrawn(shape.charCodeAt(shape.length - 1))) hints |= (signRows[first] ?? 0) & (shape.length < 4 ? short : -1);
  if (first === dash && (second === tilde || shape.startsWith("--~"))) hints |= hint.footer;
  let word = 1;
  while (isDrawn(shape.charCodeAt(word))) word++;
  return isWordly(shape.charCodeAt(word)) ? hints | (wordStarts[keyAt(shape, word)] ?? 0) : hints;
}

function endHints(shape: string): number {
  const end = shape.length - 1;
  const last = shape.charCodeAt(end);
  if (last === colon || last === wideColon)
    return shape.endsWith("addresses:") ? hint.attribution | hint.footer : hint.attribution;
  if (isWordly(last)) return wordEnds[keyOf(last, shape.charCodeAt(end - 1), shape.charCodeAt(end - 2))] ?? 0;
  const isEnd = last === dot ? shape.endsWith("...") : last === closing && /(?:\(.|>)\)$/.test(shape.slice(-3)); // napsal(a), >>)
  return isEnd ? hint.attribution : 0;
}

/** Whether a colon stands where it may end the name of a field. */
function hasName(shape: string): boolean {
  const end = shape.indexOf(":");
  const nameEnd = end === -1 ? shape.indexOf("：") : end;
  return nameEnd > 0 && nameEnd <= fieldChars;
}

/** Whether `>` follows a name or its initials. */
function endsInitials(shape: string): boolean {
  let end = 1;
  while (end < 13 && isWordly(shape.charCodeAt(end))) end++;
  return shape.charCodeAt(end) === greater;
}

/** What a row of less than four signs may be. */
const short = hint.delimiter | hint.footer;

const [space, closing, dash, dot, colon, greater, tilde, wideColon] = [32, 41, 45, 46, 58, 62, 126, 0xff1a];
const [enDash, emDash] = [0x2013, 0x2014];
const isInk = (code: number): boolean => code > 32 && code < 127;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isCapital = (code: number): boolean => (code >= 65 && code <= 90) || code > 127;
const isWordly = (code: number): boolean => ((code | 32) >= 97 && (code | 32) <= 122) || code > 127;
/** A sign that may stand before a word or make a row. */
const isDrawn = (code: number): boolean => drawn[code] === 1;

/** Three characters as an index; capitals have that of their small letters in ASCII, Latin 1 and most of Cyrillic. */
const keyOf = (a: number, b: number, c: number): number => ((a & 31) << 10) | ((b & 31) << 5) | (c & 31);

const keyAt = (shape: string, at: number): number =>
  keyOf(shape.charCodeAt(at), shape.charCodeAt(at + 1), shape.charCodeAt(at + 2));

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
