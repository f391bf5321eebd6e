import type { ListId } from "../mail/mail.ts";
import { type Connection, toJson } from "./sqlite-connection.ts";
import type { TopicId } from "./store.ts";
import type { Topics } from "./topics.ts";

export function topicReads(db: Connection): Omit<Topics, "saveTopic"> {
  const state = db.prepare<{ state_json: string }>("select state_json from topic where id = ?");
  const named = db.prepare<{ id: TopicId }>(
    `select id from topic where seq in (select topic from topic_name where name in (select value from json_each(?)))
     order by seq desc`,
  );
  const lists = db.prepare<{ id: ListId }>(
    "select distinct value as id from mail, json_each(lists_json) where topic = ? order by id",
  );
  return {
    async listsOfTopic(id) {
      return lists.all(id).map((row) => row.id);
    },
    async topic(id) {
      const row = state.get(id);
      return row && JSON.parse(row.state_json);
    },
    async topicsNamed(names) {
      return named.all(toJson(names)).map((row) => row.id);
    },
  };
}

export function topicWrites(db: Connection): Pick<Topics, "saveTopic"> {
  const save = db.prepare<{ seq: number }>(
    `insert into topic (id, state_json) values (?, ?) on conflict (id) do update set state_json = excluded.state_json
     returning seq`,
  );
  const removeNames = db.prepare("delete from topic_name where topic = ?");
  const addName = db.prepare("insert into topic_name (name, topic) values (?, ?) on conflict do nothing");
  return {
    async saveTopic(id, state, names) {
      const seq = save.get(id, toJson(state))?.seq;
      removeNames.run(seq);
      for (const name of names) addName.run(name, seq);
    },
  };
}
