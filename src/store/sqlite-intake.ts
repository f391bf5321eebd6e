import type { Cursor } from "../source/mail-source.ts";
import type { Attempts, Cursors } from "./intake.ts";
import type { Connection } from "./sqlite-connection.ts";

/** How far the sources are read, and which mails are being read right now. */
export function intakeReads(db: Connection): Pick<Cursors, "cursor"> & Pick<Attempts, "begunReading"> {
  const cursor = db.prepare<{ cursor: Cursor }>("select cursor from source where name = ?");
  const attempts = db.prepare<{ begun: number }>("select begun from attempt where key = ?");
  return {
    async cursor(source) {
      return cursor.get(source)?.cursor;
    },
    async begunReading(keys) {
      return new Map(
        keys.flatMap((key) => {
          const row = attempts.get(key);
          return row === undefined ? [] : [[key, row.begun] as const];
        }),
      );
    },
  };
}

export function intakeWrites(db: Connection): Pick<Cursors, "moveCursor"> & Omit<Attempts, "begunReading"> {
  const move = db.prepare(
    "insert into source (name, cursor) values (?, ?) on conflict do update set cursor = excluded.cursor",
  );
  const begin = db.prepare<{ before: number }>(
    `insert into attempt (key, begun) values (?, 1) on conflict do update set begun = begun + 1
     returning begun - 1 as before`,
  );
  const end = db.prepare("delete from attempt where key = ?");
  return {
    async moveCursor(source, cursor) {
      move.run(source, cursor);
    },
    async beginReading(keys) {
      return new Map(keys.map((key) => [key, begin.get(key)?.before ?? 0]));
    },
    async endReading(keys) {
      for (const key of keys) end.run(key);
    },
  };
}
