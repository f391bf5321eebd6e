import { type Parent, wordsOf } from "./parent.ts";
import { mark, type Sheet } from "./sheet.ts";

/**
 * Marks what a mail program broke off a quoted line and left without a mark:
 *
 *     > The handler runs with interrupts disabled, so it must not
 *     sleep.
 *     > Therefore …
 *
 * Careful on purpose: the quoted line must be full and unfinished, what follows short. A trailer, a whole sentence and
 * an elision are the author's. Where the mail that is answered is known, its words decide instead: a tail goes on there.
 */
export function markTails(sheet: Sheet): void {
  const { lines, marks, parent } = sheet;
  let wrapped = false;
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at];
    const above = lines[at - 1];
    const quoted = marks[at - 1];
    if (line === undefined || above === undefined || line.blank || marks[at] !== undefined) continue;
    if (quoted?.label !== "quote" || (above.depth === 0 && quoted.rule !== known)) continue;
    const between = marks[at + 1]?.label === "quote" && (lines[at + 1]?.depth ?? 0) > 0;
    const link = parent && linkIn(parent, above.text, line.text);
    const guessed = above.depth > 0 && isTail(above.text, line.shape, between, wrapped);
    if (link !== "in-line" && (!guessed || link === "none")) continue;
    if (between) wrapped = true;
    mark(sheet, at, "quote", link === undefined ? "wrapped-tail" : known, quoted.depth);
  }
}

const known = "tail-in-parent";

/**
 * How `line` follows the last words of `above` in the parent: in the same line, behind a line break, or not. `undefined`
 * where the parent lacks those words: what is quoted comes from elsewhere.
 */
function linkIn(parent: Parent, above: string, line: string): "in-line" | "next-line" | "none" | undefined {
  const lead = wordsOf(above.slice(-leadChars)).slice(-3);
  const words = wordsOf(line);
  const leads = lead.length > 1 ? parent.places(lead).map((place) => place + lead.length) : [];
  if (leads.length === 0) return undefined;
  const places = leads.filter((place) => parent.holdsAt(place, words));
  if (places.length === 0) return "none";
  return places.some((place) => !words.some((_, i) => parent.startsLine(place + i))) ? "in-line" : "next-line";
}

/** The last words are looked for in as many characters. */
const leadChars = 200;

/** A line is full where the next word would have passed this. */
const width = 70;
const narrow = 60;

function isTail(quoted: string, line: string, between: boolean, wrapped: boolean): boolean {
  if (quoted.length > 1000 || line.length > narrow || never.test(line)) return false;
  if (between && /^[(<]https?:\S+ ?>$|^[(<]https?:\S+\) >$/.test(line)) return true;
  const words = line.split(" ").length;
  // A space at the end says that the line goes on (RFC 3676 §4.1); a mark there, that it was wrapped once more.
  const flowed = quoted.endsWith(" ") && quoted.trimEnd().length > 30 && words <= 6;
  if (flowed && (wrapped || (between && (/^\p{Ll}/u.test(line) || quoted.trimEnd().endsWith(" >"))))) return true;
  if (quoted.trimEnd().length + 1 + line.split(" ", 1).join("").length < width) return false;
  if (/[.?!:]["')]?$/.test(quoted.trimEnd())) return false;
  const sentence = /^\p{Lu}/u.test(line) && (words > 3 || /[.?!]$/.test(line));
  if (between) return !sentence;
  return wrapped && words <= 3 && /^\p{Ll}/u.test(line);
}

/** Trailers, elisions, corrections and short answers of the author. */
const never =
  /^[A-Z][A-Za-z-]+: |^[[(<]? ?(?:\.{2,}|…)|^[[<(]?snip|^(?:yes|no|ok|okay|ack|nak|sure|right|done|agreed|fixed|thanks|hi|hello)\b|^\+1|^-{2,}|^\S+-by:|^s\//i;
