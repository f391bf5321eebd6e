import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";
import { StoreError } from "./store.ts";

/**
 * A copy of a SQLite file as it is at one moment, also while another process writes it: whole and on disk before it has its name.
 * @throws {StoreError} where `to` is there already, or either cannot be used
 */
export async function copySqlite(from: string, to: string): Promise<void> {
  if (existsSync(to)) throw new StoreError(`${to}: is there already; name another folder`, "conflict");
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    const source = new DatabaseSync(from, { readOnly: true });
    try {
      await backup(source, unfinished);
    } finally {
      source.close();
    }
    assertWhole(unfinished);
    const descriptor = openSync(unfinished, "r");
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(unfinished, to);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    if (cause instanceof StoreError) throw cause;
    throw new StoreError(`${from}: cannot be copied to ${to} (${(cause as Error).message})`, "io", { cause });
  }
}

/** One file, without a journal beside it. @throws {StoreError} `corrupt` */
function assertWhole(file: string): void {
  const db = new DatabaseSync(file);
  try {
    db.exec("pragma journal_mode = delete");
    const { quick_check: said } = db.prepare("pragma quick_check(1)").get() as { quick_check: string };
    if (said !== "ok") throw new StoreError(`${file}: is damaged (${said})`, "corrupt");
  } finally {
    db.close();
  }
}
