import { unquoted } from "./quote-mark.ts";

/** The mail that is answered, as a row of words: marks, white space and line breaks do not count. */
export interface Parent {
  /** Where `words`, two at least, stand in a row: the place of the first. */
  readonly places: (words: readonly string[]) => readonly number[];
  /** Whether `words` stand at `place`. */
  readonly holdsAt: (place: number, words: readonly string[]) => boolean;
  /** Whether a line of the parent starts with the word at `place`. */
  readonly startsLine: (place: number) => boolean;
}

/** `text` is that mail's `Mail.text`. It is read when the first question is asked. */
export function parentOf(text: string): Parent {
  let read: Row | undefined;
  const row = (): Row => {
    read ??= rowOf(text);
    return read;
  };
  const holdsAt = (place: number, words: readonly string[]): boolean =>
    words.every((word, i) => row().words[place + i] === word);
  return {
    holdsAt,
    places: (words) => (row().pairs.get(pair(words, 0)) ?? []).filter((place) => holdsAt(place, words)),
    startsLine: (place) => row().starts.has(place),
  };
}

/** The words of a line without its marks. */
export const wordsOf = (line: string): readonly string[] => unquoted(line).match(/\S+/g) ?? [];

interface Row {
  readonly words: readonly string[];
  /** Where the first word of each line stands. */
  readonly starts: ReadonlySet<number>;
  /** Where each two neighbours stand. */
  readonly pairs: ReadonlyMap<string, readonly number[]>;
}

/** No two words are looked up at more places than this, or a log of equal lines would cost the square of its length. */
const mostPlaces = 16;

const pair = (words: readonly string[], at: number): string => `${words[at]} ${words[at + 1]}`;

function rowOf(text: string): Row {
  const words: string[] = [];
  const starts = new Set<number>();
  for (const line of text.split("\n")) {
    starts.add(words.length);
    for (const word of wordsOf(line)) words.push(word);
  }
  const pairs = new Map<string, number[]>();
  for (let at = 0; at + 1 < words.length; at++) {
    const key = pair(words, at);
    const places = pairs.get(key);
    if (places === undefined) pairs.set(key, [at]);
    else if (places.length < mostPlaces) places.push(at);
  }
  return { words, starts, pairs };
}
