import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { MailKey } from "../mail/identity.ts";
import type { ListId } from "../mail/mail.ts";
import type { MessageId } from "../mail/message-id.ts";
import type { Hidden } from "./hides.ts";
import { type Connection, toJson } from "./sqlite-connection.ts";
import { removal } from "./sqlite-removal.ts";
import { type Archive, type ArchivedMail, type Decision, StoreError, type ThreadId, type TopicId } from "./store.ts";

type Writes = "addMail" | "removeMail" | "addLists" | "setParent" | "setTopic" | "setDecisions";

/** A row of the view `archived`. */
export interface MailRow {
  readonly seq: number;
  readonly key: string;
  readonly short: string;
  readonly id: string;
  readonly arrived_at: number;
  readonly thread: string;
  readonly parent: string | null;
  readonly ancestors_json: string;
  readonly topic: string;
  readonly lists_json: string;
  readonly kind: string;
  readonly author: string;
  readonly subject: string;
  readonly state: string;
  readonly problem: string | null;
  readonly hidden_json: string | null;
  readonly decisions_json: string;
  readonly facts_json: string;
}

export function archiveReads(db: Connection): Omit<Archive, Writes> {
  const byKey = db.prepare<MailRow>("select * from archived where key = ?");
  const byShort = db.prepare<MailRow>("select * from archived where short = ?");
  const byIds = db.prepare<MailRow>("select * from archived where id in (select value from json_each(?)) order by seq");
  const byThread = db.prepare<MailRow>(
    "select * from archived where thread_no = (select no from thread where name = ?) order by seq",
  );
  const byTopic = db.prepare<MailRow>("select * from archived where topic = ? order by seq");
  const latest = db.prepare<MailRow>("select * from archived where seq < ? order by seq desc limit ?");
  const referring = db.prepare<MailRow>(
    `select * from archived where seq in (select mail from ancestor join known_id on no = id_no where known_id.id = ?)
     order by seq`,
  );
  const quarantined = db.prepare<MailRow>(
    "select * from archived where state = 'quarantined' order by seq desc limit ?",
  );
  const octets = db.prepare<{ zstd: Uint8Array }>("select zstd from octets join mail on seq = mail where key = ?");
  const lists = db.prepare<{ id: ListId }>("select id from list order by no");
  const states = db.prepare<{ state: ArchivedMail["state"]; n: number }>(
    "select state, count(*) as n from mail group by state",
  );
  const groups = db.prepare<{ threads: number; topics: number }>(
    "select (select count(distinct thread_no) from mail) as threads, (select count(distinct topic) from mail) as topics",
  );
  return {
    async mailByKey(key) {
      return optional(byKey.get(key));
    },
    async mailByShort(short) {
      return optional(byShort.get(short));
    },
    async mailsById(ids) {
      return byIds.all(toJson(ids)).map(archived);
    },
    async mailsOfThread(thread) {
      return byThread.all(thread).map(archived);
    },
    async mailsOfTopic(topic) {
      return byTopic.all(topic).map(archived);
    },
    async latestMails(limit, before = Number.MAX_SAFE_INTEGER) {
      return latest.all(before, limit).map(archived);
    },
    async mailsReferringTo(id) {
      return referring.all(id).map(archived);
    },
    async octets(key) {
      const row = octets.get(key);
      return row && inflated(row.zstd, `${db.file}: the octets of mail ${key}`);
    },
    async knownLists() {
      return lists.all().map((row) => row.id);
    },
    async quarantined(limit) {
      return quarantined.all(limit).map(archived);
    },
    async counts() {
      const counts = { mails: 0, read: 0, degraded: 0, quarantined: 0, threads: 0, topics: 0, ...groups.get() };
      for (const { state, n } of states.all()) {
        counts[state] = n;
        counts.mails += n;
      }
      return counts;
    },
  };
}

