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
 * The first three characters, the last three, the first colon and the first blank decide. They may say too much, never
 * too little: with what a rule looks for begins an entry of the tables below.
 */
export function look(texts: readonly string[]): readonly Line[] {
  return texts.map(lineOf);
}

const shapeChars = 400;

function lineOf(text: string): Line {
  if (text === "") return empty;
  const shape =
    text.length <= shapeChars
      ? text.trim()
      : text
          .slice(0, 2 * shapeChars)
          .trim()
          .slice(0, shapeChars);
  if (shape === "") return { text, shape, blank: text.trim() === "", depth: 0, hints: 0 };
  const depth = quoteDepth(text);
  return { text, shape, blank: false, depth, hints: depth > 0 ? 0 : startHints(text, shape) | endHints(shape) };
}

const empty: Line = { text: "", shape: "", blank: true, depth: 0, hints: 0 };

/** A bit of the tables alone: begins as the name of a head's field does. */
const field = 512;
const fieldChars = 30;

function startHints(text: string, shape: string): number {
  const first = shape.charCodeAt(0);
  if (first === dash && shape.length < 4) return hint.delimiter | hint.footer | hint.diff; // too short for all else
  let hints = isWordly(first)
    ? (wordStarts[keyOf(first, shape.charCodeAt(1), shape.charCodeAt(2))] ?? 0)
    : (signStarts[first] ?? 0);
  const colon = shape.indexOf(":");
  if (colon > 0) hints |= hint.special;
  const nameEnd = colon === -1 ? shape.indexOf("：") : colon;
  if (nameEnd > 0 && nameEnd <= fieldChars && (hints & field) > 0) hints |= hint.head;
  const wordEnd = shape.indexOf(" ");
  if (wordEnd > 1 && wordEnd < 13 && isDigit(shape.charCodeAt(wordEnd + 1))) hints |= hint.attribution; // Nov 4, 2024
  if (isCapital(first) && isInitials(shape.indexOf(">"))) hints |= hint.otherQuote;
  if (first === enDash || first === emDash) hints |= hint.delimiter;
  if (text.charCodeAt(0) === space && text.charCodeAt(1) !== space) hints |= hint.diff;
  return hints;
}

function endHints(shape: string): number {
  const end = shape.length - 1;
  const last = shape.charCodeAt(end);
  if (last === colonSign || last === wideColon)
    return shape.endsWith("addresses:") ? hint.attribution | hint.footer : hint.attribution;
  if (isWordly(last)) return wordEnds[keyOf(last, shape.charCodeAt(end - 1), shape.charCodeAt(end - 2))] ?? 0;
  return (last === dot && shape.endsWith("...")) || last === bracket ? hint.attribution : 0;
}

const [space, dash, dot, bracket, colonSign, wideColon] = [32, 45, 46, 41, 58, 0xff1a];
const [enDash, emDash] = [0x2013, 0x2014];
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isCapital = (code: number): boolean => (code >= 65 && code <= 90) || code > 127;
const isWordly = (code: number): boolean => ((code | 32) >= 97 && (code | 32) <= 122) || code > 127;
/** Whether a `>` at `at` may follow a name or its initials. */
const isInitials = (at: number): boolean => at > 0 && at <= 12;

/** Three characters as an index; capitals have that of their small letters in ASCII, Latin 1 and most of Cyrillic. */
const keyOf = (a: number, b: number, c: number): number => ((a & 31) << 10) | ((b & 31) << 5) | (c & 31);

const signStarts = new Uint16Array(128);
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

function noteSigns(signs: string, bits: number): void {
  for (const sign of signs) signStarts[sign.charCodeAt(0)] = (signStarts[sign.charCodeAt(0)] ?? 0) | bits;
}

note(wordStarts, footerStarts, hint.footer);
note(wordStarts, fieldNames, field);
note(wordStarts, separatorStarts, hint.head);
note(wordStarts, diffStarts, hint.diff);
note(wordStarts, deviceStarts, hint.device);
note(wordEnds, deviceEnds.map(reversed), hint.device);
note(
  wordStarts,
  languages.flatMap(({ openers }) => openers),
  hint.attribution,
);
note(
  wordEnds,
  languages.flatMap(({ verbs }) => verbs.map(reversed)),
  hint.attribution,
);
noteSigns("-", hint.armour | hint.diff | hint.special);
noteSigns("-_=~*[", hint.footer);
noteSigns("-_*>|", hint.head);
noteSigns("@+=", hint.diff);
noteSigns("|>", hint.otherQuote);
noteSigns("-*_~0123456789", hint.attribution);
noteSigns("-*_<([", hint.device);
noteSigns("-_=*", hint.delimiter);
noteSigns("<[$#", hint.special);
