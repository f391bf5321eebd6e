import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Row } from "../../src/cli/inspect-row.ts";
import { type Arrived, mboxrd } from "./mboxrd.ts";

const LAUNCHER = fileURLToPath(new URL("../../bin/listwire.cjs", import.meta.url));

/** What the program says of one arrival: a line of `inspect --json --final` (docs/cli.md). */
export type Inspected = Omit<Row, symbol>;

/** Runs the program with these words: options, files and folders. Copies are left out; the rows are in order of arrival. */
export async function inspected(...words: readonly string[]): Promise<Inspected[]> {
  const child = spawn(process.execPath, [LAUNCHER, "inspect", "--json", "--final", ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const rows: Inspected[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const row = JSON.parse(line) as Inspected;
    if (row.duplicateOf === null) rows.push(row);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`inspect ${words.join(" ")} ended with ${code}`);
  return rows;
}

/** What the program says of the mails when they arrive in this order. */
export async function rowsInOrder(mails: readonly Arrived[], ...options: readonly string[]): Promise<ById> {
  const folder = await mkdtemp(join(tmpdir(), "listwire-threads-"));
  try {
    const file = join(folder, "arrivals.mbox");
    await writeFile(file, mboxrd(mails));
    return byId(await inspected(...options, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** By Message-ID: several mails may share one. */
export type ById = ReadonlyMap<string, readonly Inspected[]>;

function byId(rows: readonly Inspected[]): ById {
  return Map.groupBy(rows, ({ messageId }) => messageId as string);
}

/** The rows for an id of the corpus, which has some that are not written as they should be. */
export function rowsOf(rows: ById, messageId: string): readonly Inspected[] {
  const found = rows.get(messageId.trim());
  if (found === undefined) throw new Error(`inspect gave no mail with the id ${messageId}`);
  return found;
}
