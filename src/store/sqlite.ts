import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { archiveReads, archiveWrites } from "./sqlite-archive.ts";
import { type Connection, openConnection } from "./sqlite-connection.ts";
import { followReads, followWrites } from "./sqlite-follows.ts";
import { forgetReads, forgetWrites } from "./sqlite-forgets.ts";
import { guardReads, guardWrites } from "./sqlite-guards.ts";
import { hideReads, hideWrites } from "./sqlite-hides.ts";
import { intakeReads, intakeWrites } from "./sqlite-intake.ts";
import { lock } from "./sqlite-lock.ts";
import { migrate, refuseForeign } from "./sqlite-migrations.ts";
import { muteReads, muteWrites } from "./sqlite-mutes.ts";
import { outboxReads, outboxWrites } from "./sqlite-outbox.ts";
import { quarantineReads, quarantineWrites } from "./sqlite-quarantine.ts";
import { retentionReads, retentionWrites } from "./sqlite-retention.ts";
import { migrations } from "./sqlite-steps.ts";
import { subscriptionReads, subscriptionWrites } from "./sqlite-subscriptions.ts";
import { threadReads, threadWrites } from "./sqlite-threads.ts";
import { toldReads, toldWrites } from "./sqlite-told.ts";
import { topicReads, topicWrites } from "./sqlite-topics.ts";
import { type Atomically, transactions } from "./sqlite-transactions.ts";
import { type Roles, type Store, StoreError } from "./store.ts";

export interface SqliteOptions {
  /** For the names of backup copies, and from when a text is kept. */
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
    const { atomically, close } = transactions(writer, rolesOver(writer, now), busyWaitMs);
    return {
      ...reads(reader),
      ...eachAlone(writes(writer, now), atomically),
      atomically,
      close: () => close(() => closeAll(opened)),
    };
  } catch (error) {
    closeAll(opened);
    throw error;
  }
}

/** What can be asked of a store beside the process that has it. */
export type StoreReader = Reads & { close(): void };

/** Reads a store that may be another process's. @throws {StoreError} where there is none, or none that we know */
export function openSqliteReader(path: string): StoreReader {
  const file = resolve(path);
  if (!existsSync(file)) throw new StoreError(`${file}: there is no store yet; \`run\` makes it`, "access");
  const db = openConnection(file, "read");
  try {
    refuseForeign(db, migrations.length);
    return { ...reads(db), close: () => db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Every role over one connection, without transactions. */
export function rolesOver(db: Connection, now: () => Date): Roles {
  return { ...reads(db), ...writes(db, now) };
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
  refuseForeign(writer, migrations.length);
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

/** Each write as a transaction of its own. */
function eachAlone(own: Writes, atomically: Atomically): Writes {
  const alone =
    (name: keyof Writes) =>
    (...given: never[]) =>
      atomically((tx) => (tx[name] as (...given: never[]) => Promise<unknown>)(...given));
  return Object.fromEntries(Object.keys(own).map((name) => [name, alone(name as keyof Writes)])) as never;
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
    ...followReads(db),
    ...forgetReads(db),
    ...guardReads(db),
    ...hideReads(db),
    ...muteReads(db),
    ...toldReads(db),
    ...outboxReads(db),
    ...quarantineReads(db),
    ...retentionReads(db),
  };
}

function writes(db: Connection, now: () => Date): Writes {
  return {
    ...intakeWrites(db),
    ...archiveWrites(db, now),
    ...threadWrites(db),
    ...topicWrites(db),
    ...subscriptionWrites(db),
    ...followWrites(db),
    ...forgetWrites(db),
    ...guardWrites(db),
    ...hideWrites(db),
    ...muteWrites(db),
    ...toldWrites(db),
    ...outboxWrites(db),
    ...quarantineWrites(db, now),
    ...retentionWrites(db),
  };
}
