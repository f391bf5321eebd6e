/** What must hold: so great a share of right ones, or so few misses at most. */
export type Bar = { readonly share: number } | { readonly misses: number };

/** One line of the result. */
export interface Score {
  readonly what: string;
  readonly of: number;
  /** One sentence each, with a Message-ID. */
  readonly misses: readonly string[];
  /** Absent for what is only told. */
  readonly bar?: Bar;
}

/** Scores `all` by what `wrong` says of each; `undefined` where it is right. */
export function score<T>(what: string, all: readonly T[], wrong: (one: T) => string | undefined, bar?: Bar): Score {
  const misses = all.flatMap((one) => wrong(one) ?? []);
  return { what, of: all.length, misses, ...(bar !== undefined && { bar }) };
}

/** The same measures of several runs as one: `how` says which runs those were, in place of what each says after the comma. */
export function together(runs: readonly (readonly Score[])[], how: string): Score[] {
  return (runs[0] ?? []).map((first, index) => ({
    ...first,
    what: `${first.what.replace(/,.*/, "")}, ${how}`,
    of: runs.reduce((sum, scores) => sum + scores[index]!.of, 0),
    misses: runs.flatMap((scores) => scores[index]!.misses.map((miss) => `${scores[index]!.what}: ${miss}`)),
  }));
}

export function isMet({ of, misses, bar }: Score): boolean {
  if (bar === undefined) return true;
  return "misses" in bar ? misses.length <= bar.misses : of > 0 && (of - misses.length) / of >= bar.share;
}

/** Of a miss that is printed: spam has subjects of thousands. */
const MISS_CHARS = 300;

/** Prints each with its bar, and what it misses where that is asked for. */
export function report(scores: readonly Score[], { showsMisses }: { readonly showsMisses: boolean }): void {
  for (const one of scores) {
    const { what, of, misses, bar } = one;
    const right = of - misses.length;
    const figure = of === 0 ? "none" : `${((100 * right) / of).toFixed(2)} %`;
    const words = bar === undefined ? "" : `${barWords(bar).padEnd(18)} ${isMet(one) ? "met" : "MISSED"}`;
    console.log(
      `${what.padEnd(44)} ${figure.padStart(9)}  ${String(right).padStart(5)} of ${String(of).padEnd(6)} ${words}`.trimEnd(),
    );
    if (showsMisses) for (const miss of misses) console.log(`    ${miss.slice(0, MISS_CHARS)}`);
  }
}

function barWords(bar: Bar): string {
  if ("misses" in bar) return bar.misses === 0 ? "bar: all" : `bar: all but ${bar.misses}`;
  return `bar: ${+(100 * bar.share).toFixed(1)} %`;
}
