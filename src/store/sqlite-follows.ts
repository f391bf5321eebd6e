import type { Follows } from "./follows.ts";
import type { Connection } from "./sqlite-connection.ts";
import type { TopicId } from "./store.ts";

type Reads = "followers" | "followedBy";

export function followReads(db: Connection): Pick<Follows, Reads> {
  const ofTopic = db.prepare<{ follower: string }>(
    "select follower from follow where topic = ? and channel = ? and until > ? order by follower",
  );
  const ofFollower = db.prepare<{ topic: TopicId }>(
    "select topic from follow where channel = ? and follower = ? and until > ?",
  );
  return {
    async followers(channel, topic, now) {
      return ofTopic.all(topic, channel, now).map(({ follower }) => follower);
    },
    async followedBy(channel, user, now) {
      return ofFollower.all(channel, user, now).map(({ topic }) => topic);
    },
  };
}

export function followWrites(db: Connection): Omit<Follows, Reads> {
  const add = db.prepare(
    `insert into follow (topic, channel, follower, until) values (?, ?, ?, ?)
     on conflict do update set until = excluded.until`,
  );
  const remove = db.prepare("delete from follow where topic = ? and channel = ? and follower = ?");
  const keep = db.prepare("update follow set until = ? where topic = ? and until > ?");
  const copy = db.prepare(
    `insert into follow (topic, channel, follower, until) select ?, channel, follower, until from follow where topic = ?
     on conflict do nothing`,
  );
  const removeAll = db.prepare("delete from follow where topic = ?");
  const end = db.prepare("delete from follow where until <= ?");
  return {
    async follow({ channel, topic, user, until }) {
      add.run(topic, channel, user, until);
    },
    async unfollow(channel, topic, user) {
      return remove.run(topic, channel, user).changes > 0;
    },
    async keepFollows(topic, until, now) {
      keep.run(until, topic, now);
    },
    async moveFollows(from, to) {
      if (from === to) return;
      copy.run(to, from);
      removeAll.run(from);
    },
    async endFollows(now) {
      return end.run(now).changes;
    },
  };
}
