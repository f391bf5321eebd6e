import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout } from "node:timers/promises";
import type { Connection } from "./sqlite-connection.ts";
import { type Roles, type Store, StoreError } from "./store.ts";

export type Atomically = Store["atomically"];

/**
 * Transactions over the connection that writes, one after the other in the order they were asked for. `roles` are those
 * of that connection. `close` waits for what was asked for before it, then does `finish`, once.
 */
export function transactions(
  writer: Connection,
  roles: Roles,
  busyWaitMs: number,
): { readonly atomically: Atomically; readonly close: (finish: () => void) => Promise<void> } {
  const current = new AsyncLocalStorage<{ isOpen: boolean }>();
  let last: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;
  let broken: StoreError | undefined;

  const queued = <T>(action: () => Promise<T>): Promise<T> => {
    const done = last.then(action);
    last = done.catch(() => undefined);
    return done;
  };

  const transaction: Atomically = async (work) => {
    if (broken !== undefined) throw broken;
    await begin(writer, busyWaitMs);
    const mine = { isOpen: true };
    try {
      const result = await current.run(mine, () => work(rolesWhile(mine)));
      writer.exec("commit");
      return result;
    } catch (error) {
      // After a failed write to disk nobody knows what is on it (fsync(2)): no more writes in this process.
      if (error instanceof StoreError && (error.trouble === "io" || error.trouble === "corrupt")) broken = error;
      if (writer.isInTransaction) writer.exec("rollback");
      throw error;
    } finally {
      mine.isOpen = false;
    }
  };

  /** A `tx` that somebody kept must not write into another's transaction, nor on its own after SQLite undid this one. */
  const rolesWhile = (mine: { readonly isOpen: boolean }): Roles =>
    new Proxy(roles, {
      get(target, name: keyof Roles) {
        if (mine.isOpen && writer.isInTransaction) return target[name];
        throw new StoreError(`${writer.file}: this transaction is over, nothing more can be done in it`);
      },
    });

  return {
    async atomically(work) {
      if (closed !== undefined) throw new StoreError(`${writer.file}: was closed before this write`, "closed");
      if (current.getStore()?.isOpen) {
        throw new StoreError(
          `${writer.file}: a write within a transaction must go through its \`tx\`, or it waits for itself`,
        );
      }
      return queued(() => transaction(work));
    },
    close(finish) {
      closed ??= queued(async () => finish());
      return closed;
    },
  };
}

/** Waits without holding up the process while another program holds the file. */
async function begin(writer: Connection, busyWaitMs: number): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    try {
      writer.exec("begin immediate");
      return;
    } catch (error) {
      if (!(error instanceof StoreError) || error.trouble !== "busy" || waitedMs >= busyWaitMs) throw error;
    }
    await setTimeout(100);
  }
}
