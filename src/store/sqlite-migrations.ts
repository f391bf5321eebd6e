import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import type { Connection } from "./sqlite-connection.ts";
import { StoreError } from "./store.ts";

/** Marks a file as ours: `LSTW`, in `PRAGMA application_id`. */
const applicationId = 0x4c535457;

/** @throws {StoreError} `foreign` where the file is another program's, or of a Listwire that knows more than `known` steps. */
export function refuseForeign(database: Connection, known: number): void {
  const { file } = database;
  const seen = pragma(database, "user_version");
  if (!isEmpty(database) && pragma(database, "application_id") !== applicationId) {
    throw new StoreError(`${file}: is another program's database; name another file`, "foreign");
  }
  if (seen > known) {
    const versions = `version ${seen}, this one knows ${known}`;
    throw new StoreError(
      `${file}: was written by a newer Listwire (${versions}); start that one, or put back the copy from before it`,
      "foreign",
    );
  }
}

/**
 * Takes `database` through the steps that it has not seen, each in one transaction and, where there is something to
 * lose, after a copy of the file to `FILE.v1-20261125T105000Z`.
 */
export function migrate(database: Connection, steps: readonly string[], now: Date): void {
  const seen = pragma(database, "user_version");
  const hasNothingToLose = isEmpty(database);
  for (const [version, step] of [...steps.entries()].slice(seen)) {
    const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
    if (!hasNothingToLose) backUp(database, `${database.file}.v${version}-${time}`);
    database.exec("begin immediate");
    try {
      database.exec(step);
      database.exec(`pragma application_id = ${applicationId}`);
      database.exec(`pragma user_version = ${version + 1}`);
      database.exec("commit");
    } catch (error) {
      if (database.isInTransaction) database.exec("rollback");
      throw error;
    }
  }
}

function isEmpty(database: Connection): boolean {
  return database.prepare("select 1 from sqlite_schema").get() === undefined;
}

/** A copy that is whole and on disk before it gets its name. */
function backUp(database: Connection, copy: string): void {
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { force: true });
  database.prepare("vacuum into ?").run(unfinished);
  const descriptor = openSync(unfinished, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(unfinished, copy);
}

function pragma(database: Connection, name: "user_version" | "application_id"): number {
  return Object.values(database.prepare<Record<string, number>>(`pragma ${name}`).get() ?? {})[0] ?? 0;
}
