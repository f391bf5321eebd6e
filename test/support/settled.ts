import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Resolves once the store in `data` has `mails` mails and owes no delivery, whatever processes came and went meanwhile:
 * they say nothing that could be waited for when they are killed, so the file is looked at.
 */
export async function untilAllThere(data: string, mails: number, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true && !isAllThere(join(data, "listwire.sqlite"), mails)) await pause(20);
}

function isAllThere(file: string, mails: number): boolean {
  if (!existsSync(file)) return false;
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true });
    const state = db
      .prepare(
        "select (select count(*) from mail) as mails, (select count(*) from delivery where state in ('queued', 'sending')) as owed",
      )
      .get();
    return state?.mails === mails && state.owed === 0;
  } catch {
    return false; // not made yet, or locked for a moment
  } finally {
    db?.close();
  }
}
