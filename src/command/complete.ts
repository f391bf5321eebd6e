/** What somebody may choose while typing. */
export interface Completion {
  /** What is shown, at most 100 characters. */
  readonly label: string;
  /** What is given: the whole name. */
  readonly value: string;
}

/** Names made ready to be found by the words in them. */
export interface Names {
  readonly kind: "list" | "subsystem";
  readonly entries: readonly { readonly name: string; readonly lower: string }[];
}

/** Discord shows no more. */
const MOST = 25;
const MOST_CHARS = 100;

/** Made once for the subsystems, which are thousands; each time anew for the lists that may be seen. */
export function namesOf(kind: Names["kind"], names: readonly string[]): Names {
  return { kind, entries: names.map((name) => ({ name, lower: name.toLowerCase() })) };
}

/**
 * What `typed` may become, best first: lists before subsystems, then names that begin so, then names of which a word
 * does, then those that hold all that was typed. Several words may stand for any beginnings: `dma sh` finds
 * `DMA BUFFER SHARING FRAMEWORK`.
 */
export function complete(typed: string, all: readonly Names[]): Completion[] {
  const words = typed.toLowerCase().trim().split(/\s+/).filter(Boolean);
  const found: { readonly kind: Names["kind"]; readonly name: string; readonly rank: number }[] = [];
  for (const { kind, entries } of all) {
    for (const { name, lower } of entries) {
      const rank = rankOf(lower, words);
      if (rank !== undefined) found.push({ kind, name, rank: rank + (kind === "list" ? 0 : ranks) });
    }
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ kind, name }) => ({ label: shown(`${name} (${kind})`), value: name }));
}

const ranks = 3;

/** 0: begins with what was typed; 1: its words do; 2: holds it; `undefined`: no match. */
function rankOf(lower: string, words: readonly string[]): number | undefined {
  const typed = words.join(" ");
  if (lower.startsWith(typed)) return 0;
  if (!words.every((word) => lower.includes(word))) return undefined;
  return words.every((word) => lower.startsWith(word) || lower.includes(` ${word}`) || lower.includes(`/${word}`))
    ? 1
    : 2;
}

function shown(label: string): string {
  return label.length <= MOST_CHARS ? label : `${label.slice(0, MOST_CHARS - 1)}…`.replace(/[\ud800-\udbff]…$/, "…");
}
