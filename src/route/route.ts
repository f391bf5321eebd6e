import type { KeywordMatch } from "./keyword-sections.ts";
import type { SectionMatch } from "./sections-of.ts";
import type { TableFacts, TableMatch } from "./subsystems.ts";

/** A subsystem that a mail belongs to, and why we think so. */
export interface Routed {
  /** What people subscribe to: a title of MAINTAINERS, or a name of the operator's table. */
  readonly name: string;
  /** For people; the name again for MAINTAINERS. */
  readonly title: string;
  readonly by: "path" | "keyword" | "inherited" | "table" | "list";
  readonly depth: number;
  /** Words for `why`: `it touches drivers/wbus/ring.c`. */
  readonly reason: string;
}

/** What of a mail decides where it goes. */
export interface RouteFacts extends TableFacts {
  /** Whether `paths` are those of the mail's own patch, or only talked about: quoted hunks, a robot's report. */
  readonly pathsFrom: "patch" | "talk";
  /** Subject and text of the mail's own patch, for K: lines. */
  readonly patchText?: string;
  /** Subsystems of the nearest ancestor that has some, or of the series. The loop looks them up. */
  readonly inherited?: readonly (SectionMatch & { readonly title?: string })[];
}

/** What the operator gave us, made ready. Both may be absent: then lists go to channels and nothing is routed. */
export interface RouteTables {
  readonly sectionsOf?: (path: string) => readonly SectionMatch[];
  readonly keywordsOf?: (text: string) => readonly KeywordMatch[];
  readonly subsystemsOf?: (facts: TableFacts) => readonly TableMatch[];
}

/**
 * Where a mail belongs, best first, each subsystem once.
 *
 * A patch goes by the paths it touches, then by words in it. Any other mail goes where the mail goes that it answers, so
 * that a thread never jumps; only where that is unknown do the paths it talks about decide. The operator's table adds
 * what it says about subject, addresses and list.
 */
export function route(facts: RouteFacts, tables: RouteTables): Routed[] {
  const table = (tables.subsystemsOf?.(facts) ?? []).map(
    ({ subsystem: { name, title }, by, depth, reason }): Routed => ({ name, title, by, depth, reason }),
  );
  const paths = byPath(facts.paths, tables).concat(table.filter(({ by }) => by === "path"));
  const inherited = (facts.inherited ?? []).filter(isPlace).map(
    ({ name, depth, title }): Routed => ({
      name,
      title: title ?? name,
      by: "inherited",
      depth,
      reason: "as the mail it answers",
    }),
  );
  const keywords =
    facts.patchText === undefined
      ? []
      : (tables.keywordsOf?.(facts.patchText) ?? []).map(
          ({ name, keyword }): Routed => ({
            name,
            title: name,
            by: "keyword",
            depth: 0,
            reason: `the patch says ${keyword}`,
          }),
        );
  const own = [...paths.sort((a, b) => b.depth - a.depth), ...keywords];
  const [first, second] = facts.pathsFrom === "patch" ? [own, inherited] : [inherited, own];
  return once([
    ...(first.length > 0 ? first : second),
    ...table.filter(({ by }) => by === "table"),
    ...table.filter(({ by }) => by === "list"),
  ]);
}

/** The subsystems whose channels get a mail: the first three, so that a change across the tree is not said everywhere. */
export function channelsCap(routed: readonly Routed[]): readonly Routed[] {
  return routed.slice(0, 3);
}

/** Sections of all paths, those of most paths first among equal depth. */
function byPath(paths: readonly string[], { sectionsOf }: RouteTables): Routed[] {
  const found = new Map<string, { depth: number; paths: string[] }>();
  for (const path of new Set(paths)) {
    for (const { name, depth } of (sectionsOf?.(path) ?? []).filter(isPlace)) {
      const seen = found.get(name);
      if (seen === undefined) found.set(name, { depth, paths: [path] });
      else {
        seen.depth = Math.max(seen.depth, depth);
        seen.paths.push(path);
      }
    }
  }
  return Array.from(
    found,
    ([
      name,
      {
        depth,
        paths: [first = "", ...more],
      },
    ]) => ({
      count: more.length,
      routed: {
        name,
        title: name,
        by: "path" as const,
        depth,
        reason: `MAINTAINERS lists ${first}${more.length > 0 ? ` and ${more.length} more` : ""}`,
      },
    }),
  )
    .sort((a, b) => b.count - a.count)
    .map(({ routed }) => routed);
}

/** THE REST, and whatever else of MAINTAINERS begins with a star, names no place in the tree and is never an answer. */
function isPlace({ depth }: SectionMatch): boolean {
  return depth >= 0;
}

function once(routed: readonly Routed[]): Routed[] {
  const seen = new Set<string>();
  return routed.filter(({ name }) => !seen.has(name) && seen.add(name));
}
