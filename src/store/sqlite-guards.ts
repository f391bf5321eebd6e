import type { ChannelId } from "../chat/chat-platform.ts";
import type { Guard, Guards } from "./guards.ts";
import { type Connection, toJson } from "./sqlite-connection.ts";

export function guardReads(db: Connection): Omit<Guards, "saveGuard"> {
  const one = db.prepare<{ guard_json: string }>("select guard_json from guard where channel = ?");
  const all = db.prepare<{ channel: ChannelId; guard_json: string }>("select * from guard order by channel");
  return {
    async guard(channel) {
      const row = one.get(channel);
      return row && (JSON.parse(row.guard_json) as Guard);
    },
    async guards() {
      return new Map(all.all().map((row) => [row.channel, JSON.parse(row.guard_json) as Guard]));
    },
  };
}

export function guardWrites(db: Connection): Pick<Guards, "saveGuard"> {
  const save = db.prepare("insert into guard values (?, ?) on conflict do update set guard_json = excluded.guard_json");
  return {
    async saveGuard(channel, guard) {
      save.run(channel, toJson(guard));
    },
  };
}
