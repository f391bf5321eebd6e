import type { MailKey } from "../mail/identity.ts";
import type { Retention } from "./retention.ts";
import type { Connection } from "./sqlite-connection.ts";
import { removal } from "./sqlite-removal.ts";

export function retentionReads(db: Connection): Pick<Retention, "texts"> {
  const all = db.prepare<{ mails: number; bytes: number }>(
    "select count(*) as mails, coalesce(sum(length(zstd)), 0) as bytes from octets",
  );
  return {
    async texts() {
      return all.get() ?? { mails: 0, bytes: 0 };
    },
  };
}

export function retentionWrites(db: Connection): Omit<Retention, "texts"> {
  // A conversation with a patch is kept as a whole, from its last mail on.
  const tooOld = db.prepare(
    `with kept (mail, topic, at) as (
       select octets.mail, mail.topic, coalesce(kept_at, arrived_at) from octets join mail on seq = octets.mail
     ), patches (topic) as (
       select distinct topic from mail
       where kind in ('patch', 'series-cover', 'patch-untagged', 'patch-nodiff', 'pull-request')
     ), last (topic, at) as (select topic, max(at) from kept where topic in patches group by topic)
     delete from octets where mail in (
       select kept.mail from kept left join last using (topic)
       where case when last.at is null then kept.at < ? else last.at < ? end)`,
  );
  const tooMuch = db.prepare(
    `delete from octets where mail in (
       select mail from (
         select octets.mail, sum(length(zstd)) over (order by coalesce(kept_at, arrived_at) desc, octets.mail desc) as total
         from octets join mail on seq = octets.mail)
       where total > ?)`,
  );
  // Mails were taken in by their numbers, so that the old ones are the first.
  const firstNew = db.prepare<{ seq: number }>(
    "select seq from mail where coalesce(taken_at, arrived_at) >= ? order by seq limit 1",
  );
  const ended = db.prepare<{ key: MailKey }>(
    `with old (topic) as (
       select distinct topic from mail as one not indexed where seq < ?1
         and not exists (select 1 from mail where topic = one.topic and seq >= ?1) limit ?2
     ) select key from mail where topic in old`,
  );
  const remove = removal(db);
  return {
    async endMails(before, conversations) {
      const first = firstNew.get(before)?.seq ?? Number.MAX_SAFE_INTEGER;
      const keys = ended.all(first, conversations);
      for (const { key } of keys) remove(key);
      return keys.length;
    },
    async endTexts(now, { plainMs, patchMs, bytes }) {
      const before = (ms: number) => new Date(now.getTime() - ms);
      return tooOld.run(before(plainMs), before(patchMs)).changes + tooMuch.run(bytes).changes;
    },
  };
}
