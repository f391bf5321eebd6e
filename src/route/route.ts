import type { KeywordMatch } from "./keyword-sections.ts";
import type { SectionMatch } from "./sections-of.ts";
import type { TableFacts, TableMatch } from "./subsystems.ts";

/** A subsystem that a mail belongs to, and why we think so. */
export interface Routed {
  /** What people subscribe to: a title of MAINTAINERS, or a name of the operator's table. */
  readonly name: string;
  /** For people; the name again for MAINTAINERS. */
  readonly title: string;
  readonly by: "path" | "keyword" | "series" | "inherited" | "subject" | "table" | "list";
  readonly depth: number;
  /** Words for `why`: `it touches drivers/wbus/ring.c`. */
  readonly reason: string;
}

/** What of a mail decides where it goes. */
export interface RouteFacts extends TableFacts {
  /** Whether `paths` are those of the mail's own patch, or only talked about: quoted hunks, a robot's report. */
  readonly pathsFrom: "patch" | "talk";
  /** Subject and text of a mail with a patch, for K: lines. */
  readonly patchText?: string;
  /**
   * Where the patch goes that it answers, or the series, looked up by the loop. None at all where it goes nowhere; absent
   * where there is neither.
   */
  readonly inherited?: readonly Inherited[];
}

type Inherited = SectionMatch & { readonly title?: string };

/** A subsystem that patches of a series go to, as its topic remembers it. */
export interface SeriesPlace {
  readonly name: string;
  readonly title: string;
  /** How they tell; absent for places from before it was noted, which are by path. */
  readonly by?: Routed["by"];
  /** Of the deepest pattern. */
  readonly depth: number;
  readonly patches: number;
}

/** What the operator gave us, made ready. Both may be absent: then lists go to channels and nothing is routed. */
export interface RouteTables {
  readonly sectionsOf?: (path: string) => readonly SectionMatch[];
  readonly keywordsOf?: (text: string) => readonly KeywordMatch[];
  /** The sections that a word before a colon of the subject means. */
  readonly prefixOf?: (word: string) => readonly SectionMatch[];
  readonly subsystemsOf?: (facts: TableFacts) => readonly TableMatch[];
}

/**
 * Where a mail belongs, best first, each subsystem once.
 *
 * A patch goes by the paths it touches, then by words in it. Any other mail goes where the mail goes that it answers, so
 * that a thread never jumps; only where that is unknown do the paths it talks about decide, then the words of its
 * subject. The operator's table adds what it says about subject, addresses and list.
 */
export function route(facts: RouteFacts, tables: RouteTables): Routed[] {
  const { inherited } = facts;
  const paths = facts.pathsFrom === "talk" && inherited !== undefined ? [] : facts.paths;
  const table = (tables.subsystemsOf?.({ ...facts, paths }) ?? []).map(
    ({ subsystem: { name, title }, ...match }): Routed => ({ name, title, ...match }),
  );
  const rows = (by: TableMatch["by"]) => table.filter((row) => row.by === by);
  const own = [
    ...[...byPath(paths, tables), ...rows("path")].sort((a, b) => b.depth - a.depth),
    ...byKeyword(facts.patchText, tables),
  ];
  const others = inherited?.map(handedOn) ?? (facts.pathsFrom === "talk" ? bySubject(facts, tables) : []);
  return once([...(own.length > 0 ? own : others), ...rows("table"), ...rows("list")]);
}

/** The subsystems whose channels get a mail: the first three, so that a change across the tree is not said everywhere. */
export function channelsCap(routed: readonly Routed[]): readonly Routed[] {
  return routed.slice(0, 3);
}

/** The places of a series with those of one more patch of it. */
export function withPatch(places: readonly SeriesPlace[], patch: readonly Routed[]): SeriesPlace[] {
  const all = new Map(places.map((place) => [place.name, place]));
  for (const { name, title, depth, by } of patch) {
    const seen = all.get(name);
    const best = seen !== undefined && isOfPath(seen) ? (seen.by ?? "path") : by;
    const patches = (seen?.patches ?? 0) + 1;
    all.set(name, { name, title, by: best, depth: Math.max(depth, seen?.depth ?? depth), patches });
  }
  return [...all.values()];
}

/**
 * Where a series goes: to the subsystems of most of its patches, of as many the deepest first; what paths say before what
 * only words or lists do.
 */
export function together(places: readonly SeriesPlace[]): Routed[] {
  return places
    .toSorted((a, b) => Number(isOfPath(b)) - Number(isOfPath(a)) || b.patches - a.patches || b.depth - a.depth)
    .map(({ patches, by = "path", ...place }) => ({ ...place, by: "series", reason: shareOf(by, patches) }));
}

/** Of a series: what the paths of its patches say, and so is true of what is said about it, too. */
export function byPaths(places: readonly SeriesPlace[]): readonly SeriesPlace[] {
  return places.filter(isOfPath);
}

function isOfPath({ by = "path" }: SeriesPlace): boolean {
  return by === "path";
}

/** `2 of its patches touch its files`. */
function shareOf(by: Routed["by"], patches: number): string {
  const [touch, name] = patches === 1 ? ["touches", "names"] : ["touch", "name"];
  const who = patches === 1 ? "one of its patches" : `${patches} of its patches`;
  return by === "path" ? `${who} ${touch} its files` : `${who} ${name} it by word, subject or list`;
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
  return Array.from(found, ([name, match]) => ({ name, ...match }))
    .sort((a, b) => b.paths.length - a.paths.length)
    .map(({ name, depth, paths: [first, ...more] }) => {
      const others = more.length > 0 ? ` and ${more.length} more` : "";
      return { name, title: name, by: "path", depth, reason: `MAINTAINERS lists ${first}${others}` };
    });
}

function byKeyword(patchText: string | undefined, { keywordsOf }: RouteTables): Routed[] {
  const found = patchText === undefined ? [] : (keywordsOf?.(patchText) ?? []);
  return found.map(({ name, keyword }) => ({
    name,
    title: name,
    by: "keyword",
    depth: 0,
    reason: `the patch says ${keyword}`,
  }));
}

/** By the first word that tells a place: of `dt-bindings: hwmon: …` the second. syzbot's guess is in brackets: `[hwmon?]`. */
function bySubject({ prefixes, tags }: RouteFacts, { prefixOf }: RouteTables): Routed[] {
  const words = [...tags.filter((tag) => tag.endsWith("?")), ...prefixes];
  for (const word of words) {
    const found = prefixOf?.(word) ?? [];
    if (found.length > 0) {
      const reason = `the subject says ${word}`;
      return found.map(({ name, depth }) => ({ name, title: name, by: "subject", depth, reason }));
    }
  }
  return [];
}

function handedOn({ name, depth, title = name }: Inherited): Routed {
  return { name, title, by: "inherited", depth, reason: "as the mail it answers" };
}

/** THE REST, and whatever else of MAINTAINERS begins with a star, names no place in the tree and is never an answer. */
function isPlace({ depth }: SectionMatch): boolean {
  return depth >= 0;
}

function once(routed: readonly Routed[]): Routed[] {
  const seen = new Set<string>();
  return routed.filter(({ name }) => !seen.has(name) && seen.add(name));
}
