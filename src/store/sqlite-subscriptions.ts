import type { ChannelId } from "../chat/chat-platform.ts";
import type { ChannelSettings, Settings } from "./settings.ts";
import type { Connection } from "./sqlite-connection.ts";
import type { Subscription, Subscriptions } from "./store.ts";

interface SubscriptionRow {
  readonly channel: ChannelId;
  readonly what: Subscription["what"]["kind"];
  readonly name: string;
  readonly title: string | null;
  readonly preset: Subscription["preset"];
  readonly since: number;
  readonly made_by: string;
}

export function subscriptionReads(db: Connection): Pick<Subscriptions, "subscriptions"> & Pick<Settings, "settings"> {
  const all = db.prepare<SubscriptionRow>("select * from subscription order by no");
  const set = db.prepare<{ settings_json: string }>("select settings_json from channel_settings where channel = ?");
  return {
    async settings(channel) {
      const row = set.get(channel);
      return row && (JSON.parse(row.settings_json) as ChannelSettings);
    },
    async subscriptions() {
      return all.all().map((row) => ({
        channel: row.channel,
        what: { kind: row.what, name: row.name },
        ...(row.title !== null && { title: row.title }),
        preset: row.preset,
        since: new Date(row.since),
        by: row.made_by,
      }));
    },
  };
}

export function subscriptionWrites(
  db: Connection,
): Pick<Subscriptions, "subscribe" | "unsubscribe" | "forgetChannel"> & Pick<Settings, "saveSettings"> {
  const add = db.prepare(
    `insert into subscription (channel, what, name, title, preset, since, made_by) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (channel, what, name) do update
     set title = excluded.title, preset = excluded.preset, since = excluded.since, made_by = excluded.made_by`,
  );
  const remove = db.prepare("delete from subscription where channel = ? and what = ? and name = ?");
  const forget = db.prepare("delete from subscription where channel = ?");
  const forgetRest = ["channel_settings", "follow", "mute", "told", "decided", "guard", "delivery"].map((table) =>
    db.prepare(`delete from ${table} where channel = ?`),
  );
  const set = db.prepare(
    "insert into channel_settings values (?, ?) on conflict do update set settings_json = excluded.settings_json",
  );
  return {
    async saveSettings(channel, settings) {
      set.run(channel, JSON.stringify(settings));
    },
    async subscribe({ channel, what, title, preset, since, by }) {
      add.run(channel, what.kind, what.name, title, preset, since, by);
    },
    async unsubscribe(channel, what) {
      return remove.run(channel, what.kind, what.name).changes > 0;
    },
    async forgetChannel(channel) {
      for (const each of forgetRest) each.run(channel);
      return Number(forget.run(channel).changes);
    },
  };
}
