import type { Maintainers } from "./maintainers.ts";
import { type PathPattern, pathPattern } from "./path-pattern.ts";

export interface SectionMatch {
  readonly name: string;
  /** How much of the tree the matching line names; 0 for a match by N:, -1 for THE REST. */
  readonly depth: number;
}

/** Nobody's tree has longer paths; a longer one is an attack on the expressions and matches nothing. */
const maxPathLength = 1024;

interface Line {
  readonly section: number;
  /** Place among the lines of all sections: the last one that matches gives the depth. */
  readonly order: number;
  readonly pattern: PathPattern;
  readonly isExcept: boolean;
}

/**
 * The sections that a path belongs to, deepest first, THE REST last; of equal depth in the order of the file.
 *
 * As in get_maintainer.pl a section with a matching X: is out whatever else matches, and of several matching lines of a
 * section the last one gives the depth. `directories` are the tree's directories, or at least those that MAINTAINERS names
 * without a trailing slash; without them see `pathPattern` for the guess.
 */
export function sectionIndex(
  maintainers: Maintainers,
  directories?: readonly string[],
): (path: string) => SectionMatch[] {
  const known = directories && new Set(directories.map((name) => name.replace(/\/$/, "")));
  const byLiteral = new Map<string, Line[]>();
  const names: { readonly section: number; readonly order: number; readonly regexp: RegExp }[] = [];
  let order = 0;
  for (const [section, { rules }] of maintainers.sections.entries()) {
    for (const rule of rules) {
      order += 1;
      if (rule.kind === "name") {
        names.push({ section, order, regexp: rule.regexp });
        continue;
      }
      const pattern = pathPattern(rule.pattern, known);
      const line: Line = { section, order, pattern, isExcept: rule.kind === "except" };
      const lines = byLiteral.get(pattern.literal);
      if (lines === undefined) byLiteral.set(pattern.literal, [line]);
      else lines.push(line);
    }
  }
  const lengths = [...new Set([...byLiteral.keys()].map((literal) => literal.length))].sort((a, b) => a - b);

  return (path) => {
    if (path.length > maxPathLength) return [];
    const excepted = new Set<number>();
    const found = new Map<number, { order: number; depth: number }>();
    const note = (section: number, at: number, depth: number): void => {
      const earlier = found.get(section);
      if (earlier === undefined || earlier.order < at) found.set(section, { order: at, depth });
    };
    for (const length of lengths) {
      if (length > path.length) break;
      for (const line of byLiteral.get(path.slice(0, length)) ?? []) {
        if (!line.pattern.matches(path)) continue;
        if (line.isExcept) excepted.add(line.section);
        else note(line.section, line.order, line.pattern.depth);
      }
    }
    for (const { section, order: at, regexp } of names) if (regexp.test(path)) note(section, at, 0);
    return Array.from(found, ([section, { depth }]) => ({ section, depth }))
      .filter(({ section }) => !excepted.has(section))
      .sort((a, b) => b.depth - a.depth || a.section - b.section)
      .map(({ section, depth }) => ({ name: maintainers.sections[section]?.name ?? "", depth }));
  };
}
