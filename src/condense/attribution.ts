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
  const text = joined.trim();
  if (text.length < 4) return "none";
  const row = forms.find(({ form }) => form.test(text));
  if (row !== undefined) return row.strength;
  const closed = /[:：]\s*(?:\.\.\.)?$/.test(text);
  const verb = lastVerb.test(text);
  if (!verb && !(closed && hasDate.test(text) && hasAddress.test(text))) return "none";
  if (!closed && !endVerb.test(text)) return "none";
  const dated = hasDate.test(text);
  if (dated && verb && opener.test(text)) return "strong";
  if (verb && hasAddress.test(text) && (dated || closed)) return dated ? "strong" : "weak";
  if (dated) return "weak";
  return shortName.test(text) ? "weak" : "none";
}

/** Whether a line can be the first of an attribution that goes on below. */
export function opensAttribution(line: string): boolean {
  return opener.test(line) && /\d/.test(line);
}

/** Whether a line can be the last of an attribution. */
export function closesAttribution(line: string): boolean {
  return /[:：]\s*(?:\.\.\.)?$/.test(line) || endVerb.test(line);
}

const alternatives = (words: readonly string[]): string =>
  words
    .map((word) => word.replace(/[.()]/g, "\\$&"))
    .toSorted((a, b) => b.length - a.length)
    .join("|");
const verbs = alternatives(languages.flatMap((row) => row.verbs));
const openers = alternatives(languages.flatMap((row) => row.openers));

const lastVerb = new RegExp(`(?<![\\p{L}])(?:${verbs})(?![\\p{L}])|写道|寫道|のメール|작성|쓴 글|書きました`, "iu");
const endVerb = new RegExp(`(?:${verbs})\\s?[:：]?$`, "iu");
const opener = new RegExp(
  `^[*\\-_~ ]{0,4}(?:${openers})[ ,]|^\\d{1,4}[-./年]|^\\p{L}{2,4}\\.?,? \\d|^(?:19|20)\\d\\d`,
  "iu",
);
const hasDate = /\d{1,2}[:.h]\d\d|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|(?:19|20)\d\d|\d年/;
const hasAddress = /[^\s<>@]@[^\s<>@]|<[^<>]+ at [^<>]+>/;
const shortName = /^[-*>\s"']{0,4}\p{Lu}[\p{L}\p{N}.'"_-]*(?: [^\s:]+){0,4} ?[:：]?$/u;

/** Forms with no verb of the table in them. */
const forms: readonly { readonly form: RegExp; readonly strength: AttributionStrength }[] = [
  { form: /^(?:in|from) (?:article|message|mail)(?:-id)?:? <[^<>]+>/i, strength: "strong" },
  { form: /^(?:excerpts from|quoting) /i, strength: "weak" },
  { form: /^\* \p{Lu}[^:]{1,60}(?:<[^<>]+>)?(?: \[[^\]]*\])?:?$/u, strength: "weak" },
  { form: /^>{2,6} *"[^"]+" == .* (?:writes|wrote):$/, strength: "strong" },
  { form: /^>{1,6} *On .* (?:said|wrote|writes):$/, strength: "strong" },
  { form: /^-{2,4} In \S+@\S+, .* wrote:$/, strength: "strong" },
];
