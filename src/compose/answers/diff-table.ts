import type { Trailer } from "../../patch/patch.ts";
import type { Compared } from "../../series/difference.ts";
import type { Match, Pair, VersionPatch } from "../../series/match.ts";
import { isComplete, type Topic } from "../../series/topic.ts";
import { ranges } from "../card-footer.ts";
import { subjectLine } from "../names.ts";
import { inShort } from "../withheld.ts";

/** Why a patch's text cannot be compared. */
export type WithoutText = "gone" | "broken" | "unquoted" | "too-large";

export interface ComparedPatch extends VersionPatch {
  /** Where it has no content. */
  readonly without?: WithoutText;
}

export type ComparedRow = Compared<ComparedPatch>;

/** In the order of `summary`. */
const words: Readonly<Record<Match["kind"], string>> = {
  unchanged: "unchanged",
  reworded: "reworded",
  changed: "changed",
  "same-diff": "with the same diff",
  unknown: "not compared",
  new: "new",
  dropped: "dropped",
};

const reasons: Readonly<Record<WithoutText, string>> = {
  gone: "is no longer kept here",
  broken: "cannot be read",
  unquoted: "is not to be quoted elsewhere",
  "too-large": "is too large",
};

/** `2 unchanged, 1 changed, 1 new`. */
export function summary(compared: readonly ComparedRow[]): string {
  const counts = Object.entries(words).map(([kind, word]) => ({
    word,
    count: compared.filter(({ match }) => match.kind === kind).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(", ");
}

/**
 * A row a patch: `2: changed +3 −1, wbus: empty the ring`, `5 (was 4): unchanged`, `4 of v2: dropped, wbus: poll`. Those
 * that are unchanged in a run are one row: `1–3: unchanged`.
 */
export function table(compared: readonly ComparedRow[], was: Topic, now: Topic): string[] {
  const runs: ComparedRow[][] = [];
  for (const row of compared) {
    const run = runs.at(-1);
    if (run !== undefined && goesOn(run.at(-1)!.match, row.match)) run.push(row);
    else runs.push([row]);
  }
  return runs.map((run) => rowOf(run, was, now));
}

/** Whether two matches are told in one row: nothing changed in either, and both numbers go on. */
function goesOn(before: Match, match: Match): boolean {
  return (
    before.kind === "unchanged" &&
    match.kind === "unchanged" &&
    trailerWords(before).length + trailerWords(match).length === 0 &&
    match.now.n === before.now.n + 1 &&
    match.was.n === before.was.n + 1
  );
}

function rowOf(run: readonly ComparedRow[], was: Topic, now: Topic): string {
  const { match, difference } = run[0]!;
  if (match.kind === "new") return `${match.now.n}: ${oneSided("new", was)}, ${titleOf(match.now)}`;
  if (match.kind === "dropped")
    return `${match.was.n} of v${was.version}: ${oneSided("dropped", now)}, ${titleOf(match.was)}`;
  const [first, last] = [run[0]!.match as Pair, run.at(-1)!.match as Pair];
  const moved =
    first.was.n === first.now.n ? "" : ` (${run.length > 1 ? "were" : "was"} ${span(first.was.n, last.was.n)})`;
  const title = match.kind === "unchanged" ? [] : [titleOf(match.now)];
  const parts = [pairWords(match, difference, was, now), ...trailerWords(match), ...title];
  return `${span(first.now.n, last.now.n)}${moved}: ${parts.join(", ")}`;
}

function span(from: number, to: number): string {
  return ranges(Array.from({ length: to - from + 1 }, (_, index) => from + index));
}

/** A patch that the other version may have after all, among those that are not here. */
function oneSided(word: "new" | "dropped", other: Topic): string {
  const here = Object.keys(other.patches).length;
  return isComplete(other)
    ? word
    : `not among the ${here} of ${other.total} patches of v${other.version} that are here`;
}

function pairWords(
  { kind, was: before, now: after }: Pair<ComparedPatch>,
  difference: ComparedRow["difference"],
  was: Topic,
  now: Topic,
): string {
  const missing = [
    ...(before.without === undefined ? [] : [`its text in v${was.version} ${reasons[before.without]}`]),
    ...(after.without === undefined ? [] : [`its text in v${now.version} ${reasons[after.without]}`]),
  ];
  if (difference === "too-much") return `${words[kind]} in too many lines to be shown`;
  if (difference === undefined || kind !== "changed") return [words[kind], ...missing].join(", ");
  const { added, removed } = difference;
  return added + removed === 0 ? "changed only in the lines around it" : `changed +${added} −${removed}`;
}

const maxTrailers = 4;

/** `+ Reviewed-by Tom Okafor`, `− Fixes 1c7e5f02a9d3 ("wbus: …")`: what came and went below the message. */
function trailerWords({ was, now }: Pair): string[] {
  if (was.content === undefined || now.content === undefined) return [];
  const [before, after] = [was.content.trailers, now.content.trailers];
  const changes = [
    ...missingIn(before, after).map((trailer) => `+ ${trailerWord(trailer)}`),
    ...missingIn(after, before).map((trailer) => `− ${trailerWord(trailer)}`),
  ];
  const more = changes.length - maxTrailers;
  return more > 0 ? [...changes.slice(0, maxTrailers), `${more} more trailers`] : changes;
}

/** Those of `others` that `ones` has not, whatever their case. */
function missingIn(ones: readonly Trailer[], others: readonly Trailer[]): Trailer[] {
  const plain = ({ name, value }: Trailer) => `${name}: ${value}`.toLowerCase();
  const known = new Set(ones.map(plain));
  return others.filter((trailer) => !known.has(plain(trailer)));
}

function trailerWord({ name, value }: Trailer): string {
  return inShort(`${name} ${value.replace(/\s*<[^<>]*>.*$/, "")}`, 80);
}

/** A patch's title as its row has it. */
export function titleOf({ title }: VersionPatch): string {
  return subjectLine(title, 120);
}
