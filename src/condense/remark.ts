import type { Passage } from "./condensed.ts";

export type Remark = Pick<Passage, "text" | "kind">;

/** Lines of a remark that are looked at: what it answers is said at its start. */
const mostLines = 4;

/** Lines among which a remark's first two are, below a greeting. */
const mostStart = 8;

/** Lines in which an example of better code may start. */
const mostCode = 10;

/**
 * Whether a remark answers the mail as a whole and not what is quoted right above: praise above a tag, an announcement of
 * comments, a word on the series, a mark for something left out with nothing or something else below it.
 */
export function isAboutAll(
  { kind, text }: Remark,
  next: Pick<Passage, "kind"> | undefined,
  belowCode: boolean,
): boolean {
  if (kind !== "prose") return false;
  const said = text.slice(0, mostStart).filter((line) => line.trim() !== "" && !greeting.test(line.slice(0, 40)));
  if (leftOut.test(said[0]?.slice(0, 40) ?? "")) return said.length === 1 || !belowCode;
  if (!said.some((line) => /[\p{L}\p{N}?!]/u.test(line.slice(0, 200)))) return true;
  const words = said.slice(0, 2).join(" ").slice(0, 300);
  if (tag.test(words) || (!belowCode && wholes.test(words))) return true;
  if (said.length > 2) return false;
  return announces.test(words) || (praises.test(words) && (next === undefined ? belowCode : next.kind === "trailers"));
}

const greeting = /^(?:hi|hello|hey|dear)\b[^.?:]{0,30}[,.!]?\s*$/i;

const tag = /^[A-Z][a-z]+(?:-[A-Za-z]+)*-[Bb]y: \S/;

const wholes =
  /\b(?:the|this|whole|your) (?:patch ?set|series)\b|^ping\b|^(?:thanks|thank you|thx)\b.{0,12} for (?:sending|the patch|the series|this patch|your patch)/i;

const leftOut = /^\s*(?:[[(<{]\s*)?(?:\.\s?\.|…|snip\b|cut\b|trimmed\b)[ .…]*[\])>}]?\s*$/i;

const announces =
  /\b(?:comments?|nits?|notes?|questions?|remarks?|suggestions?)\b.{0,20} (?:below|inline|in-line)\b|^see below\b/i;

const praises =
  /^(?:(?:all|change|it|otherwise|patch|series|still|that|the|these|this|whole)\b[ ,]*){0,4}(?:acked|applied|awesome|feel free|great|lgtm|looks? (?:correct|fine|good|great|nice|ok|okay|reasonable|right|sane)|merged|nice|ok|perfect|picked|pushed|queued|thanks|thank you|thx)\b/i;

/** Whether a remark answers a question. */
export function isYesOrNo({ kind, text }: Remark): boolean {
  return kind === "prose" && /^\s*(?:no|nope|yeah|yep|yes|yup)\b/i.test(text[0] ?? "");
}

/** Whether a remark below quoted trailers is about them, or about the one that starts with `trailer`. */
export function namesTrailer({ text }: Remark, trailer?: string): boolean {
  const start = text.slice(0, mostLines).join(" ").slice(0, 400);
  const name = trailer === undefined ? undefined : /^\w+/.exec(trailer.trim())?.[0].toLowerCase();
  const words = start.match(trailerWords) ?? [];
  return name === undefined
    ? words.length > 0
    : words.some((word) => word.toLowerCase().replace("sob", "signed").startsWith(name));
}

const trailerWords =
  /\b(?:sob|sign(?:ed)?[- ]?offs?|trailers?|tags?|[a-z]{2,20}-by|acked|reviewed|tested|fixes|closes|cc|link|base|commits)\b/gi;

/** What a remark names of what it is about: identifiers (`wbus_fill`, `fill()`), words in quotes, lines of code it changes. */
export function wordsNamed({ kind, text }: Remark): readonly string[] {
  if (kind !== "prose") return [];
  const blank = text.indexOf("");
  const start = text.slice(0, blank < 0 ? mostLines : Math.min(blank, mostLines));
  return [...namesIn(start.join("\n").slice(0, 400)), ...codeIn(text.slice(0, mostCode))].slice(0, mostWords);
}

const mostWords = 6;
const mayName = /_|\(\)|(?<!\w)['"`‘“]/;
const named = /([A-Za-z_]\w*)\(\)|(?<!\w)['"`‘“]([^\s'"`’”][^'"`’”\n]{1,50})['"`’”]|\w+/g;

function namesIn(text: string): string[] {
  if (!mayName.test(text)) return [];
  return Array.from(
    text.matchAll(named),
    ([word, call, quoted]) => quoted ?? call ?? (word.includes("_") ? word : ""),
  ).filter((word) => word.length > 3);
}

function codeIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^(?:\t| {2,})\s*(\S.{7,100}?)(?: \{)?$/.exec(line.slice(0, 200))?.[1] ?? []);
}
