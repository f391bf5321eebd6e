import type { Maintainers } from "./maintainers.ts";

export interface KeywordMatch {
  readonly name: string;
  /** The K: line that matched, as written. */
  readonly keyword: string;
}

/** Only the first lines are looked at, and of each only the beginning: a patch of a megabyte names its subject early. */
const maxLines = 20_000;
const maxLineLength = 1000;

/**
 * The sections whose K: lines match a patch, in the order of the file. `text` is what git-format-patch(1) wrote, subject
 * included: above the first `---`/`+++` pair every line counts, below it those that start with + or -, and the headers of
 * the diff never.
 */
export function keywordIndex(maintainers: Maintainers): (text: string) => KeywordMatch[] {
  const all = maintainers.sections.flatMap(({ name, keywords }) => keywords.map((keyword) => ({ name, keyword })));
  return (text) => {
    const open = new Set(all);
    let inDiff = false;
    for (const line of text.split("\n", maxLines)) {
      if (/^(?:\+\+\+|---)\s+\S/.test(line)) inDiff = true;
      else if (!isDiffHeader(line)) {
        const part = line.slice(0, maxLineLength);
        for (const one of open) if ((inDiff ? one.keyword.inDiff : one.keyword.inText).test(part)) open.delete(one);
      }
    }
    const seen = new Set<string>();
    return all
      .filter((one) => !open.has(one) && !seen.has(one.name) && seen.add(one.name))
      .map(({ name, keyword }) => ({ name, keyword: keyword.written }));
  };
}

function isDiffHeader(line: string): boolean {
  return /^(?:diff --git a\/\S+ b\/\S+\s*$|rename (?:from|to) \S|Fixes:\s+[0-9a-fA-F]{6,40}|@@ -\d+,\d+)/.test(line);
}
