import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { StoreError, type StoreTrouble } from "./store.ts";

/** What a statement can be given: a text loses U+0000, a date becomes milliseconds, `undefined` becomes NULL. */
export type Value = string | number | Date | Uint8Array | undefined;

/** One statement, prepared once. `Row` is what its author says that a row looks like. */
export interface Statement<Row> {
  get(...values: readonly Value[]): Row | undefined;
  all(...values: readonly Value[]): Row[];
  /** How many rows were changed, and the rowid that was inserted last. */
  run(...values: readonly Value[]): { readonly changes: number; readonly rowid: number };
}

/** One connection to a SQLite file; whatever goes wrong in it is a StoreError. */
export interface Connection {
  readonly file: string;
  readonly isInTransaction: boolean;
  prepare<Row = never>(sql: string): Statement<Row>;
  exec(sql: string): void;
  close(): void;
}

/** Milliseconds that a connection may block the process for another one's lock; the queue of writers waits longer. */
const busyTimeoutMs = 250;

/** Opens `file` for reading and writing, made where it is missing, or for reading alone. @throws {StoreError} */
export function openConnection(file: string, access: "write" | "read"): Connection {
  const guarded = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw storeError(file, error);
    }
  };
  const database = guarded(() => new DatabaseSync(file, { readOnly: access === "read", timeout: busyTimeoutMs }));
  return {
    file,
    get isInTransaction() {
      return database.isTransaction;
    },
    prepare<Row>(sql: string): Statement<Row> {
      const statement = guarded(() => database.prepare(sql));
      return {
        get: (...values) => guarded(() => statement.get(...values.map(bound)) as Row | undefined),
        all: (...values) => guarded(() => statement.all(...values.map(bound)) as Row[]),
        run: (...values) =>
          guarded(() => {
            const { changes, lastInsertRowid } = statement.run(...values.map(bound));
            return { changes: Number(changes), rowid: Number(lastInsertRowid) };
          }),
      };
    },
    exec: (sql) => guarded(() => database.exec(sql)),
    close: () => guarded(() => database.close()),
  };
}

function bound(value: Value): SQLInputValue {
  if (value === undefined) return null;
  if (typeof value === "string") return withoutNul(value);
  return value instanceof Date ? value.getTime() : value;
}

/** Real mails contain U+0000 and PostgreSQL refuses it in texts, so that no engine keeps it. */
function withoutNul(text: string): string {
  return text.includes("\0") ? text.replaceAll("\0", "") : text;
}

/** `value` as JSON text without U+0000. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value) ?? "null";
  if (!json.includes("\\u0000")) return json;
  return JSON.stringify(value, (_key, inner) => (typeof inner === "string" ? withoutNul(inner) : inner));
}

/** By SQLite's primary result code (https://www.sqlite.org/rescode.html). */
const troubles: ReadonlyMap<number, readonly [trouble: StoreTrouble, says: string]> = new Map([
  [3, ["access", "may not be opened; give it to the user that Listwire runs as"]],
  [5, ["busy", "is locked by another program; end that program's transaction or wait"]],
  [6, ["busy", "is locked; wait"]],
  [8, ["access", "cannot be written; give the file and its folder to the user that Listwire runs as"]],
  [10, ["io", "cannot be read or written; look at the disk and the system's log, then start again"]],
  [11, ["corrupt", "is damaged; put a backup in its place, or recover what is left with `sqlite3 FILE .recover`"]],
  [13, ["full", "cannot grow, the disk is full; free some space, nothing is lost"]],
  [14, ["access", "cannot be opened; make its folder, and give both to the user that Listwire runs as"]],
  [19, ["conflict", "has that already, or a rule of the store forbids it"]],
  [26, ["corrupt", "is no SQLite database; put a backup in its place, or name another file"]],
]);

function storeError(file: string, error: unknown): StoreError {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  const [trouble, says] = troubles.get(code) ?? ["failed", "was used wrongly"];
  return new StoreError(`${file}: ${says} (${error instanceof Error ? error.message : error})`, trouble, {
    cause: error,
  });
}
