import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import type { Post } from "../../compose/post.ts";
import type { ChannelId, Level, Outgoing } from "../chat-platform.ts";

/** A post as the web chat keeps it. */
export interface StoredPost {
  /** Order of posting: 1, 2, 3 … over all channels. */
  readonly seq: number;
  /** Rises with every post and edit of the whole chat; two states of one post have two. */
  readonly change: number;
  readonly channel: ChannelId;
  readonly key: string;
  /** The card of its conversation; absent for cards. */
  readonly root?: number;
  readonly answers?: number;
  readonly level: Level;
  /** Users that it mentions. */
  readonly mentions: readonly string[];
  readonly postedAt: string;
  readonly post: Post;
}

export interface Channel {
  /** Small and lasting: what a browser's cookie calls the channel. */
  readonly number: number;
  readonly id: ChannelId;
  readonly title: string;
  readonly group: ChannelGroup;
  /** Seq of its newest post, 0 where there is none. */
  readonly newest: number;
}

export type ChannelGroup = "Lists" | "Subsystems";

export interface DeclaredChannel {
  readonly id: ChannelId;
  readonly title: string;
  readonly group: ChannelGroup;
}

/** Which part of a long row of posts: the newest `limit` before `before`. */
interface Page {
  readonly before?: number;
  readonly limit: number;
}

/**
 * The web chat's own server: everything posted, in one SQLite file, durable when a call returns. Reads are by page, so
 * that neither memory nor time grows with the file.
 */
export interface PostFile {
  /** The secret of the printed address; made on first use. */
  token(random: () => string): string;
  /** Replaces titles and groups; a channel with neither a declaration nor a post goes. */
  declare(channels: readonly DeclaredChannel[]): void;
  channels(): Channel[];
  /** Adds a post, unless one has its key already; `title` is for a channel that nobody declared. */
  add(outgoing: Outgoing, title: string, now: Date): { seq: number; isNew: boolean };
  replace(channel: ChannelId, seq: number, post: Post): "changed" | "same" | "absent";
  find(channel: ChannelId, key: string): number | undefined;
  get(seq: number): StoredPost | undefined;
  /** What stands in the channel itself (cards, changes of state, what has lost its card), oldest first. */
  stream(channel: ChannelId, page: Page): StoredPost[];
  /** What belongs to a card, without the card, oldest first. */
  thread(root: number, page: Page): StoredPost[];
  /** Everything in the channel from `after` on, oldest first. */
  all(channel: ChannelId, after: number, limit: number): StoredPost[];
  /** How many posts a card has, counted up to `limit`. */
  replies(root: number, after: number, limit: number): number;
  /** How many posts of a channel are newer than `after`, counted up to `limit`. */
  newer(channel: ChannelId, after: number, limit: number): number;
  /** How many of those mention `user`. */
  newerFor(user: string, channel: ChannelId, after: number, limit: number): number;
  /** A channel that shows this mail. */
  channelOfMail(mail: string): ChannelId | undefined;
  /** Removes the conversations in which nothing was posted since `before`; gives how many posts. */
  end(before: Date): number;
  newestSeq(): number;
  newestChange(): number;
  close(): void;
}

/** From nothing to the present shape; the file's `user_version` says how many it has seen. Released ones never change. */
const steps: readonly string[] = [
  `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE channel (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    section TEXT NOT NULL
  ) STRICT;
  CREATE TABLE post (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL UNIQUE,
    channel TEXT NOT NULL REFERENCES channel (id),
    key TEXT NOT NULL,
    root INTEGER REFERENCES post (seq),
    answers INTEGER REFERENCES post (seq),
    in_stream INTEGER NOT NULL,
    level TEXT NOT NULL,
    mail TEXT,
    posted_at TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (channel, key)
  ) STRICT;
  CREATE INDEX post_channel ON post (channel, seq);
  CREATE INDEX post_stream ON post (channel, seq) WHERE in_stream = 1;
  CREATE INDEX post_root ON post (root, seq) WHERE root IS NOT NULL;
  CREATE INDEX post_mail ON post (mail) WHERE mail IS NOT NULL;
  `,
  `
  ALTER TABLE post ADD COLUMN mentions TEXT;
  CREATE INDEX post_mentions ON post (channel, seq) WHERE mentions IS NOT NULL;
  `,
];

