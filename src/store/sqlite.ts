import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { archiveReads, archiveWrites } from "./sqlite-archive.ts";
import { type Connection, openConnection } from "./sqlite-connection.ts";
import { intakeReads, intakeWrites } from "./sqlite-intake.ts";
import { lock } from "./sqlite-lock.ts";
import { migrate, migrations } from "./sqlite-migrations.ts";
import { outboxReads, outboxWrites } from "./sqlite-outbox.ts";
import { subscriptionReads, subscriptionWrites } from "./sqlite-subscriptions.ts";
import { threadReads, threadWrites } from "./sqlite-threads.ts";
import { topicReads, topicWrites } from "./sqlite-topics.ts";
import { type Roles, type Store, StoreError } from "./store.ts";

export interface SqliteOptions {
  /** For the names of backup copies. */
  readonly now?: () => Date;
  /** How long a write waits for another program's lock on the file (a backup, a shell) before it gives up, in ms. */
  readonly busyWaitMs?: number;
}

/**
 * The store in one SQLite file, which is made where it is missing, with its folder (not the folder's folder). One
 * connection writes, one transaction after the other; a second one reads, and sees only what is committed.
 * @throws {StoreError} where it is another process's, damaged, another program's or of a newer Listwire.
 */
export async function openSqliteStore(path: string, options: SqliteOptions = {}): Promise<Store> {
  const file = resolve(path);
  const { now = () => new Date(), busyWaitMs = 90_000 } = options;
  makeFolder(file);
  const opened: Connection[] = [];
  try {
    opened.push(lock(file));
    const writer = openConnection(file, "write");
    opened.push(writer);
    prepareFile(writer, now());
    const reader = openConnection(file, "read");
    opened.push(reader);
    reader.exec("pragma cache_size = -4000");
    return storeOver(writer, reader, busyWaitMs, () => closeAll(opened));
  } catch (error) {
    closeAll(opened);
    throw error;
  }
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { mode: 0o700 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return;
    throw new StoreError(`${dirname(file)}: cannot be made; make it, for the user that Listwire runs as`, "access", {
      cause,
    });
  }
}

function closeAll(opened: readonly Connection[]): void {
  for (const connection of opened.toReversed()) connection.close();
}

/** Checks the file, brings it to the present shape and sets what this connection needs. */
function prepareFile(writer: Connection, now: Date): void {
  // Every commit is on disk before it is told (FULL); memory stays the same however large the file grows.
  writer.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
  writer.exec("pragma cache_size = -8000; pragma mmap_size = 0; pragma journal_size_limit = 16777216");
  migrate(writer, migrations, now);
  // All but the octets, which are most of the file and carry checksums of their own.
  const tables = writer.prepare<{ name: string }>(
    "select name from sqlite_schema where type = 'table' and name <> 'octets'",
  );
  const check = writer.prepare<{ quick_check: string }>("select * from pragma_quick_check(?)");
  for (const { name } of tables.all()) {
    const [problem] = check.all(name);
    if (problem === undefined || problem.quick_check === "ok") continue;
    throw new StoreError(
      `${writer.file}: is damaged; put a backup in its place, or recover what is left with \`sqlite3 FILE .recover\` (${problem.quick_check})`,
      "corrupt",
    );
  }
}

type Reads = ReturnType<typeof reads>;
type Writes = Omit<Roles, keyof Reads>;

function reads(db: Connection) {
  return {
    ...intakeReads(db),
    ...archiveReads(db),
    ...threadReads(db),
    ...topicReads(db),
    ...subscriptionReads(db),
    ...outboxReads(db),
  };
}

function writes(db: Connection): Writes {
  return {
    ...intakeWrites(db),
    ...archiveWrites(db),
    ...threadWrites(db),
    ...topicWrites(db),
    ...subscriptionWrites(db),
    ...outboxWrites(db),
  };
}

function storeOver(writer: Connection, reader: Connection, busyWaitMs: number, closeConnections: () => void): Store {
  const inside = new AsyncLocalStorage<true>();
  const roles: Roles = { ...reads(writer), ...writes(writer) };
  let last: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;
  let broken: StoreError | undefined;

  /** Runs after everything that was asked for before. */
  const queued = <T>(action: () => Promise<T>): Promise<T> => {
    const done = last.then(action);
    last = done.catch(() => undefined);
    return done;
  };

  const transaction = async <T>(work: (tx: Roles) => Promise<T>): Promise<T> => {
    if (broken !== undefined) throw broken;
    await begin(writer, busyWaitMs);
    // A `tx` that somebody kept must not write into another's transaction, nor after SQLite gave this one up (disk full).
    const { proxy, revoke } = Proxy.revocable(roles, {
      get(target, name: keyof Roles) {
        if (!writer.isInTransaction)
          throw new StoreError(`${writer.file}: this transaction was undone already`, "full");
        return target[name];
      },
    });
    try {
      const result = await inside.run(true, () => work(proxy));
      writer.exec("commit");
      return result;
    } catch (error) {
      // After a failed write to disk nobody knows what is on it (fsync(2)): no more writes in this process.
      if (error instanceof StoreError && (error.trouble === "io" || error.trouble === "corrupt")) broken = error;
      if (writer.isInTransaction) writer.exec("rollback");
      throw error;
    } finally {
      revoke();
    }
  };

  const atomically = async <T>(work: (tx: Roles) => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new StoreError(`${writer.file}: was closed before this write`, "closed");
    if (inside.getStore())
      throw new StoreError("a write within a transaction must go through its `tx`, or it waits for itself");
    return queued(() => transaction(work));
  };

  const alone = Object.fromEntries(
    (Object.keys(writes(writer)) as (keyof Writes)[]).map((name) => [
      name,
      (...given: unknown[]) => atomically((tx) => (tx[name] as (...given: unknown[]) => Promise<unknown>)(...given)),
    ]),
  ) as unknown as Writes;

  return {
    ...reads(reader),
    ...alone,
    atomically,
    close() {
      closing ??= queued(async () => closeConnections());
      return closing;
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
