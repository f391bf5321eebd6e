import { languages } from "./attribution-words.ts";

/** How much a text says that it names who is quoted below. */
export type AttributionStrength = "none" | "weak" | "strong";

/**
 * Judges one to four lines joined by spaces.
 *
 * `strong`: who wrote, and when or from which address; it needs no mark below. `weak`: `Ada Lark wrote:` and other
 * forms that count only right above a marked quote.
 */
export function attributionStrength(joined: string): AttributionStrength {
  const text = bare(joined);
  if (text.length < 4 || text.length > longest) return "none";
  const first = text.charAt(0).toLowerCase();
  for (const { starts, form, strength } of forms)
    if ((starts === undefined || starts.includes(first)) && form.test(text)) return strength;
  const closed = endColon.test(text);
  const dated = hasDate.test(text);
  if (!text.endsWith(" wrote:") && !anyVerb.test(text)) {
    if (closed && dated && hasAddress.test(text)) return startsWithDate.test(text) ? "strong" : "weak";
    return dated && /^\d{4}.*>$/.test(text) ? "weak" : "none";
  }
  if (!closed && !endVerb.test(text.slice(-endChars))) return "none";
  if (dated && (opener.test(text) || startsWithDate.test(text) || hasAddress.test(text))) return "strong";
  if (wroteOnly.test(text)) return "strong";
  return dated || hasAddress.test(text) || shortName.test(text) || (opener.test(text) && /\d/.test(text))
    ? "weak"
    : "none";
}

/** Whether a line can be the first of an attribution that goes on below. */
export function opensAttribution(line: string): boolean {
  return /\d/.test(line) && (opener.test(line) || startsWithDate.test(line));
}

/** Whether a line ends as an attribution does: with a verb or a colon. */
export function endsAttribution(line: string): boolean {
  const last = line.slice(-1);
  if (last === ":" || last === "：" || last === ".") return endColon.test(line.slice(-endChars));
  return mayEnd(line) && endVerb.test(line.slice(-endChars));
}

/** Whether a line can be the last of an attribution right above a marked quote, where less is asked. */
export function closesAttribution(line: string): boolean {
  const last = line.slice(-1);
  return (
    last === ">" ||
    line.startsWith("* ") ||
    endsAttribution(line) ||
    ((last === "-" || last === " ") && /\bwrote[ -]+$/.test(line)) ||
    (/^\d/.test(line) && startsWithDate.test(line))
  );
}

/** A quick no for lines whose last letters end no verb of the table. */
const mayEnd = (line: string): boolean => verbEnds.has(line.slice(-2).toLowerCase());
const verbEnds = new Set(languages.flatMap((row) => row.verbs.map((verb) => verb.slice(-2).toLowerCase())));

/** `text` without the dashes and stars that some programs draw around it. A loop, since `[- ]+$` costs the square. */
function bare(text: string): string {
  let end = text.length;
  while (end > 0 && "-*_ ".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end).replace(/^[-*_~ ]+/, "");
}

const longest = 500;

/** As far from its end as the last word of an attribution is looked for. */
const endChars = 32;

const alternatives = (words: readonly string[]): string =>
  words
    .map((word) => word.replace(/[.()]/g, "\\$&"))
    .toSorted((a, b) => b.length - a.length)
    .join("|");
const verbs = alternatives(languages.flatMap((row) => row.verbs));
const openers = alternatives(languages.flatMap((row) => row.openers));

const anyVerb = new RegExp(`(?<!\\p{L})(?:${verbs})(?!\\p{L})|写道|寫道|のメール|작성|쓴 글|書きました`, "iu");
const endVerb = new RegExp(`(?:${verbs})[ \\u00a0]?[:：]?$`, "iu");
const endColon = /[:：]\s*(?:\.\.\.)?$/;
const opener = new RegExp(`^[-*_~ ]{0,10}(?:${openers})[ ,]`, "iu");
const startsWithDate =
  /^(?:\d{1,4}[-./年]\d|\d{1,2}:\d\d[ ,]|\p{L}{2,9}\.?,? \d{1,2}\.? \p{L}|\d{1,2}\.? \p{L}{2,9}\.? (?:19|20)\d\d)/u;
const hasDate = /\d{1,2}[:.h]\d\d|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|(?:19|20)\d\d|\d年/;
const hasAddress = /[^\s<>@]@[^\s<>@]|<[^<>]+ at [^<>]+>|\w at (?:\w+\.)+[a-z]{2,}/;
const wroteOnly = /^\p{Lu}[^<>:]{0,60}<[^<>\s]+@[^<>\s]+> wrote:$/u;
const shortName = /^[->\s"']{0,4}\p{Lu}[\p{L}\p{N}.'"_-]*(?: [^\s:]+){0,5} ?[:：]?$/u;

/** Forms with no verb of the table in them, or with one where it says little. */
const forms: readonly {
  /** One of these it starts with, in small letters; any capital where this is absent. */
  readonly starts?: string;
  readonly form: RegExp;
  readonly strength: AttributionStrength;
}[] = [
  { starts: "if", form: /^(?:in|from) (?:article|message|mail)(?:-id)?:? <[^<>]+>/i, strength: "strong" },
  { starts: "eq", form: /^(?:excerpts from|quoting) /i, strength: "weak" },
  {
    starts: "0123456789",
    form: /^\d{4}[-/]\d\d?[-/]\d\d?(?: \d\d?:\d\d)?(?: GMT[+-]\d\d:\d\d)? [^:]{2,60}(?:<[^<>]+>)?:?$/,
    strength: "strong",
  },
  { starts: ">", form: /^>{2,6} *"[^"]+" == .* (?:writes|wrote):$/, strength: "strong" },
  { starts: ">", form: /^>{2,6} *On .* (?:said|wrote|writes):$/, strength: "strong" },
  { starts: "i", form: /^In \S+@\S+, .* wrote:$/, strength: "strong" },
  { form: /^\p{Lu}[^<>:@]{1,60}<[^<>\s]+@[^<>\s]+>:?$/u, strength: "weak" },
  { form: /^\p{Lu}[\p{L}.'-]*(?: \p{Lu}[\p{L}.'-]*){1,3} wrote$/u, strength: "weak" },
];
