import { type PathPattern, pathPattern } from "./path-pattern.ts";

/** A row of the operator's own table (`config/subsystems.yaml`): what belongs to a part of a project. */
export interface Subsystem {
  /** What people subscribe to: `wbus`. */
  readonly name: string;
  /** For people: `W-bus core and drivers`. */
  readonly title: string;
  /** List-Ids, lower case: `wbus-devel.lists.example.org`. */
  readonly lists: readonly string[];
  /** Addresses in To or Cc, lower case. */
  readonly addresses: readonly string[];
  /** Words before a colon in the subject, or in its brackets: `wbus`, `dt-bindings`, `net-next`. Lower case. */
  readonly prefixes: readonly string[];
  /** Patterns as in MAINTAINERS' F: lines: `drivers/wbus/`, `include/linux/wbus*.h`. */
  readonly paths: readonly string[];
  /** Addresses of robots that report on it, lower case. */
  readonly robots: readonly string[];
}

export type SubsystemTable = readonly Subsystem[];

export interface ParsedSubsystems {
  readonly table: SubsystemTable;
  /** `row 2 (clk): path is not known; did you mean paths?` Rows with a problem are left out. */
  readonly problems: readonly string[];
}

/** How each key of a row is checked; the words behind it are the remedy. */
const columns: Readonly<Record<string, { readonly form: "word" | "words"; readonly remedy: string }>> = {
  name: { form: "word", remedy: "give the short name people subscribe to, such as wbus" },
  title: { form: "word", remedy: "give one line of text, or leave it out" },
  lists: { form: "words", remedy: "list List-Ids, such as [wbus-devel.lists.example.org]" },
  addresses: { form: "words", remedy: "list addresses, such as [wbus@example.org]" },
  prefixes: { form: "words", remedy: "list words, such as [wbus]" },
  paths: { form: "words", remedy: "list paths, such as [drivers/wbus/]" },
  robots: { form: "words", remedy: "list addresses, such as [robot@example.org]" },
};

/** Reads the table out of what the YAML says: a list of rows. */
export function parseSubsystems(value: unknown): ParsedSubsystems {
  if (!Array.isArray(value)) {
    return { table: [], problems: ["the table is no list of rows; begin each row with `- name: …`"] };
  }
  const table: Subsystem[] = [];
  const problems: string[] = [];
  const rowOf = new Map<string, number>();
  for (const [index, row] of value.entries()) {
    const wrong = problemsOf(row);
    if (wrong.length === 0) {
      const subsystem = subsystemOf(row as Readonly<Record<string, string | readonly string[]>>);
      const key = subsystem.name.toLowerCase();
      const earlier = rowOf.get(key);
      if (earlier === undefined) {
        rowOf.set(key, index + 1);
        table.push(subsystem);
      } else wrong.push(`name is taken by row ${earlier}; give it another, or join the rows`);
    }
    problems.push(...wrong.map((problem) => `row ${index + 1}${named(row)}: ${problem}`));
  }
  return { table, problems };
}

function problemsOf(row: unknown): string[] {
  if (!isRecord(row)) return ["is no row; begin it with `- name: …`"];
  const problems: string[] = [];
  for (const [key, value] of Object.entries(row)) {
    const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
    if (column === undefined) problems.push(`${key} is not known; use ${Object.keys(columns).join(", ")}`);
    else if (column.form === "word" ? !isWord(value) : !(Array.isArray(value) && value.every(isWord))) {
      problems.push(
        `${key} is ${Array.isArray(value) ? "a list with something else in it" : typeof value}; ${column.remedy}`,
      );
    }
  }
  if (row.name === undefined) problems.push(`name is missing; ${columns.name?.remedy}`);
  if (
    !["lists", "addresses", "prefixes", "paths", "robots"].some((key) => Array.isArray(row[key]) && row[key].length > 0)
  ) {
    problems.push("nothing can belong to it; give lists, addresses, prefixes, paths or robots");
  }
  return problems;
}

