import type { Passage } from "./condensed.ts";

export type Remark = Pick<Passage, "text" | "kind">;

/** Lines of a remark that are looked at: what it answers is said at its start. */
const mostLines = 4;

/**
 * Whether a remark answers the mail as a whole and not what is quoted right above: praise above a tag, an announcement of
 * comments, a mark for something left out with nothing or something else below it.
 */
export function isAboutAll(
  { kind, text }: Remark,
  next: Pick<Passage, "kind"> | undefined,
  belowCode: boolean,
): boolean {
  if (kind !== "prose") return false;
  const said = text.filter((line) => line.trim() !== "");
  if (leftOut.test(said[0]?.slice(0, 40) ?? "")) return said.length === 1 || !belowCode;
  if (said.length > 2) return false;
  const words = said.join(" ").slice(0, 300);
  return announces.test(words) || (praises.test(words) && (next === undefined ? belowCode : next.kind === "trailers"));
}

const leftOut = /^\s*(?:[[(<{]\s*)?(?:\.\s?\.|…|snip\b|cut\b|trimmed\b)[ .…]*[\])>}]?\s*$/i;

const announces =
  /\b(?:comments?|nits?|notes?|questions?|remarks?|suggestions?)\b.{0,20} (?:below|inline|in-line)\b|^see below\b/i;

const praises =
  /^(?:(?:all|change|it|otherwise|patch|series|still|that|the|these|this|whole)\b[ ,]*){0,4}(?:acked|applied|awesome|feel free|great|lgtm|looks? (?:correct|fine|good|great|nice|ok|okay|reasonable|right|sane)|merged|nice|ok|perfect|picked|pushed|queued|thanks|thank you|thx)\b/i;

/** Whether a remark answers a question. */
export function isYesOrNo({ kind, text }: Remark): boolean {
  return kind === "prose" && /^\s*(?:no|nope|yeah|yep|yes|yup)\b/i.test(text[0] ?? "");
}

/** Whether a remark below quoted trailers is about one of them. */
export function namesTrailer({ text }: Remark): boolean {
  return text
    .slice(0, mostLines)
    .some((line) =>
      /\b(?:sob|sign(?:ed)?[- ]?offs?|trailers?|tags?|[a-z]{2,20}-by|fixes|closes|cc|link)\b/i.test(line.slice(0, 200)),
    );
}

/** Names that a remark uses of what it is about: identifiers (`wbus_fill`, `fill()`) and what it puts in quotes. */
export function wordsNamed({ kind, text }: Remark): readonly string[] {
  if (kind !== "prose") return [];
  const blank = text.indexOf("");
  const start = text
    .slice(0, blank < 0 ? mostLines : Math.min(blank, mostLines))
    .join("\n")
    .slice(0, 400);
  if (!mayName.test(start)) return [];
  const words: string[] = [];
  for (const [word, call, quoted] of start.matchAll(named)) {
    if (quoted !== undefined || call !== undefined || word.includes("_")) words.push(quoted ?? call ?? word);
  }
  return words.filter((word) => word.length > 3).slice(0, 6);
}

const mayName = /_|\(\)|(?<!\w)['"`‘“]/;
const named = /([A-Za-z_]\w*)\(\)|(?<!\w)['"`‘“]([^\s'"`’”][^'"`’”\n]{1,50})['"`’”]|\w+/g;
