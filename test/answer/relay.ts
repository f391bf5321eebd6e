import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { ListEntry, Opened } from "../../src/answer/ask.ts";
import { type AnswerEvent, type AnswererDeps, answerer } from "../../src/answer.ts";
import type { ChannelId, Invocation, PostRef } from "../../src/chat/chat-platform.ts";
import { notice } from "../../src/compose/answers/notice.ts";
import type { Post } from "../../src/compose/post.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import { newestVersion } from "../../src/intake/followers.ts";
import { retell } from "../../src/intake/retell.ts";
import { wantedAgain } from "../../src/intake/wanted.ts";
import type { MailKey } from "../../src/mail/identity.ts";
import type { ListId, Mail } from "../../src/mail/mail.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import type { Patch } from "../../src/patch/patch.ts";
import type { Reading } from "../../src/reader.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { ArchivedMail, Store, ThreadId, TopicId } from "../../src/store/store.ts";
import { aMail } from "../support/mail-builder.ts";

export const here = "web:wbus" as ChannelId;
export const elsewhere = "web:clk" as ChannelId;
export const now = new Date("2026-11-10T12:00:00Z");

export const wbusList = "wbus.lists.example.org" as ListId;
/** May be shown in no channel but `elsewhere`. */
export const secretList = "secret.lists.example.org" as ListId;

const lists: readonly ListEntry[] = [
  { id: wbusList, name: "wbus", archiveUrl: (id) => `https://archive.example.org/wbus/${encodeURIComponent(id)}/` },
  { id: secretList, name: "secret" },
];

export interface Relay {
  readonly store: Store;
  readonly events: readonly AnswerEvent[];
  /** What an admin of `here` is answered, unless told otherwise. */
  ask(request: Invocation["request"], how?: Partial<Invocation>): Promise<Post>;
  /** Puts a mail into the archive, of the list wbus and of a topic and thread of that name unless told otherwise. */
  keep(short: string, how?: Kept): Promise<ArchivedMail>;
  /** A post that was sent to the channel. */
  sent(
    ref: string,
    topic: string,
    what: { readonly post?: Partial<Post>; readonly mail?: MailKey; readonly channel?: ChannelId },
  ): Promise<void>;
}

export interface Kept {
  readonly archived?: Partial<Omit<ArchivedMail, "id" | "seq">> & { readonly id?: string };
  readonly mail?: Partial<Omit<Mail, "subject">>;
  readonly patch?: Patch;
  /** Instead of reading it. */
  readonly opened?: Opened;
  /** Retention took the octets. */
  readonly isGone?: boolean;
}

export function patch(diff: string): Patch {
  const files = { files: [], fixes: [], changeLog: [], ccStable: false };
  return {
    ...files,
    diff,
    message: "Because.",
    commitTrailers: [{ name: "Signed-off-by", value: "Nora <n@example.org>" }],
  };
}

/** The command loop over a real store with two lists, one of which may not be shown in the channel. */
export async function relay(t: TestContext, overrides: Partial<AnswererDeps> = {}): Promise<Relay> {
  const folder = await mkdtemp(join(tmpdir(), "listwire-answer-"));
  const store = await openSqliteStore(join(folder, "listwire.db"));
  t.after(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const contents = new Map<string, Opened>();
  const gone = new Set<MailKey>();
  const events: AnswerEvent[] = [];
  const answer = answerer({
    store: { ...store, octets: async (key) => (gone.has(key) ? undefined : store.octets(key)) },
    read: async (octets) => contents.get(Buffer.from(octets).toString()) ?? { kind: "broken", reason: "no such mail" },
    now: () => now,
    lists: async () => lists,
    subsystems: ["wbus", "WBUS DRIVERS"],
    routing: () => [{ name: "wbus", reason: "MAINTAINERS lists drivers/wbus/ring.c" }],
    topicMail: (mail) => (mail.facts as Partial<MailFacts>).topicMail,
    newestVersion,
    retell: (tx, mail) => retell(tx, mail, now),
    wanted: wantedAgain,
    layouts: () => ["thread"],
    omit: new Set(["quiet@example.org"]),
    status: async () => ({ sources: [{ name: "main", state: "connected" }], notes: [] }),
    maySee: (channel, of) => channel === elsewhere || !of.includes(secretList),
    note: (event) => void events.push(event),
    ...overrides,
  });
  let invocations = 0;
  return {
    store,
    events,
    async ask(request, how = {}) {
      const id = `invocation-${++invocations}`;
      const posts = await answer({ id, channel: here, user: "web:local", role: "admin", request, ...how });
      return posts[0]!;
    },
    async keep(short, { archived = {}, mail = {}, patch, opened, isGone = false } = {}) {
      const { id = `${short}@dev.example.org`, subject = "wbus: a ring", ...rest } = archived;
      const key = short.padEnd(43, "0") as MailKey;
      const reading: Reading = {
        mail: aMail({ key, id: id as MessageId, subject, text: "It works.\n", ...mail }),
        ...(patch && { patch }),
        condensed: { reply: "It works.", passages: [], elided: {}, sure: true, quotesOnly: false },
        anchors: [],
        kind: rest.kind ?? "discussion",
        givenTrailers: [],
        commands: [],
      };
      contents.set(short, opened ?? { kind: "read", reading });
      if (isGone) gone.add(key);
      const row = {
        key,
        short,
        id: id as MessageId,
        arrivedAt: new Date("2026-11-03T10:00:00Z"),
        thread: "thread" as ThreadId,
        ancestors: [],
        topic: "topic" as TopicId,
        lists: [wbusList],
        kind: "discussion" as const,
        author: "Nora Lind",
        subject,
        state: "read" as const,
        facts: {},
        decisions: [{ channel: here, shown: "card" as const, because: "subscribed to list wbus" }],
      };
      return store.addMail({ ...row, ...rest }, Buffer.from(short));
    },
    async sent(ref, topic, { post = {}, mail, channel = here }) {
      const key = `key-${ref}`;
      await store.owe({
        channel,
        key,
        topic: topic as TopicId,
        ...(mail && { mail }),
        form: "post",
        level: "silent",
        post: { ...notice("a post"), ...post },
        dueAt: now,
      });
      const { seq } = (await store.delivery(channel, key))!;
      await store.markSending(seq, now);
      await store.markSent(seq, ref as PostRef, now);
    },
  };
}
