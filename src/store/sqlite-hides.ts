import type { Hides } from "./hides.ts";
import { archived, type MailRow } from "./sqlite-archive.ts";
import { type Connection, toJson } from "./sqlite-connection.ts";

export function hideReads(db: Connection): Pick<Hides, "hiddenMails" | "hiddenOf"> {
  const newest = db.prepare<MailRow>("select * from archived where hidden_json is not null order by seq desc limit ?");
  // Few are hidden of the whole store, and a topic may have many mails.
  const ofTopic = db.prepare<{ short: string }>(
    "select short from mail indexed by mail_hidden where hidden_json is not null and topic = ?",
  );
  return {
    async hiddenMails(limit) {
      return newest.all(limit).map(archived);
    },
    async hiddenOf(topic) {
      return ofTopic.all(topic).map(({ short }) => short);
    },
  };
}

export function hideWrites(db: Connection): Pick<Hides, "hide" | "unhide"> {
  const set = db.prepare("update mail set hidden_json = ? where key = ?");
  return {
    async hide(key, { at, ...who }) {
      set.run(toJson({ ...who, at: at.getTime() }), key);
    },
    async unhide(key) {
      set.run(undefined, key);
    },
  };
}
