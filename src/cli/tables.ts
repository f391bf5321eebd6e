import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { keywordIndex } from "../route/keyword-sections.ts";
import { type Maintainers, parseMaintainers } from "../route/maintainers.ts";
import { prefixIndex } from "../route/prefix-sections.ts";
import type { RouteTables } from "../route/route.ts";
import { sectionIndex } from "../route/sections-of.ts";
import { type ParsedSubsystems, parseSubsystems, type SubsystemTable, subsystemIndex } from "../route/subsystems.ts";
import { readDirectories } from "./directories.ts";

/** The operator's tables, read and made ready. */
export interface Tables {
  readonly route: RouteTables;
  readonly rows: SubsystemTable;
  /** Everything that can be subscribed to besides lists. */
  readonly names: readonly string[];
  /** Lines and rows that could not be used, for `status` and the log: `MAINTAINERS:12: …`. */
  readonly problems: readonly string[];
}

export interface TableFiles {
  readonly maintainers?: string;
  /** A file, a folder with git's repository of the source tree, or `git` for that of the MAINTAINERS file. */
  readonly directories?: string;
  readonly subsystems?: string;
}

/** @throws {Error} `FILE: …` where one cannot be read, or there is nothing in it that could be used */
export async function readTables(files: TableFiles): Promise<Tables> {
  const maintainers = files.maintainers === undefined ? undefined : await readMaintainers(files.maintainers);
  const directories =
    files.directories === undefined || files.maintainers === undefined
      ? undefined
      : await readDirectories(files.directories, files.maintainers);
  const subsystems = files.subsystems === undefined ? undefined : await readSubsystems(files.subsystems);
  const rows = subsystems?.table ?? [];
  return {
    route: {
      ...(maintainers !== undefined && {
        sectionsOf: sectionIndex(maintainers, directories),
        keywordsOf: keywordIndex(maintainers),
        prefixOf: prefixIndex(maintainers),
      }),
      ...(subsystems !== undefined && { subsystemsOf: subsystemIndex(rows) }),
    },
    rows,
    names: [...new Set([...rows.map(({ name }) => name), ...(maintainers?.sections.map(({ name }) => name) ?? [])])],
    problems: [
      ...(maintainers?.problems ?? []).map((problem) => `${files.maintainers}:${problem.replace(/^line /, "")}`),
      ...(subsystems?.problems ?? []).map((problem) => `${files.subsystems}: ${problem}`),
    ],
  };
}

async function readMaintainers(file: string): Promise<Maintainers> {
  const maintainers = parseMaintainers(await text(file));
  if (maintainers.sections.length > 0) return maintainers;
  throw new Error(`${file}: has no section; name the MAINTAINERS file of a source tree`);
}

async function readSubsystems(file: string): Promise<ParsedSubsystems> {
  let written: unknown;
  try {
    written = parse(await text(file));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "YAMLParseError") throw error;
    const line = (error as Error & { linePos?: readonly { line: number }[] }).linePos?.[0]?.line;
    const where = line === undefined ? "" : `:${line}`;
    throw new Error(`${file}${where}: is no YAML (${error.message.split(" at line ")[0]}); see docs/subsystems.md`, {
      cause: error,
    });
  }
  const subsystems = parseSubsystems(written);
  if (Array.isArray(written)) return subsystems;
  throw new Error(`${file}: ${subsystems.problems.join("; ")}`);
}

async function text(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file}: cannot be read (${error.code}); give the path of a file that this user may read`, {
      cause: error,
    });
  });
}
