import type { Forgets } from "./forgets.ts";
import { type Connection, toJson } from "./sqlite-connection.ts";
import { type DeliveryRow, delivery } from "./sqlite-outbox.ts";

export function forgetReads(db: Connection): Pick<Forgets, "deliveriesNaming"> {
  const naming = db.prepare<DeliveryRow>(
    `select * from delivery
     where exists (select 1 from json_each(?) as short where instr(post_json, '"' || short.value || '"') > 0)
     order by seq`,
  );
  return {
    async deliveriesNaming(shorts) {
      return naming.all(toJson(shorts)).map(delivery);
    },
  };
}

export function forgetWrites(db: Connection): Omit<Forgets, "deliveriesNaming"> {
  const octets = db.prepare("delete from octets where mail = (select seq from mail where key = ?)");
  const mail = db.prepare(
    `update mail set author = '', subject = '', problem = null, facts_json = ?, decisions_json = (
       select json_group_array(json_set(value, '$.because', 'forgotten')) from json_each(decisions_json)
     ) where key = ?`,
  );
  const post = db.prepare("update delivery set post_json = ?, mentions_json = null, reason = null where seq = ?");
  return {
    async blankMail(key, facts) {
      db.exec("pragma secure_delete = on");
      octets.run(key);
      mail.run(toJson(facts), key);
    },
    async blankDelivery(seq, remains) {
      db.exec("pragma secure_delete = on");
      post.run(toJson(remains), seq);
    },
  };
}
