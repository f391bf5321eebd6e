import type { RobotRow } from "./robots.ts";

/** What an operator adds to the tables of this room. Their rows come first; nothing of ours is taken away. */
export interface KindTables {
  readonly robots: readonly RobotRow[];
  /** How maintainers say that patches were applied, at the head of a sentence: `landed in`. */
  readonly applied: readonly string[];
  /** How they say no outright: `vetoed`, `-1`. */
  readonly nak: readonly string[];
}

export const noTables: KindTables = { robots: [], applied: [], nak: [] };

/**
 * True where a sentence begins with one of the phrases, or goes on with one behind a few words and a comma: "Thanks Tom,
 * landed in main." Neither case nor the width of blanks matters; a phrase ends where a word does.
 */
export function beginsWith(sentence: string, phrases: readonly string[]): boolean {
  if (phrases.length === 0) return false;
  const heads = [sentence, /^[^,]{1,40},\s*(.*)$/s.exec(sentence)?.[1] ?? ""].map(plain);
  return phrases.map(plain).some((phrase) => phrase !== "" && heads.some((head) => isHead(head, phrase)));
}

function isHead(head: string, phrase: string): boolean {
  return head.startsWith(phrase) && !/^[\p{L}\p{N}_'’]/u.test(head.slice(phrase.length));
}

function plain(words: string): string {
  return words.slice(0, 200).toLowerCase().replace(/\s+/g, " ").trim();
}
