import { numberList, numbersIn } from "./patch-numbers.ts";

/** What of a series a tag is given for, where words around it say so. */
export interface Scope {
  /** Numbers of the patches, ascending: "for patches 1-3". */
  readonly patches?: readonly number[];
  /** "For the series", also below one of its patches. */
  readonly forAll?: true;
}

const whole = "(?:(?:the|this|your) )?(?:(?:whole|entire|full|complete) )?(?:patch ?)?(?:series|set)(?! of\\b)";
const all = `(?:${whole}|both(?: of (?:them|these))?(?: patches)?|all(?: of)?(?: the| these)?(?: \\d{1,3})? patches|all of (?:them|these))`;

/** How a sentence names patches amid other words; `list` holds their numbers. */
const named: readonly RegExp[] = [
  new RegExp(`(?:\\b(?:for|on|to) (?:the )?|^)patch(?:es)?,? (?<list>${numberList})(?![\\w./]*\\w)`, "gi"),
  new RegExp(`\\b(?:for|on|to) (?=#?\\d{1,3}/\\d)(?<list>${numberList})(?![\\w./]*\\w)`, "gi"),
  new RegExp(`\\b(?:for|on|to) ${all}(?![\\w-])`, "gi"),
];

/** What stands before or behind the patches in their clause where the tag is not for them. */
const before = /\b(?:except|apart|aside|other|than|thanks?|comments?|questions?|nits?|wait(?:ing)?|changes?|not)\b/i;
const behind = /^,? ?(?:\w{1,10} ){0,2}(?:except|but (?:not|for|patch)|apart|minus|without)\b/i;

/** What the words before a tag, the last sentence of them, say that it is for: "With that fixed, for patches 1-3:". */
function scopeIn(words: string): Scope | undefined {
  const found = named.flatMap((shape) => Array.from(words.matchAll(shape))).sort((a, b) => b.index - a.index)[0];
  if (found === undefined) return undefined;
  const clause = words.slice(0, found.index).replace(/^.*[,;:]/s, "");
  const isMeant = !before.test(clause) && !behind.test(words.slice(found.index + found[0].length));
  return isMeant ? scopeOf(found.groups?.list) : undefined;
}

/** Words that name patches and nothing else. A number alone is one only behind `#`: `[1]` is a footnote. */
const bare: readonly RegExp[] = [
  new RegExp(`^(?:and |so |also )?(?:(?:for|on) )?(?:the )?(?:patch(?:es)?,? (?<list>${numberList})|${all})$`, "i"),
  /^for all$/i,
  new RegExp(`^(?:(?:for|on) )?(?=[\\d#]+ {0,2}[^\\d\\s])(?<list>${numberList})$`, "i"),
  new RegExp(`^# ?(?:for )?(?<list>${numberList})$`, "i"),
];

/** What a remark behind a tag is for, or a line that says no more: `# patches 1-3`, `(1-3)`, `for the series.` */
function bareScope(words: string): Scope | undefined {
  const said = words.trim();
  const inner = said.replace(/^[([]|[\])]?[.,:;!]?$/g, "").trim();
  const match = bare.map((shape) => shape.exec(inner) ?? shape.exec(inner.replace(/^# ?/, ""))).find(Boolean);
  return inner.length === 0 || match === undefined ? undefined : scopeOf(match?.groups?.list);
}

function scopeOf(list: string | undefined): Scope | undefined {
  if (list === undefined) return { forAll: true };
  const patches = [...new Set(numbersIn(list))].filter((n) => n > 0).sort((a, b) => a - b);
  return patches.length === 0 ? undefined : { patches };
}

/** How far around a tag words are looked for. */
const maxLines = 12;
const maxChars = 300;

/** A tag in the sender's own lines: `undefined` stands for a line that is not theirs, `""` for a blank one. */
export interface TagPlace {
  readonly lines: readonly (string | undefined)[];
  readonly at: number;
  /** What stands before and behind it in its line; `behind` is absent where that is the next tag's. */
  readonly before: string;
  readonly behind?: string;
  readonly isTag: (line: string) => boolean;
}

/**
 * What a tag is given for: by a remark behind it, by the words of its sentence before it, by the line below its block, by
 * the lead above: "For patches 1, 2 and 5:".
 */
export function scopeAround({ lines, at, before, behind, isTag }: TagPlace): Scope | undefined {
  return (
    (behind === undefined ? undefined : bareScope(behind.slice(0, maxChars))) ??
    scopeIn(lastSentence(before)) ??
    scopeBelow(lines, at, isTag) ??
    scopeAbove(lines, at, before, isTag)
  );
}

function scopeBelow(lines: TagPlace["lines"], at: number, isTag: TagPlace["isTag"]): Scope | undefined {
  const below = lines.slice(at + 1, at + 1 + maxLines).find((line) => line === undefined || !isTag(line)) ?? "";
  return /[:,]\s*$/.test(below) || below.length > maxChars ? undefined : bareScope(below);
}

function scopeAbove(lines: TagPlace["lines"], at: number, before: string, isTag: TagPlace["isTag"]): Scope | undefined {
  const above = lines.slice(Math.max(0, at - maxLines), at);
  const end =
    before.trim() === ""
      ? above.findLastIndex((line) => line === undefined || (line !== "" && !isTag(line)))
      : above.length - 1;
  const start = above.findLastIndex(
    (line, index) => index <= end && (line === undefined || line === "" || isTag(line)),
  );
  const lead = [...above.slice(start + 1, end + 1), before].join(" ").trim();
  const sentence = lastSentence(lead);
  const isParted = above[end + 1] === "";
  if (/[.!?]$/.test(lead) || (isParted && !/[:,]$/.test(lead))) return bareScope(sentence);
  return scopeIn(sentence) ?? bareScope(sentence);
}

function lastSentence(words: string): string {
  return words
    .slice(-maxChars)
    .replace(/^.*[.!?]\s+(?=\S)/s, "")
    .trim();
}
