import type { ChannelId, PostRef } from "../../src/chat/chat-platform.ts";
import type { Post } from "../../src/compose/post.ts";
import type { MailKey } from "../../src/mail/identity.ts";
import type { ListId } from "../../src/mail/mail.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import type { ArchivedMail, NewDelivery, ThreadId, TopicId } from "../../src/store/store.ts";

export const key = (n: number) => `key-${n}`.padEnd(43, "_") as MailKey;
export const id = (n: number) => `${n}@dev.example.org` as MessageId;
export const threadId = (name: string) => name as ThreadId;
export const topicId = (name: string) => name as TopicId;
export const channelId = (name: string) => `web:${name}` as ChannelId;
export const ref = (name: string) => name as PostRef;
export const list = (name: string) => `${name}.lists.example.org` as ListId;
/** Seconds after a fixed moment. */
export const at = (seconds: number) => new Date(Date.UTC(2026, 10, 3) + seconds * 1000);

/** Mail `n` as the archive takes it, alone in its thread and topic. */
export function sampleMail(n: number, but: Partial<ArchivedMail> = {}): Omit<ArchivedMail, "seq"> {
  return {
    key: key(n),
    short: `short${n}`,
    id: id(n),
    arrivedAt: at(n),
    thread: threadId(id(n)),
    ancestors: [],
    topic: topicId(`topic-${n}`),
    lists: [list("wbus")],
    kind: "discussion",
    author: "Nora Lind",
    subject: `Subject ${n}`,
    state: "read",
    facts: { text: `text ${n}` },
    decisions: [],
    ...but,
  };
}

export const sampleOctets = (n: number) => new TextEncoder().encode(`Subject: Subject ${n}\r\n\r\ntext ${n}\r\n`);

export const samplePost = (title: string): Post => ({
  form: "reply",
  title,
  byline: [],
  blocks: [],
  footer: [],
  isCut: false,
});

/** A post that is owed to `#wbus`, due at once. */
export function sampleDelivery(deliveryKey: string, but: Partial<NewDelivery> = {}): NewDelivery {
  return {
    channel: channelId("wbus"),
    key: deliveryKey,
    topic: topicId("topic-1"),
    form: "post",
    level: "normal",
    post: samplePost(deliveryKey),
    dueAt: at(0),
    ...but,
  };
}
