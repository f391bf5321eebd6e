/** The rules CTRL, BIDI, INVIS and UTF8 for text that leaves the house, written anew so that they check the sanitiser. */

interface Rule {
  readonly name: string;
  readonly isBroken: (text: string) => boolean;
}

const forText: readonly Rule[] = [
  { name: "well-formed Unicode", isBroken: (text) => !text.isWellFormed() },
  {
    name: "no control character but LF and TAB",
    isBroken: (text) => some(text, (c) => isControl(c) && c !== 9 && c !== 10),
  },
  {
    name: "no bidi control",
    isBroken: (text) => some(text, (c) => within(c, 0x202a, 0x202e) || within(c, 0x2066, 0x2069)),
  },
  { name: "no tag character", isBroken: (text) => some(text, (c) => within(c, 0xe0000, 0xe007f)) },
  { name: "no filler", isBroken: (text) => some(text, (c) => c === 0x3164 || c === 0xffa0) },
  { name: "no run of zero width", isBroken: (text) => /[\u200b-\u200f\u2060\ufeff]{2}/.test(text) },
  { name: "four marks a letter at most", isBroken: (text) => /\p{M}{5}/u.test(text) },
  { name: "no Unicode line end", isBroken: (text) => some(text, (c) => c === 0x2028 || c === 0x2029) },
];

const forLines: readonly Rule[] = [
  ...forText,
  { name: "one line", isBroken: (text) => /[\n\r\t]/.test(text) },
  { name: "visible or empty", isBroken: (text) => text !== "" && /^[\s\u2800\p{M}\p{C}]*$/u.test(text) },
];

/** The names of the rules that `text` breaks; empty where it may go out. */
export function textFaults(text: string): string[] {
  return forText.filter((rule) => rule.isBroken(text)).map((rule) => rule.name);
}

/** The same for a field of one line. */
export function lineFaults(line: string): string[] {
  return forLines.filter((rule) => rule.isBroken(line)).map((rule) => rule.name);
}

function some(text: string, matches: (codePoint: number) => boolean): boolean {
  for (const char of text) if (matches(char.codePointAt(0)!)) return true;
  return false;
}

function isControl(codePoint: number): boolean {
  return codePoint < 32 || within(codePoint, 127, 159);
}

function within(codePoint: number, from: number, to: number): boolean {
  return codePoint >= from && codePoint <= to;
}
