import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Row } from "../../src/cli/inspect-row.ts";

const LAUNCHER = fileURLToPath(new URL("../../bin/listwire.cjs", import.meta.url));

/** What the program says of one arrival: a line of `inspect --json --final` (docs/cli.md). */
export type Inspected = Omit<Row, symbol>;

/** Runs the program on the files and folders given. Copies are left out; the rows are in order of arrival. */
export async function inspected(...paths: readonly string[]): Promise<Inspected[]> {
  const child = spawn(process.execPath, [LAUNCHER, "inspect", "--json", "--final", ...paths], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const rows: Inspected[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const row = JSON.parse(line) as Inspected;
    if (row.duplicateOf === null) rows.push(row);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`inspect ${paths.join(" ")} ended with ${code}`);
  return rows;
}

/** By Message-ID: several mails may share one. */
export type ById = ReadonlyMap<string, readonly Inspected[]>;

export function byId(rows: readonly Inspected[]): ById {
  return Map.groupBy(rows, ({ messageId }) => messageId as string);
}

/** The rows for an id of the corpus, which has some that are not written as they should be. */
export function rowsOf(rows: ById, messageId: string): readonly Inspected[] {
  const found = rows.get(messageId.trim());
  if (found === undefined) throw new Error(`inspect gave no mail with the id ${messageId}`);
  return found;
}
