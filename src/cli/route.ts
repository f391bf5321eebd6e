import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { readTables } from "./tables.ts";

export interface RouteOptions {
  readonly maintainersFile: string;
  /** One directory of the tree a line, as `git ls-tree -rd --name-only HEAD` prints them; or that tree; or `git`. */
  readonly directoriesFile?: string;
}

/**
 * `route --maintainers FILE [--directories FILE]`: a path a line in, `{"path","sections":[…]}` a line out, in that order.
 * Lines of MAINTAINERS that cannot be used are named on `errors`; the rest is used. Gives the exit code: 0, or 2 where a
 * file cannot be read.
 */
export async function routeCommand(
  { maintainersFile, directoriesFile }: RouteOptions,
  input: Readable,
  output: Writable,
  errors: Writable = process.stderr,
): Promise<number> {
  const files = {
    maintainers: maintainersFile,
    ...(directoriesFile !== undefined && { directories: directoriesFile }),
  };
  const tables = await readTables(files).catch((error: Error) => error);
  if (tables instanceof Error) {
    errors.write(`route: ${tables.message}\n`);
    return 2;
  }
  for (const problem of tables.problems) errors.write(`${problem}\n`);
  for await (const path of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (path === "") continue;
    const sections = (tables.route.sectionsOf?.(path) ?? []).map(({ name }) => name);
    if (!output.write(`${JSON.stringify({ path, sections })}\n`)) await once(output, "drain");
  }
  return 0;
}
