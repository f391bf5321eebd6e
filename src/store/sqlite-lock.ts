import { type Connection, openConnection } from "./sqlite-connection.ts";
import { StoreError } from "./store.ts";

/**
 * Takes `file` for this process, until the connection that it gives is closed or the process ends, however it ends: the
 * lock is the system's own, on a file beside it, so there is no number of a dead process to misread. The lock file must
 * never be opened by other means in this process: closing it would let the lock go (fcntl(2)).
 * @throws {StoreError} `taken` where somebody has it.
 */
export function lock(file: string): Connection {
  const held = openConnection(`${file}.lock`, "write");
  try {
    held.exec("pragma journal_mode = memory");
    held.exec("begin exclusive");
    return held;
  } catch (error) {
    held.close();
    if (!(error instanceof StoreError) || error.trouble !== "busy") throw error;
    throw new StoreError(
      `${file}: another Listwire uses it; stop that one, or give this one another data folder`,
      "taken",
      {
        cause: error,
      },
    );
  }
}
