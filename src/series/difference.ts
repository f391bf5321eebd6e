import { diffArrays } from "diff";
import type { DiffLine } from "./comparable.ts";
import { type Match, messageLines, type PatchContent, type VersionPatch } from "./match.ts";

/**
 * What differs between two forms of a patch, as git-range-diff(1) shows it: a sign for what the versions do to each other,
 * then the patch's own line with its own sign. `-+	udelay(50);` is a line that the patch no longer adds.
 */
export interface Difference {
  /** Of title and commit message, each line indented behind its sign; trailers are not among it. */
  readonly message: readonly string[];
  /** Of the diff; `@@` tells the place in the new form. */
  readonly code: readonly string[];
  /** Lines of `code` that came and went, without those that only stand around a change. */
  readonly added: number;
  readonly removed: number;
}

/** A match, and for a pair whose texts differ, how; `too-much` where that takes more edits than anybody reads. */
export interface Compared<Patch extends VersionPatch = VersionPatch> {
  readonly match: Match<Patch>;
  readonly difference?: Difference | "too-much";
}

/** Lines that may come and go in one text. Time and memory grow with their square: for a thousand, 0.1 s and 30 MB. */
const maxEdits = 1000;

/** The same for all patches of a version together, squared. */
const maxWork = 4 * maxEdits ** 2;

/** Lines shown before and behind one that differs. */
const contextLines = 3;

/** The matches one after the other with what differs, so that the caller can let others run in between. */
export function* differences<Patch extends VersionPatch>(matches: Iterable<Match<Patch>>): Generator<Compared<Patch>> {
  let work = maxWork;
  for (const match of matches) {
    const difference = "now" in match && "was" in match ? differenceOf(match.was, match.now, work) : undefined;
    work -= difference?.work ?? 0;
    yield { match, ...(difference && { difference: difference.found ?? "too-much" }) };
  }
}

/** `found` is absent where the limit was reached; nothing is given where nothing differs or there is no text. */
function differenceOf(
  was: VersionPatch,
  now: VersionPatch,
  maxWork: number,
): { readonly found?: Difference; readonly work: number } | undefined {
  if (was.content === undefined || now.content === undefined) return undefined;
  const limit = Math.min(maxEdits, Math.floor(Math.sqrt(maxWork)));
  const message = differing(messageOf(was.title, was.content), messageOf(now.title, now.content), limit);
  const code = differing(was.content.diff, now.content.diff, limit);
  if (message === undefined || code === undefined) return { work: limit ** 2 };
  if (message.length + code.length === 0) return undefined;
  const count = (sign: Line["sign"]) => code.filter((line) => line.sign === sign && /^[+\-#]/.test(line.text)).length;
  return {
    found: {
      message: message.map(({ sign, text }) => `${sign}    ${text}`),
      code: withPlaces(code),
      added: count("+"),
      removed: count("-"),
    },
    work: [message, code].reduce((sum, lines) => sum + lines.filter(({ sign }) => sign !== " ").length ** 2, 0),
  };
}

function messageOf(title: string, content: PatchContent): DiffLine[] {
  return [title, "", ...messageLines(content)].map((text) => ({ text, place: "" }));
}

interface Line extends DiffLine {
  readonly sign: " " | "+" | "-";
  /** Something is left out before it. */
  readonly isBehindGap: boolean;
}

/** The lines that differ with what stands around them; empty where none does, `undefined` where `limit` is too few edits. */
function differing(was: readonly DiffLine[], now: readonly DiffLine[], limit: number): Line[] | undefined {
  const [before, after] = [was, now].map((lines) => lines.map(({ text }) => text));
  const changes = diffArrays(before!, after!, { maxEditLength: limit });
  if (changes === undefined) return undefined;
  const all: { readonly sign: Line["sign"]; readonly line: DiffLine }[] = [];
  let [atWas, atNow] = [0, 0];
  for (const { added, removed, count } of changes) {
    const lines = removed ? was.slice(atWas, atWas + count) : now.slice(atNow, atNow + count);
    for (const line of lines) all.push({ sign: added ? "+" : removed ? "-" : " ", line });
    if (!added) atWas += count;
    if (!removed) atNow += count;
  }
  const shown = new Set<number>();
  all.forEach(({ sign }, at) => {
    for (let near = at - contextLines; sign !== " " && near <= at + contextLines; near += 1) shown.add(near);
  });
  return all.flatMap(({ sign, line }, at) =>
    shown.has(at) ? [{ ...line, sign, isBehindGap: !shown.has(at - 1) }] : [],
  );
}

/** Tells the place where it changes. The head of a file is said by the place of its lines, unless it is what differs. */
function withPlaces(lines: readonly Line[]): string[] {
  let told: string | undefined;
  return lines.flatMap(({ sign, text, place, isBehindGap }) => {
    const isHead = text.startsWith("## ");
    if (isBehindGap) told = undefined;
    if (isHead) return sign === " " ? [] : [`${sign}${text}`];
    const isTold = told !== undefined && (sign === "-" || told === place);
    if (!isTold) told = place;
    return [...(isTold ? [] : [`@@ ${place}`]), `${sign}${text}`];
  });
}
