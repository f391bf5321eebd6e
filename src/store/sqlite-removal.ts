import type { MailKey } from "../mail/identity.ts";
import type { Connection } from "./sqlite-connection.ts";

/** Takes a mail out, with the last one its topic and its thread. What belongs to it is found by what the mail itself names. */
export function removal(db: Connection): (key: MailKey) => void {
  const find = db.prepare<{ seq: number; topic: string; thread_no: number }>(
    "select seq, topic, thread_no from mail where key = ?",
  );
  const ofMail = [
    `delete from ancestor where mail = ?1 and id_no in (
       select no from known_id where id in (select value from mail, json_each(ancestors_json) where seq = ?1))`,
    `delete from decided where mail = ?1 and channel in (
       select value ->> 'channel' from mail, json_each(decisions_json) where seq = ?1)`,
    "delete from octets where mail = ?1",
    "delete from mail where seq = ?1",
  ].map((sql) => db.prepare(sql));
  const hasTopic = db.prepare("select 1 from mail where topic = ? limit 1");
  const ofTopic = [
    "delete from topic_name where topic = (select seq from topic where id = ?)",
    ...["delivery", "follow", "mute"].map((table) => `delete from ${table} where topic = ?`),
    "delete from topic where id = ?",
  ].map((sql) => db.prepare(sql));
  const hasThread = db.prepare("select 1 from mail where thread_no = ? limit 1");
  const ofThread = ["delete from known_id where thread = ?", "delete from thread where no = ?"].map((sql) =>
    db.prepare(sql),
  );
  return (key) => {
    const mail = find.get(key);
    if (mail === undefined) return;
    for (const each of ofMail) each.run(mail.seq);
    if (hasTopic.get(mail.topic) === undefined) for (const each of ofTopic) each.run(mail.topic);
    if (hasThread.get(mail.thread_no) === undefined) for (const each of ofThread) each.run(mail.thread_no);
  };
}
