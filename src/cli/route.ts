import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { parseMaintainers } from "../route/maintainers.ts";
import { sectionIndex } from "../route/sections-of.ts";

export interface RouteOptions {
  readonly maintainersFile: string;
  /** One directory of the tree a line, as `git ls-tree -rd --name-only HEAD` prints them. */
  readonly directoriesFile?: string;
}

/**
 * `route --maintainers FILE [--directories FILE]`: a path a line in, `{"path","sections":[…]}` a line out, in that order.
 * Lines of MAINTAINERS that cannot be used are named on `errors`; the rest is used. Gives the exit code: 0, or 2 where a
 * file cannot be read.
 */
export async function routeCommand(
  options: RouteOptions,
  input: Readable,
  output: Writable,
  errors: Writable = process.stderr,
): Promise<number> {
  let maintainersText: string;
  let directories: readonly string[] | undefined;
  try {
    maintainersText = await readFile(options.maintainersFile, "utf8");
    directories =
      options.directoriesFile === undefined ? undefined : lines(await readFile(options.directoriesFile, "utf8"));
  } catch (error) {
    const { path, code } = error as NodeJS.ErrnoException;
    errors.write(
      `route: ${path ?? options.maintainersFile} cannot be read (${code ?? "unknown error"}); ${remedy(path, options)}\n`,
    );
    return 2;
  }
  const maintainers = parseMaintainers(maintainersText);
  for (const problem of maintainers.problems) errors.write(`${options.maintainersFile}: ${problem}\n`);
  const sectionsOf = sectionIndex(maintainers, directories);
  for await (const path of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (path === "") continue;
    const answer = JSON.stringify({ path, sections: sectionsOf(path).map(({ name }) => name) });
    if (!output.write(`${answer}\n`)) await once(output, "drain");
  }
  return 0;
}

function remedy(path: string | undefined, { maintainersFile }: RouteOptions): string {
  return path === undefined || path === maintainersFile
    ? "name the MAINTAINERS file of your source tree with --maintainers"
    : "make it with `git ls-tree -rd --name-only HEAD` or leave --directories out";
}

function lines(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== "");
}
