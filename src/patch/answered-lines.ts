import { type HunkPosition, hunkPositions } from "./hunk-position.ts";

/** A patch whose lines can be looked up; make it once a patch. */
export interface PatchLines {
  /** Each line of the diff as `key` writes it. */
  readonly keys: readonly string[];
  readonly positions: readonly (HunkPosition | undefined)[];
  /** Where each key occurs, ascending. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** `diff` is `Patch.diff`. */
export function patchLines(diff: string): PatchLines {
  const lines = diff.split("\n");
  const keys = lines.map(key);
  const places = new Map<string, number[]>();
  keys.forEach((each, at) => {
    const known = places.get(each);
    if (known === undefined) places.set(each, [at]);
    else known.push(at);
  });
  return { keys, positions: hunkPositions(lines.map((text) => ({ text, depth: 0 }))), places };
}

/**
 * Where the lines quoted at `depth` stand in the patch that they come from, parallel to `lines`; `undefined` for what is
 * not of it. Knows what `hunkPositions` cannot: lines whose headers the reviewer cut away, and numbers behind a cut. A
 * line that occurs several times and follows nothing known gives its file alone, where all are in one.
 *
 * Reviewers quote from the top down, so what was found last says where to look next.
 */
export function answeredLines(
  patch: PatchLines,
  lines: readonly { readonly text: string; readonly depth: number }[],
  depth = 1,
): (HunkPosition | undefined)[] {
  const quoted = lines.flatMap((line, at) => (line.depth === depth ? [{ at, key: key(withoutMarks(line.text)) }] : []));
  const keys = quoted.map((each) => each.key);
  const found: (HunkPosition | undefined)[] = new Array(lines.length);
  let last = -1;
  let isSure = false;
  quoted.forEach(({ at, key: wanted }, index) => {
    if (wanted === patch.keys[last + 1] && last >= 0) last += 1;
    else {
      if (wanted === "") return;
      const best = bestPlaces(patch, keys, index, last);
      if (best[0] === undefined) return;
      last = best[0];
      isSure = best.length === 1;
      if (!isSure) {
        const paths = new Set(best.map((place) => patch.positions[place]?.path));
        const [path] = paths;
        if (path !== undefined && paths.size === 1) found[at] = { path };
        return;
      }
    }
    found[at] = isSure ? patch.positions[last] : pathOnly(patch.positions[last]);
  });
  return found;
}

/** Candidates looked at, and quoted lines compared at each, so that a patch of a thousand equal lines costs no more. */
const maxCandidates = 64;
const maxRun = 8;

/** Where the line at `index` may stand: the places with the longest run of equal lines, behind the `last` one if any is. */
function bestPlaces(
  { keys: ours, places }: PatchLines,
  keys: readonly string[],
  index: number,
  last: number,
): number[] {
  const all = places.get(keys[index] ?? "") ?? [];
  const from = firstBehind(all, last);
  const candidates = from < all.length ? all.slice(from, from + maxCandidates) : all.slice(0, maxCandidates);
  const runs = candidates.map((place) => {
    let run = 1;
    while (run < maxRun && keys[index + run] !== undefined && keys[index + run] === ours[place + run]) run += 1;
    return run;
  });
  const longest = Math.max(...runs, 0);
  return candidates.filter((_, at) => runs[at] === longest);
}

/** Index of the first of the ascending `places` behind `last`. */
function firstBehind(places: readonly number[], last: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) > last) high = middle;
    else low = middle + 1;
  }
  return low;
}

function pathOnly(position: HunkPosition | undefined): HunkPosition | undefined {
  return position && { path: position.path };
}

/** A line as it survives mail clients: its `+` or `-`, and its text with every stretch of space made one. */
function key(line: string): string {
  const mark = /^[+-]/.exec(line)?.[0] ?? "";
  return mark + line.slice(mark.length).replace(/\s+/g, " ").trim();
}

function withoutMarks(text: string): string {
  return text.replace(/^(?: ?>)+ ?/, "");
}
