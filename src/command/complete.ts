/** What somebody may choose while typing. */
export interface Completion {
  /** What is shown, at most 100 characters. */
  readonly label: string;
  /** What is given: the whole name, at most 100 characters. */
  readonly value: string;
}

/** Names made ready to be found by the words in them. */
export interface Names {
  readonly kind: "list" | "subsystem";
  readonly entries: readonly { readonly name: string; readonly lower: string }[];
}

/** Discord shows no more. */
export const MOST = 25;
const MOST_CHARS = 100;

/** Made once for the subsystems, which are thousands; each time anew for the lists that may be seen. The shorter come first. */
export function namesOf(kind: Names["kind"], names: readonly string[]): Names {
  const entries = names
    .filter(({ length }) => length <= MOST_CHARS)
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .map((name) => ({ name, lower: name.toLowerCase() }));
  return { kind, entries };
}

/**
 * What `typed` may become, best first: lists before subsystems, then names that begin so, then names of which a word
 * does, then those that hold all that was typed. Several words may stand for any beginnings: `dma sh` finds
 * `DMA BUFFER SHARING FRAMEWORK`.
 */
export function complete(typed: string, all: readonly Names[]): Completion[] {
  const words = typed.toLowerCase().trim().split(/\s+/).filter(Boolean);
  return all
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .flatMap(({ kind, entries }) => {
      const found = Map.groupBy(entries, ({ lower }) => rankOf(lower, words));
      const best = ranks.flatMap((rank) => found.get(rank) ?? []);
      return best.slice(0, MOST).map(({ name }) => ({ label: shown(`${name} (${kind})`), value: name }));
    })
    .slice(0, MOST);
}

const order = ["list", "subsystem"] as const;
const ranks = [0, 1, 2] as const;

/** 0: begins with what was typed; 1: its words do; 2: holds it; `undefined`: no match. */
function rankOf(lower: string, words: readonly string[]): 0 | 1 | 2 | undefined {
  const typed = words.join(" ");
  if (lower.startsWith(typed)) return 0;
  if (!words.every((word) => lower.includes(word))) return undefined;
  return words.every((word) => lower.startsWith(word) || lower.includes(` ${word}`) || lower.includes(`/${word}`))
    ? 1
    : 2;
}

/** A label cut to what is shown of it. */
export function shown(label: string): string {
  return label.length <= MOST_CHARS ? label : `${label.slice(0, MOST_CHARS - 1)}…`.replace(/[\ud800-\udbff]…$/, "…");
}
