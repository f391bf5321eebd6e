import type { ChannelId, PostRef } from "../chat/chat-platform.ts";
import type { MailKey } from "../mail/identity.ts";
import { type Connection, toJson } from "./sqlite-connection.ts";
import type { Delivery, NewDelivery, Outbox, TopicId } from "./store.ts";

type Writes = "owe" | "withdraw" | "markSending" | "markSent" | "postpone" | "markUnsure" | "abandon";

/** A row of the table `delivery`. */
export interface DeliveryRow {
  readonly seq: number;
  readonly channel: string;
  readonly key: string;
  readonly topic: string;
  readonly mail: string | null;
  readonly form: string;
  readonly level: string;
  readonly post_json: string;
  readonly root: string | null;
  readonly answers: string | null;
  readonly mentions_json: string | null;
  readonly due_at: number;
  readonly state: Delivery["state"];
  readonly attempts: number;
  readonly first_try_at: number | null;
  readonly sent_at: number | null;
  readonly ref: string | null;
  readonly reason: string | null;
}

/** Before everything that was ever owed. */
const BEGINNING = new Date(-1);

export function outboxReads(db: Connection): Omit<Outbox, Writes> {
  // Steps from channel to channel through the index, and within each to the first that is due, however much is queued.
  const dueChannels = db.prepare<{ channel: string }>(
    `with recursive waiting (channel) as (
       select min(channel) from delivery indexed by delivery_due where state = 'queued' and root_state = 'sent'
       union all
       select (select min(channel) from delivery indexed by delivery_due
               where state = 'queued' and root_state = 'sent' and channel > waiting.channel)
       from waiting where channel is not null
     ), first (channel, seq) as (
       select channel, (select seq from delivery indexed by delivery_due
         where state = 'queued' and root_state = 'sent' and channel = waiting.channel and due_at <= ?
         order by seq limit 1)
       from waiting
     )
     select channel from first where seq is not null order by seq`,
  );
  const due = db.prepare<DeliveryRow>(
    `select * from delivery indexed by delivery_due
     where state = 'queued' and root_state = 'sent' and channel = ? and due_at <= ? order by seq limit ?`,
  );
  const nextDueAt = db.prepare<{ due_at: number | null }>(
    `select min(due_at) as due_at from delivery indexed by delivery_next
     where state = 'queued' and root_state <> 'dead' and due_at > ?`,
  );
  const sending = db.prepare<DeliveryRow>("select * from delivery where state = 'sending' order by seq");
  const unsure = db.prepare<DeliveryRow>("select * from delivery where state = 'unsure' order by seq limit ?");
  const byKey = db.prepare<DeliveryRow>("select * from delivery where channel = ? and key = ?");
  const byMail = db.prepare<DeliveryRow>("select * from delivery where mail = ? order by seq");
  const byTopic = db.prepare<DeliveryRow>("select * from delivery where topic = ? order by seq");
  // The ref of an edit is the post's that it replaces.
  const byRef = db.prepare<DeliveryRow>(
    "select * from delivery where channel = ? and ref = ? order by form <> 'post', seq limit 1",
  );
  const depths = db.prepare<{ state: Delivery["state"]; n: number }>(
    `select iif(state = 'queued' and root_state = 'dead', 'dead', state) as state, count(*) as n
     from delivery group by 1`,
  );
  return {
    async dueChannels(now) {
      return dueChannels.all(now).map(({ channel }) => channel as ChannelId);
    },
    async due(channel, now, limit) {
      return due.all(channel, now, limit).map(delivery);
    },
    async nextDueAt(after = BEGINNING) {
      return date(nextDueAt.get(after)?.due_at);
    },
    async sending() {
      return sending.all().map(delivery);
    },
    async unsure(limit) {
      return unsure.all(limit).map(delivery);
    },
    async delivery(channel, key) {
      return optional(byKey.get(channel, key));
    },
    async deliveriesOfMail(mail) {
      return byMail.all(mail).map(delivery);
    },
    async deliveriesOfTopic(topic) {
      return byTopic.all(topic).map(delivery);
    },
    async deliveryByRef(channel, ref) {
      return optional(byRef.get(channel, ref));
    },
    async depths(now) {
      const counts = { queued: 0, sending: 0, sent: 0, unsure: 0, dead: 0 };
      for (const { state, n } of depths.all()) counts[state] = n;
      const oldestDueAt = date(nextDueAt.get(BEGINNING)?.due_at);
      return oldestDueAt !== undefined && oldestDueAt <= now ? { ...counts, oldestDueAt } : counts;
    },
  };
}