export function archiveWrites(db: Connection, now: () => Date): Pick<Archive, Writes> {
  const addThread = db.prepare("insert into thread (name, size) values (?, 0) on conflict do nothing");
  const threadNo = db.prepare<{ no: number }>("select no from thread where name = ?");
  const addId = db.prepare("insert into known_id (id, thread) values (?, ?) on conflict do nothing");
  const grow = db.prepare("update thread set size = size + ? where no = ?");
  const addAncestor = db.prepare(
    "insert into ancestor (mail, id_no) select ?, no from known_id where id = ? on conflict do nothing",
  );
  const addMail = db.prepare(
    `insert into mail (key, short, id, arrived_at, thread_no, parent, ancestors_json, topic, lists_json, kind, author,
       subject, state, problem, decisions_json, facts_json, taken_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addOctets = db.prepare("insert into octets (mail, zstd, kept_at) values (?, ?, ?)");
  const mailByKey = db.prepare<MailRow>("select * from archived where key = ?");
  const addList = db.prepare("insert into list (id) values (?) on conflict do nothing");
  const setLists = db.prepare("update mail set lists_json = ? where key = ?");
  const setParent = db.prepare("update mail set parent = ? where key = ?");
  const setTopic = db.prepare("update mail set topic = ? where key = ?");
  const setDecisions = db.prepare("update mail set decisions_json = ? where key = ?");
  const addDecided = db.prepare(
    `insert into decided (channel, mail, arrived_at) select ?, seq, arrived_at from mail where key = ?
     on conflict do nothing`,
  );
  const noteDecided = (key: MailKey, decisions: readonly Decision[]): void => {
    for (const { channel } of decisions) if (channel !== undefined) addDecided.run(channel, key);
  };
  const remove = removal(db);
  return {
    async addMail(mail, octets) {
      addThread.run(mail.thread);
      const thread = threadNo.get(mail.thread)?.no;
      // Ids that are in a thread already stay there: only joinThread moves one.
      let added = 0;
      for (const id of [mail.id, ...mail.ancestors]) added += addId.run(id, thread).changes;
      grow.run(added, thread);
      const { rowid: seq } = addMail.run(
        mail.key,
        mail.short,
        mail.id,
        mail.arrivedAt,
        thread,
        mail.parent,
        toJson(mail.ancestors),
        mail.topic,
        toJson(mail.lists),
        mail.kind,
        mail.author,
        mail.subject,
        mail.state,
        mail.problem,
        toJson(mail.decisions),
        toJson(mail.facts),
        now(),
      );
      for (const id of mail.ancestors) addAncestor.run(seq, id);
      for (const list of mail.lists) addList.run(list);
      addOctets.run(seq, deflated(octets), now());
      noteDecided(mail.key, mail.decisions);
      return archived(mailByKey.get(mail.key)!);
    },
    async removeMail(key) {
      remove(key);
    },
    async addLists(key, lists) {
      const row = mailByKey.get(key);
      if (row === undefined) return [];
      const known: ListId[] = JSON.parse(row.lists_json);
      const added = [...new Set(lists)].filter((list) => !known.includes(list));
      if (added.length > 0) setLists.run(toJson([...known, ...added]), key);
      for (const list of added) addList.run(list);
      return added;
    },
    async setParent(key, parent) {
      setParent.run(parent, key);
    },
    async setTopic(key, topic) {
      setTopic.run(topic, key);
    },
    async setDecisions(key, decisions) {
      setDecisions.run(toJson(decisions), key);
      noteDecided(key, decisions);
    },
  };
}

function optional(row: MailRow | undefined): ArchivedMail | undefined {
  return row && archived(row);
}

export function archived(row: MailRow): ArchivedMail {
  const facts = lazily<unknown>(row.facts_json);
  const decisions = lazily<readonly Decision[]>(row.decisions_json);
  return {
    seq: row.seq,
    key: row.key as MailKey,
    short: row.short,
    id: row.id as MessageId,
    arrivedAt: new Date(row.arrived_at),
    thread: row.thread as ThreadId,
    ...(row.parent === null ? {} : { parent: row.parent as MessageId }),
    ancestors: JSON.parse(row.ancestors_json),
    topic: row.topic as TopicId,
    lists: JSON.parse(row.lists_json),
    kind: row.kind as ArchivedMail["kind"],
    author: row.author,
    subject: row.subject,
    state: row.state as ArchivedMail["state"],
    ...(row.problem === null ? {} : { problem: row.problem }),
    ...(row.hidden_json === null ? {} : { hidden: hidden(row.hidden_json) }),
    // Most that are looked at are asked for neither.
    get facts() {
      return facts();
    },
    get decisions() {
      return decisions();
    },
  };
}

/** What `json` says, read when it is asked for and once. */
function lazily<Value>(json: string): () => Value {
  let read: { readonly value: Value } | undefined;
  return () => {
    read ??= { value: JSON.parse(json) };
    return read.value;
  };
}

function hidden(json: string): Hidden {
  const { at, ...who } = JSON.parse(json);
  return { ...who, at: new Date(at) };
}

/** With a checksum, so that a rotten disk is seen. */
function deflated(octets: Uint8Array): Uint8Array {
  return zstdCompressSync(octets, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
}

function inflated(zstd: Uint8Array, what: string): Uint8Array {
  try {
    return new Uint8Array(zstdDecompressSync(zstd));
  } catch (cause) {
    throw new StoreError(`${what} are damaged; put a backup in its place`, "corrupt", { cause });
  }
}