/** Conversations whose last post is older than a time. */
const ENDED = "SELECT coalesce(root, seq) FROM post GROUP BY 1 HAVING max(posted_at) < ?";

/** Opens or creates the file, readable by its owner alone since it holds the token. @throws {Error} names file and remedy. */
export function openPostFile(file: string): PostFile {
  const db = openDatabase(file);
  const sql = {
    setting: db.prepare("SELECT value FROM setting WHERE name = ?"),
    addSetting: db.prepare("INSERT INTO setting (name, value) VALUES (?, ?)"),
    channels: db.prepare(
      `SELECT number, id, title, section, coalesce((SELECT max(seq) FROM post WHERE channel = channel.id), 0) AS newest
       FROM channel ORDER BY section, title`,
    ),
    declare: db.prepare(
      `INSERT INTO channel (id, title, section) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, section = excluded.section`,
    ),
    forgetEmpty: db.prepare("DELETE FROM channel WHERE NOT EXISTS (SELECT 1 FROM post WHERE channel = channel.id)"),
    meet: db.prepare("INSERT INTO channel (id, title, section) VALUES (?, ?, 'Lists') ON CONFLICT (id) DO NOTHING"),
    find: db.prepare("SELECT seq FROM post WHERE channel = ? AND key = ?"),
    add: db.prepare(
      `INSERT INTO post (change, channel, key, root, answers, in_stream, level, mentions, mail, posted_at, content)
       VALUES ((SELECT coalesce(max(change), 0) + 1 FROM post), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    edit: db.prepare(
      "UPDATE post SET content = ?, mail = ?, change = (SELECT max(change) + 1 FROM post) WHERE seq = ?",
    ),
    get: db.prepare("SELECT * FROM post WHERE seq = ?"),
    stream: db.prepare("SELECT * FROM post WHERE channel = ? AND in_stream = 1 AND seq < ? ORDER BY seq DESC LIMIT ?"),
    thread: db.prepare("SELECT * FROM post WHERE root = ? AND seq < ? ORDER BY seq DESC LIMIT ?"),
    all: db.prepare("SELECT * FROM post WHERE channel = ? AND seq > ? ORDER BY seq LIMIT ?"),
    replies: db.prepare("SELECT count(*) AS n FROM (SELECT 1 FROM post WHERE root = ? AND seq > ? LIMIT ?)"),
    newer: db.prepare("SELECT count(*) AS n FROM (SELECT 1 FROM post WHERE channel = ? AND seq > ? LIMIT ?)"),
    newerFor: db.prepare(
      `SELECT count(*) AS n FROM (SELECT 1 FROM post WHERE channel = ? AND seq > ? AND mentions IS NOT NULL
         AND EXISTS (SELECT 1 FROM json_each(mentions) WHERE value = ?) LIMIT ?)`,
    ),
    ofMail: db.prepare("SELECT channel FROM post WHERE mail = ? ORDER BY seq LIMIT 1"),
    first: db.prepare("SELECT posted_at FROM post ORDER BY seq LIMIT 1"),
    loosen: db.prepare(
      `UPDATE post SET answers = NULL WHERE answers IS NOT NULL AND coalesce(root, seq) NOT IN (${ENDED})
         AND answers IN (SELECT seq FROM post WHERE coalesce(root, seq) IN (${ENDED}))`,
    ),
    end: db.prepare(`DELETE FROM post WHERE coalesce(root, seq) IN (${ENDED})`),
    newest: db.prepare("SELECT coalesce(max(seq), 0) AS seq, coalesce(max(change), 0) AS change FROM post"),
  };

  const atomically = <T>(work: () => T): T => {
    db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      db.exec("COMMIT");
      return result;
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
  };
  const find = (channel: ChannelId, key: string): number | undefined =>
    sql.find.get(channel, key)?.seq as number | undefined;
  const get = (seq: number): StoredPost | undefined => {
    const row = Number.isSafeInteger(seq) ? sql.get.get(seq) : undefined;
    return row === undefined ? undefined : stored(row);
  };
  /** A ref as this file's seq; one that is not from here (a lost file) is as good as none. */
  const known = (channel: ChannelId, ref: string | undefined): StoredPost | undefined => {
    const post = ref === undefined ? undefined : get(Number(ref));
    return post?.channel === channel ? post : undefined;
  };

  return {
    token(random) {
      const row = sql.setting.get("token");
      if (row !== undefined) return row.value as string;
      const token = random();
      try {
        sql.addSetting.run("token", token);
      } catch (cause) {
        throw unusable(file, cause);
      }
      return token;
    },
    declare(channels) {
      atomically(() => {
        sql.forgetEmpty.run();
        for (const { id, title, group } of channels) sql.declare.run(id, title, group);
      });
    },
    channels: () =>
      sql.channels.all().map((row) => ({
        number: row.number as number,
        id: row.id as ChannelId,
        title: row.title as string,
        group: row.section as ChannelGroup,
        newest: row.newest as number,
      })),
    add({ channel, key, level, mentions, post, ...refs }, title, now) {
      return atomically(() => {
        const there = find(channel, key);
        if (there !== undefined) return { seq: there, isNew: false };
        const answers = known(channel, refs.answers);
        const given = known(channel, refs.root) ?? (post.form === "line" ? answers : undefined);
        const root = given?.root ?? given?.seq;
        const inStream = root === undefined || post.form === "line" ? 1 : 0;
        sql.meet.run(channel, title);
        const { lastInsertRowid } = sql.add.run(
          channel,
          key,
          root ?? null,
          answers?.seq ?? null,
          inStream,
          level,
          mentions === undefined ? null : JSON.stringify(mentions),
          post.mail ?? null,
          now.toISOString(),
          JSON.stringify(post),
        );
        return { seq: Number(lastInsertRowid), isNew: true };
      });
    },
    replace(channel, seq, post) {
      return atomically(() => {
        const old = get(seq);
        if (old?.channel !== channel) return "absent";
        const content = JSON.stringify(post);
        if (content === JSON.stringify(old.post)) return "same";
        sql.edit.run(content, post.mail ?? null, seq);
        return "changed";
      });
    },
    find,
    get,
    stream: (channel, { before, limit }) =>
      sql.stream
        .all(channel, before ?? Number.MAX_SAFE_INTEGER, limit)
        .map(stored)
        .reverse(),
    thread: (root, { before, limit }) =>
      sql.thread
        .all(root, before ?? Number.MAX_SAFE_INTEGER, limit)
        .map(stored)
        .reverse(),
    all: (channel, after, limit) => sql.all.all(channel, after, limit).map(stored),
    replies: (root, after, limit) => sql.replies.get(root, after, limit)?.n as number,
    newer: (channel, after, limit) => sql.newer.get(channel, after, limit)?.n as number,
    newerFor: (user, channel, after, limit) => sql.newerFor.get(channel, after, user, limit)?.n as number,
    channelOfMail: (mail) => sql.ofMail.get(mail)?.channel as ChannelId | undefined,
    end(before) {
      const time = before.toISOString();
      const first = sql.first.get()?.posted_at as string | undefined;
      if (first === undefined || first >= time) return 0;
      return atomically(() => {
        sql.loosen.run(time, time);
        return Number(sql.end.run(time).changes);
      });
    },
    newestSeq: () => sql.newest.get()?.seq as number,
    newestChange: () => sql.newest.get()?.change as number,
    close: () => db.close(),
  };
}

function openDatabase(file: string): DatabaseSync {
  try {
    closeSync(openSync(file, "a", 0o600));
    const db = new DatabaseSync(file, { timeout: 5_000 });
    const version = db.prepare("PRAGMA user_version").get()?.user_version as number;
    if (version > steps.length) {
      db.close();
      throw new Error("it was written by a newer Listwire");
    }
    db.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON",
    );
    for (const [at, step] of [...steps.entries()].slice(version)) {
      db.exec(`BEGIN; ${step} PRAGMA user_version = ${at + 1}; COMMIT`);
    }
    return db;
  } catch (cause) {
    throw unusable(file, cause);
  }
}

function unusable(file: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Error(`web chat: ${file} cannot be used: ${why}; name a file in a folder that can be written`, { cause });
}

function stored(row: Record<string, SQLOutputValue>): StoredPost {
  return {
    seq: row.seq as number,
    change: row.change as number,
    channel: row.channel as ChannelId,
    key: row.key as string,
    ...(row.root === null ? {} : { root: row.root as number }),
    ...(row.answers === null ? {} : { answers: row.answers as number }),
    level: row.level as Level,
    mentions: row.mentions === null ? [] : JSON.parse(row.mentions as string),
    postedAt: row.posted_at as string,
    post: JSON.parse(row.content as string) as Post,
  };
}