export function outboxWrites(db: Connection): Pick<Outbox, Writes> {
  const byKey = db.prepare<DeliveryRow>("select * from delivery where channel = ? and key = ?");
  const add = db.prepare(
    `insert into delivery (channel, key, topic, mail, form, level, post_json, root, answers, mentions_json, due_at, state,
       root_state)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?)`,
  );
  const renew = db.prepare(
    `update delivery set topic = ?, mail = ?, level = ?, post_json = ?, root = ?, answers = ?, mentions_json = ?,
       due_at = ?, root_state = ?
     where seq = ?`,
  );
  const requeue = db.prepare(
    `update delivery set state = 'queued', attempts = 0, first_try_at = null, sent_at = null, reason = null
     where seq = ?`,
  );
  const withdraw = db.prepare("delete from delivery where channel = ? and key = ? and state = 'queued'");
  const markSending = db.prepare(
    `update delivery set state = 'sending', attempts = attempts + 1, first_try_at = coalesce(first_try_at, ?)
     where seq = ? and state = 'queued'`,
  );
  const markSent = db.prepare<DeliveryRow>(
    `update delivery set state = 'sent', ref = ?, sent_at = ?, reason = null where seq = ? and state = 'sending'
     returning *`,
  );
  const move = db.prepare<DeliveryRow>(
    "update delivery set state = ?, reason = ?, due_at = coalesce(?, due_at) where seq = ? returning *",
  );
  const setRootState = db.prepare("update delivery set root_state = ? where channel = ? and root = ?");

  /** Tells those that wait for this one what became of it. */
  const announce = (row: DeliveryRow, state: Delivery["state"]): void => {
    setRootState.run(rootState(state), row.channel, row.key);
  };
  const settle = (seq: number, state: Delivery["state"], reason: string, dueAt?: Date): void => {
    const row = move.get(state, reason, dueAt, seq);
    if (row !== undefined) announce(row, state);
  };
  const renewAs = (seq: number, next: NewDelivery, root: string): void => {
    const { topic, mail, level, post, answers, mentions, dueAt } = next;
    renew.run(topic, mail, level, toJson(post), next.root, answers, mentions && toJson(mentions), dueAt, root, seq);
  };
  return {
    async owe(next) {
      const root = next.root === undefined ? "sent" : rootState(byKey.get(next.channel, next.root)?.state ?? "queued");
      const row = byKey.get(next.channel, next.key);
      if (row === undefined) {
        const { channel, key, topic, mail, form, level, post, answers, mentions, dueAt } = next;
        const mentioned = mentions && toJson(mentions);
        add.run(channel, key, topic, mail, form, level, toJson(post), next.root, answers, mentioned, dueAt, root);
      } else if (row.state === "queued") {
        renewAs(row.seq, next, root);
      } else if (row.form !== "post") {
        renewAs(row.seq, next, root);
        requeue.run(row.seq);
        announce(row, "queued");
      }
    },
    async withdraw(channel, key) {
      return withdraw.run(channel, key).changes > 0;
    },
    async markSending(seq, now) {
      return markSending.run(now, seq).changes > 0;
    },
    async markSent(seq, ref, now) {
      const row = markSent.get(ref, now, seq);
      if (row !== undefined) announce(row, "sent");
    },
    async postpone(seq, dueAt, reason) {
      settle(seq, "queued", reason, dueAt);
    },
    async markUnsure(seq, reason) {
      settle(seq, "unsure", reason);
    },
    async abandon(seq, reason) {
      settle(seq, "dead", reason);
    },
  };
}

function rootState(state: Delivery["state"]): "open" | "sent" | "dead" {
  return state === "sent" || state === "dead" ? state : "open";
}

function optional(row: DeliveryRow | undefined): Delivery | undefined {
  return row && delivery(row);
}

function date(ms: number | null | undefined): Date | undefined {
  return ms === null || ms === undefined ? undefined : new Date(ms);
}

export function delivery(row: DeliveryRow): Delivery {
  const firstTryAt = date(row.first_try_at);
  const sentAt = date(row.sent_at);
  return {
    seq: row.seq,
    channel: row.channel as ChannelId,
    key: row.key,
    topic: row.topic as TopicId,
    ...(row.mail === null ? {} : { mail: row.mail as MailKey }),
    form: row.form as Delivery["form"],
    level: row.level as Delivery["level"],
    post: JSON.parse(row.post_json),
    ...(row.root === null ? {} : { root: row.root }),
    ...(row.answers === null ? {} : { answers: row.answers }),
    ...(row.mentions_json === null ? {} : { mentions: JSON.parse(row.mentions_json) }),
    dueAt: new Date(row.due_at),
    state: row.state,
    attempts: row.attempts,
    ...(firstTryAt && { firstTryAt }),
    ...(sentAt && { sentAt }),
    ...(row.ref === null ? {} : { ref: row.ref as PostRef }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