function subsystemOf(row: Readonly<Record<string, string | readonly string[]>>): Subsystem {
  const words = (key: string) => [row[key] ?? []].flat().map((word) => word.trim());
  const lower = (key: string) => words(key).map((word) => word.toLowerCase());
  const name = words("name")[0] ?? "";
  return {
    name,
    title: words("title")[0] ?? name,
    lists: lower("lists").map((id) => id.replace(/^<|>$/g, "")),
    addresses: lower("addresses"),
    prefixes: lower("prefixes").map((prefix) => prefix.replace(/:$/, "")),
    paths: words("paths"),
    robots: lower("robots"),
  };
}

/** What of a mail the table looks at. */
export interface TableFacts {
  readonly lists: readonly string[];
  /** Addresses in To and Cc. */
  readonly recipients: readonly string[];
  /** Address of the author. */
  readonly from?: string;
  /** Words before a colon in the subject, first one first. */
  readonly prefixes: readonly string[];
  /** Words of the subject's brackets. */
  readonly tags: readonly string[];
  readonly paths: readonly string[];
}

export interface TableMatch {
  readonly subsystem: Subsystem;
  readonly by: "path" | "table" | "list";
  /** As `PathPattern.depth` for a path; 1 for a word of the subject, 0 for the rest. */
  readonly depth: number;
  readonly reason: string;
}

/** The rows that a mail belongs to, in the table's order, each with its best reason: path, subject, address, list. */
export function subsystemIndex(
  table: SubsystemTable,
  directories?: readonly string[],
): (facts: TableFacts) => TableMatch[] {
  const known = directories && new Set(directories.map((name) => name.replace(/\/$/, "")));
  const rows = table.map((subsystem) => ({
    subsystem,
    patterns: subsystem.paths.map((path) => pathPattern(path, known)),
  }));
  return (facts) =>
    rows.flatMap(({ subsystem, patterns }): TableMatch[] => {
      const path = deepest(patterns, facts.paths);
      if (path !== undefined) return [{ subsystem, by: "path", ...path }];
      for (const { by, depth, words, wanted, says } of lookups(facts)) {
        const word = words.find((one) => subsystem[wanted].includes(one));
        if (word !== undefined) return [{ subsystem, by, depth, reason: says(word) }];
      }
      return [];
    });
}

interface Lookup {
  readonly by: "table" | "list";
  readonly depth: number;
  readonly words: readonly string[];
  readonly wanted: "prefixes" | "robots" | "addresses" | "lists";
  readonly says: (word: string) => string;
}

/** Best first. syzbot writes its guess with a question mark: `[wbus?]`. */
function lookups(facts: TableFacts): Lookup[] {
  const lower = (words: readonly string[]) => words.map((word) => word.toLowerCase().replace(/\?$/, ""));
  return [
    { by: "table", depth: 1, words: lower(facts.prefixes), wanted: "prefixes", says: (w) => `the subject says ${w}:` },
    { by: "table", depth: 1, words: lower(facts.tags), wanted: "prefixes", says: (w) => `the subject says [${w}]` },
    { by: "table", depth: 0, words: lower([facts.from ?? ""]), wanted: "robots", says: () => "its robot wrote it" },
    { by: "table", depth: 0, words: lower(facts.recipients), wanted: "addresses", says: () => "addressed to it" },
    { by: "list", depth: 0, words: lower(facts.lists), wanted: "lists", says: (w) => `came by the list ${w}` },
  ];
}

function deepest(
  patterns: readonly PathPattern[],
  paths: readonly string[],
): { depth: number; reason: string } | undefined {
  let best: { depth: number; reason: string } | undefined;
  for (const path of paths) {
    for (const pattern of patterns) {
      if (
        (best === undefined || pattern.depth > best.depth) &&
        path.startsWith(pattern.literal) &&
        pattern.matches(path)
      ) {
        best = { depth: pattern.depth, reason: `it touches ${path}` };
      }
    }
  }
  return best;
}

function isWord(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function named(row: unknown): string {
  return isRecord(row) && isWord(row.name) ? ` (${row.name.slice(0, 40)})` : "";
}
