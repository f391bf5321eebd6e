/** Both ends belong to it. UIDs are 1 … 2^32−1 (RFC 9051 §2.3.1.1). */
export type UidRange = readonly [first: number, last: number];

/** UIDs as ascending ranges that neither overlap nor touch: `[[1, 4711], [4713, 4720]]`. */
export type UidSet = readonly UidRange[];

const maxUid = 0xffff_ffff;

/** The set that `text` writes in IMAP's own form, ascending (`1:4711,4713`), or `undefined` where it is none. `""` is the empty set. */
export function parseUidSet(text: string): UidSet | undefined {
  const set: UidRange[] = [];
  if (text === "") return set;
  for (const part of text.split(",")) {
    const match = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(part);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    const touches = first <= (set.at(-1)?.[1] ?? -1) + 1;
    if (match === null || first < 1 || last < first || last > maxUid || touches) return undefined;
    set.push([first, last]);
  }
  return set;
}

/** `1:4711,4713`: fit for a UID FETCH, and for `parseUidSet`. */
export function formatUidSet(set: UidSet): string {
  return set.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(",");
}

export function hasUid(set: UidSet, uid: number): boolean {
  const range = set[firstRangeEndingAt(set, uid)];
  return range !== undefined && range[0] <= uid;
}

/** The highest UID, or 0 where there is none. */
export function highestUid(set: UidSet): number {
  return set.at(-1)?.[1] ?? 0;
}

/** `set` and everything from `first` to `last`. Nothing is added where `last < first`. */
export function withUids(set: UidSet, first: number, last: number): UidSet {
  if (last < first) return set;
  const from = firstRangeEndingAt(set, first - 1);
  let to = from;
  let [low, high] = [first, last];
  for (let range = set[to]; range !== undefined && range[0] <= last + 1; range = set[++to]) {
    low = Math.min(low, range[0]);
    high = Math.max(high, range[1]);
  }
  return [...set.slice(0, from), [low, high], ...set.slice(to)];
}

/** What lies between the members of `set`, from 1 to its highest: UIDs nobody has shown us. */
export function holes(set: UidSet): UidSet {
  return set.flatMap(([first], at): UidRange[] => {
    const after = set[at - 1]?.[1] ?? 0;
    return first > after + 1 ? [[after + 1, first - 1]] : [];
  });
}

/** The ranges that make up `uids`, which are ascending. */
export function uidSetOf(uids: readonly number[]): UidSet {
  const ranges: [number, number][] = [];
  for (const uid of uids) {
    const open = ranges.at(-1);
    if (open !== undefined && uid <= open[1] + 1) open[1] = Math.max(open[1], uid);
    else ranges.push([uid, uid]);
  }
  return ranges;
}

/** Index of the first range whose last UID is `uid` or more; `set.length` where there is none. */
function firstRangeEndingAt(set: UidSet, uid: number): number {
  let [low, high] = [0, set.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[middle]![1] >= uid) high = middle;
    else low = middle + 1;
  }
  return low;
}
