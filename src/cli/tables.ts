import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { keywordIndex } from "../route/keyword-sections.ts";
import { parseMaintainers } from "../route/maintainers.ts";
import { prefixIndex } from "../route/prefix-sections.ts";
import type { RouteTables } from "../route/route.ts";
import { sectionIndex } from "../route/sections-of.ts";
import { parseSubsystems, type SubsystemTable, subsystemIndex } from "../route/subsystems.ts";

/** The operator's tables, read and made ready. */
export interface Tables {
  readonly route: RouteTables;
  readonly rows: SubsystemTable;
  /** Everything that can be subscribed to besides lists. */
  readonly names: readonly string[];
  /** Lines and rows that could not be used, for `status` and the log. */
  readonly problems: readonly string[];
}

export interface TableFiles {
  readonly maintainers?: string;
  readonly directories?: string;
  readonly subsystems?: string;
}

/** @throws {Error} `FILE: …` where one cannot be read */
export async function readTables(files: TableFiles): Promise<Tables> {
  const maintainers = files.maintainers === undefined ? undefined : parseMaintainers(await text(files.maintainers));
  const directories =
    files.directories === undefined ? undefined : (await text(files.directories)).split("\n").filter(Boolean);
  const subsystems = files.subsystems === undefined ? undefined : parseSubsystems(parse(await text(files.subsystems)));
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
    names: [...rows.map(({ name }) => name), ...(maintainers?.sections.map(({ name }) => name) ?? [])],
    problems: [
      ...(maintainers?.problems ?? []).map((problem) => `${files.maintainers}: ${problem}`),
      ...(subsystems?.problems ?? []).map((problem) => `${files.subsystems}: ${problem}`),
    ],
  };
}

async function text(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file}: cannot be read (${error.code}); give the path of a file that this user may read`, {
      cause: error,
    });
  });
}
