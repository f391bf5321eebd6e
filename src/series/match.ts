import type { Trailer } from "../patch/patch.ts";
import type { DiffLine } from "./comparable.ts";

/** A patch of one version of a series, as far as it can be compared. */
export interface VersionPatch {
  readonly n: number;
  readonly title: string;
  /** Fingerprint of its diff. */
  readonly patchId?: string;
  /** Absent where its text cannot be had. */
  readonly content?: PatchContent;
}

export interface PatchContent {
  /** Without trailers. */
  readonly message: string;
  readonly trailers: readonly Trailer[];
  readonly diff: readonly DiffLine[];
}

/**
 * A patch of both versions; renumbered where the two numbers differ.
 *
 * `unchanged`: diff, title and message are the same, trailers aside. `reworded`: title or message differ. `changed`: the
 * diff differs. `same-diff`: the diffs' fingerprints are equal, and a text is missing. `unknown`: a text is missing.
 */
export interface Pair<Patch extends VersionPatch = VersionPatch> {
  readonly kind: "unchanged" | "reworded" | "changed" | "same-diff" | "unknown";
  readonly was: Patch;
  readonly now: Patch;
}

/** What became of a patch from one version to another. */
export type Match<Patch extends VersionPatch = VersionPatch> =
  | Pair<Patch>
  | { readonly kind: "new"; readonly now: Patch }
  | { readonly kind: "dropped"; readonly was: Patch };

/**
 * The patches of two versions side by side, as `git range-diff` and `b4 diff` do: those with the same diff, then those
 * with the same title, then those of which most changed lines are the same. By the number in `now`, dropped ones last.
 */
export function matchPatches<Patch extends VersionPatch>(was: readonly Patch[], now: readonly Patch[]): Match<Patch>[] {
  let [open, unmatched] = [was.toSorted(byNumber), now.toSorted(byNumber)];
  const found: Pair<Patch>[] = [];
  for (const pairsOf of [...keys.map(sameKey), alike]) {
    const pairs = pairsOf(open, unmatched);
    const [ones, others] = [new Set(pairs.map(([one]) => one)), new Set(pairs.map(([, other]) => other))];
    for (const [one, other] of pairs) found.push({ kind: outcome(one, other), was: one, now: other });
    [open, unmatched] = [open.filter((one) => !ones.has(one)), unmatched.filter((other) => !others.has(other))];
  }
  const added = unmatched.map((patch) => ({ kind: "new", now: patch }) as const);
  return [
    ...[...found, ...added].toSorted((a, b) => byNumber(a.now, b.now)),
    ...open.map((patch) => ({ kind: "dropped", was: patch }) as const),
  ];
}

function byNumber(a: VersionPatch, b: VersionPatch): number {
  return a.n - b.n;
}

/** Pairs a patch that was with one that is. */
type Pairing = <Patch extends VersionPatch>(was: readonly Patch[], now: readonly Patch[]) => [Patch, Patch][];

/** What two patches are the same by, surest first. */
const keys: readonly ((patch: VersionPatch) => string | undefined)[] = [
  ({ patchId, title }) => patchId && `${patchId} ${plain(title)}`,
  ({ patchId }) => patchId,
  ({ title }) => plain(title),
];

function plain(title: string): string | undefined {
  return title.toLowerCase().replace(/\s+/g, " ").trim() || undefined;
}

/** Of several with the same key the first goes with the first. */
function sameKey(key: (patch: VersionPatch) => string | undefined): Pairing {
  return (was, now) => {
    const before = Map.groupBy(was, key);
    return [...Map.groupBy(now, key)].flatMap(([name, patches]) => {
      const ones = name === undefined ? [] : (before.get(name) ?? []);
      return ones.slice(0, patches.length).map((one, at): [typeof one, typeof one] => [one, patches[at]!]);
    });
  };
}

/** Twice the changed lines that both have, divided by the changed lines of both: from here on it is the same patch. */
const leastLikeness = 0.5;

/** Changed lines of a patch that are looked at: more tell nothing new. */
const maxLooked = 2000;

/** Lines that more pairs of patches share than this (`+#include …` in each of a hundred drivers) tell nothing. */
const maxSharing = 400;

/** Pairs of patches whose changed lines are mostly the same, the most alike first, then the nearest in number. */
function alike<Patch extends VersionPatch>(was: readonly Patch[], now: readonly Patch[]): [Patch, Patch][] {
  const before = new Map(was.map((patch) => [patch, changedLines(patch)]));
  const after = new Map(now.map((patch) => [patch, changedLines(patch)]));
  const shared = new Map<Patch, Map<Patch, number>>(now.map((patch) => [patch, new Map()]));
  const holdersBefore = holders(before);
  for (const [line, others] of holders(after)) {
    const ones = holdersBefore.get(line) ?? [];
    if (ones.length * others.length > maxSharing) continue;
    for (const other of others) {
      const counts = shared.get(other)!;
      for (const one of ones) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
  }
  const candidates = [...shared].flatMap(([other, counts]) =>
    Array.from(counts, ([one, count]) => {
      const likeness = (2 * count) / (before.get(one)!.size + after.get(other)!.size);
      return { one, other, likeness, apart: Math.abs(one.n - other.n), sum: one.n + other.n };
    }).filter(({ likeness }) => likeness >= leastLikeness),
  );
  // The sum makes the order the same from either side.
  candidates.sort((a, b) => b.likeness - a.likeness || a.apart - b.apart || a.sum - b.sum);
  const [ones, others] = [new Set<Patch>(), new Set<Patch>()];
  return candidates.flatMap(({ one, other }): [Patch, Patch][] => {
    if (ones.has(one) || others.has(other)) return [];
    ones.add(one);
    others.add(other);
    return [[one, other]];
  });
}

function holders<Patch>(linesOf: ReadonlyMap<Patch, ReadonlySet<string>>): Map<string, Patch[]> {
  const found = new Map<string, Patch[]>();
  for (const [patch, lines] of linesOf) {
    for (const line of lines) {
      const patches = found.get(line);
      if (patches === undefined) found.set(line, [patch]);
      else patches.push(patch);
    }
  }
  return found;
}

/** What a patch adds and takes away, indents aside. Lines without a word, as `+}`, are in every patch. */
function changedLines({ content }: VersionPatch): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const { text } of content?.diff ?? []) {
    if (lines.size === maxLooked) break;
    if (/^[+-]/.test(text) && /[\p{L}\p{N}_]{2}/u.test(text)) lines.add(text[0] + text.slice(1).trim());
  }
  return lines;
}

function outcome(was: VersionPatch, now: VersionPatch): Pair["kind"] {
  const [before, after] = [was.content, now.content];
  if (before === undefined || after === undefined) {
    if (was.patchId === undefined || now.patchId === undefined) return "unknown";
    return was.patchId === now.patchId ? "same-diff" : "changed";
  }
  if (textOf(before.diff) !== textOf(after.diff)) return "changed";
  return was.title === now.title && messageLines(before).join("\n") === messageLines(after).join("\n")
    ? "unchanged"
    : "reworded";
}

function textOf(lines: readonly DiffLine[]): string {
  return lines.map(({ text }) => text).join("\n");
}

/** Lines of a commit message, blanks at their ends aside. */
export function messageLines({ message }: Pick<PatchContent, "message">): string[] {
  return message
    .trim()
    .split("\n")
    .map((line) => line.trimEnd());
}
