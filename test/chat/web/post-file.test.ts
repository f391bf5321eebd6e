import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, beforeEach, describe, test } from "node:test";
import type { ChannelId, PostRef } from "../../../src/chat/chat-platform.ts";
import { openPostFile, type PostFile } from "../../../src/chat/web/post-file.ts";
import { post } from "./wbus-posts.ts";

const folder = mkdtempSync(join(tmpdir(), "listwire-posts-"));
after(() => rmSync(folder, { recursive: true }));

const wbus = "web:wbus" as ChannelId;
const now = new Date("2026-11-03T11:04:00Z");

describe("the file of posts", () => {
  let posts: PostFile;
  beforeEach(() => {
    posts = openPostFile(join(mkdtempSync(join(folder, "posts-")), "posts.sqlite"));
  });

  interface More {
    readonly form?: "card" | "reply" | "line";
    readonly root?: number;
    readonly answers?: number;
    readonly mentions?: readonly string[];
    readonly at?: Date;
  }
  const add = (key: string, more: More = {}) => {
    const ref = (name: "root" | "answers") =>
      more[name] === undefined ? {} : { [name]: String(more[name]) as PostRef };
    const content = post({ title: key, form: more.form ?? "card", mail: key });
    const { mentions } = more;
    return posts.add(
      {
        channel: wbus,
        key,
        level: "silent",
        post: content,
        ...ref("root"),
        ...ref("answers"),
        ...(mentions && { mentions }),
      },
      "wbus",
      more.at ?? now,
    );
  };
  const keys = (rows: readonly { readonly key: string }[]) => rows.map(({ key }) => key);

  test("gives pages of the stream, the newest first page, oldest first within", () => {
    for (let at = 1; at <= 7; at++) add(`c${at}`);
    assert.deepEqual(keys(posts.stream(wbus, { limit: 3 })), ["c5", "c6", "c7"]);
    assert.deepEqual(keys(posts.stream(wbus, { limit: 3, before: 5 })), ["c2", "c3", "c4"]);
    assert.deepEqual(keys(posts.all(wbus, 5, 10)), ["c6", "c7"]);
  });

  test("replies stand in the thread alone, changes of state there and in the channel", () => {
    const { seq: root } = add("card");
    add("reply", { form: "reply", root });
    add("applied", { form: "line", answers: root });
    assert.deepEqual(keys(posts.stream(wbus, { limit: 9 })), ["card", "applied"]);
    assert.deepEqual(keys(posts.thread(root, { limit: 9 })), ["reply", "applied"]);
    assert.deepEqual([posts.replies(root, 0, 9), posts.replies(root, 2, 9), posts.replies(root, 0, 1)], [2, 1, 1]);
  });

  test("a reply whose card is not in this file is shown in the channel rather than lost", () => {
    add("orphan", { form: "reply", root: 999 });
    assert.deepEqual(keys(posts.stream(wbus, { limit: 9 })), ["orphan"]);
  });

  test("every post and every edit that changes something moves the chat on", () => {
    const { seq } = add("card");
    const before = posts.newestChange();
    assert.equal(posts.replace(wbus, seq, post({ title: "card", mail: "card" })), "same");
    assert.equal(posts.newestChange(), before);
    assert.equal(posts.replace(wbus, seq, post({ title: "moved on" })), "changed");
    assert.equal(posts.newestChange(), before + 1);
    assert.equal(posts.replace("web:other" as ChannelId, seq, post({ title: "not theirs" })), "absent");
    assert.equal(posts.replace(wbus, Number("none"), post({ title: "nothing" })), "absent");
  });

  test("knows whom a post mentions, and how many of the newer ones mention somebody", () => {
    add("both", { mentions: ["web:local", "web:other"] });
    add("nobody");
    add("local", { mentions: ["web:local"] });
    assert.deepEqual(
      posts.all(wbus, 0, 9).map(({ mentions }) => mentions),
      [["web:local", "web:other"], [], ["web:local"]],
    );
    const counts = (user: string) => [0, 1, 3].map((after) => posts.newerFor(user, wbus, after, 9));
    assert.deepEqual(counts("web:local"), [2, 1, 0]);
    assert.deepEqual(counts("web:other"), [1, 0, 0]);
    assert.deepEqual(counts("web:loca"), [0, 0, 0]);
    assert.equal(posts.newerFor("web:local", wbus, 0, 1), 1);
    assert.equal(posts.newerFor("web:local", "web:clk" as ChannelId, 0, 9), 0);
  });

  test("ends conversations in which nothing was posted for long, and leaves what answered them", () => {
    const day = (n: number) => new Date(now.getTime() + n * 86_400_000);
    const { seq: old } = add("v1", { at: day(0) });
    add("reply", { form: "reply", root: old, at: day(1) });
    const { seq: lives } = add("lives", { at: day(0) });
    add("v2", { answers: old, at: day(9) });
    add("late", { form: "reply", root: lives, at: day(9) });
    assert.equal(posts.end(day(1)), 0);
    assert.equal(posts.end(day(2)), 2);
    assert.deepEqual(keys(posts.all(wbus, 0, 9)), ["lives", "v2", "late"]);
    assert.equal(posts.stream(wbus, { limit: 9 }).find(({ key }) => key === "v2")?.answers, undefined);
    assert.equal(posts.end(day(10)), 3);
    assert.equal(posts.end(day(10)), 0);
  });

  test("finds the channel that shows a mail", () => {
    add("k7q2");
    assert.equal(posts.channelOfMail("k7q2"), wbus);
    assert.equal(posts.channelOfMail("none"), undefined);
  });
});

test("a file from before posts mentioned anybody is taken on, and its posts mention nobody", () => {
  const file = join(folder, "older.db");
  const content = post({ title: "before" });
  const first = openPostFile(file);
  first.add({ channel: wbus, key: "k", level: "silent", post: content }, "wbus", now);
  first.close();
  const db = new DatabaseSync(file);
  db.exec("DROP INDEX post_mentions; ALTER TABLE post DROP COLUMN mentions; PRAGMA user_version = 1");
  db.close();
  const again = openPostFile(file);
  assert.deepEqual([again.get(1)?.post, again.get(1)?.mentions], [content, []]);
  again.close();
});

test("a file of a newer Listwire is left alone", () => {
  const file = join(folder, "newer.db");
  const db = new DatabaseSync(file);
  db.exec("PRAGMA user_version = 99");
  db.close();
  assert.throws(() => openPostFile(file), /newer\.db cannot be used: it was written by a newer Listwire/);
});
