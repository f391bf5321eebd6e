import { archived, type MailRow } from "./sqlite-archive.ts";
import type { Connection } from "./sqlite-connection.ts";
import type { Readers } from "./told.ts";

interface ToldRow {
  readonly asked_by: string;
  readonly from_no: number;
  readonly from_at: number;
  readonly to_no: number;
  readonly to_at: number;
}

export function toldReads(db: Connection): Omit<Readers, "saveTold"> {
  const decided = db.prepare<MailRow & { no: number }>(
    `select decided.no, archived.* from decided join archived on archived.seq = decided.mail
     where decided.channel = ? and decided.no > ? order by decided.no limit ?`,
  );
  const firstSince = db.prepare<{ no: number | null }>(
    "select min(no) as no from decided where channel = ? and arrived_at >= ?",
  );
  const last = db.prepare<{ no: number | null }>("select max(no) as no from decided");
  const told = db.prepare<ToldRow>("select * from told where channel = ? and reader = ?");
  return {
    async decidedAfter(channel, place, limit) {
      return decided.all(channel, place, limit).map((row) => ({ place: row.no, mail: archived(row) }));
    },
    async placeBefore(channel, at) {
      const first = firstSince.get(channel, at)?.no ?? undefined;
      return first === undefined ? (last.get()?.no ?? 0) : first - 1;
    },
    async lastTold(channel, reader) {
      const row = told.get(channel, reader);
      return (
        row && {
          channel,
          reader,
          by: row.asked_by,
          from: { place: row.from_no, at: new Date(row.from_at) },
          to: { place: row.to_no, at: new Date(row.to_at) },
        }
      );
    },
  };
}

export function toldWrites(db: Connection): Pick<Readers, "saveTold"> {
  const save = db.prepare("insert or replace into told values (?, ?, ?, ?, ?, ?, ?)");
  return {
    async saveTold({ channel, reader, by, from, to }) {
      save.run(channel, reader, by, from.place, from.at, to.place, to.at);
    },
  };
}
