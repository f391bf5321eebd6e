import type { Mute, Mutes } from "./mutes.ts";
import type { Connection } from "./sqlite-connection.ts";

export function muteReads(db: Connection): Pick<Mutes, "muteOf"> {
  const one = db.prepare<{ manner: Mute["manner"]; until: number; is_idle: number }>(
    "select manner, until, is_idle from mute where channel = ? and topic = ?",
  );
  return {
    async muteOf(channel, topic) {
      const row = one.get(channel, topic);
      return row && { manner: row.manner, until: new Date(row.until), isIdle: row.is_idle === 1 };
    },
  };
}

export function muteWrites(db: Connection): Omit<Mutes, "muteOf"> {
  const set = db.prepare(
    `insert into mute (channel, topic, until, manner, is_idle) values (?, ?, ?, ?, ?)
     on conflict do update set until = excluded.until, manner = excluded.manner, is_idle = excluded.is_idle`,
  );
  const remove = db.prepare("delete from mute where channel = ? and topic = ?");
  const keep = db.prepare("update mute set until = ? where topic = ? and is_idle = 1 and until > ?");
  const end = db.prepare("delete from mute where until <= ?");
  return {
    async mute(channel, topic, { until, manner, isIdle }) {
      set.run(channel, topic, until, manner, isIdle ? 1 : 0);
    },
    async unmute(channel, topic) {
      return remove.run(channel, topic).changes > 0;
    },
    async keepMutes(topic, until, now) {
      keep.run(until, topic, now);
    },
    async endMutes(now) {
      return end.run(now).changes;
    },
  };
}
