import type { ChannelId, Level, PostRef } from "../chat/chat-platform.ts";
import type { Post } from "../compose/post.ts";
import type { Kind } from "../kind/kind.ts";
import type { MailKey } from "../mail/identity.ts";
import type { ListId } from "../mail/mail.ts";
import type { MessageId } from "../mail/message-id.ts";
import type { Follows } from "./follows.ts";
import type { Forgets } from "./forgets.ts";
import type { Guards } from "./guards.ts";
import type { Hidden, Hides } from "./hides.ts";
import type { Attempts, Cursors } from "./intake.ts";
import type { Mutes } from "./mutes.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Retention } from "./retention.ts";
import type { Settings } from "./settings.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { Readers } from "./told.ts";
import type { Topics } from "./topics.ts";

export type { Subscription, Subscriptions } from "./subscriptions.ts";

/** Names a thread: the Message-ID that stood first in it. Changes when two threads turn out to be one. */
export type ThreadId = string & { readonly brand: "ThreadId" };

/** Names what a card stands for: a series' version or another conversation. */
export type TopicId = string & { readonly brand: "TopicId" };

/** A mail as the archive keeps it, without its octets. `facts` and `decisions` are JSON values that the store does not read. */
export interface ArchivedMail<Facts = unknown> {
  /** Order of arrival here: 1, 2, 3 … Given by the store. */
  readonly seq: number;
  readonly key: MailKey;
  /** What people type: `k7q2m9xa`. Unique. */
  readonly short: string;
  /** Several mails may share one. */
  readonly id: MessageId;
  readonly arrivedAt: Date;
  readonly thread: ThreadId;
  /** The mail it answers, where that one is here. */
  readonly parent?: MessageId;
  /** Oldest first; the parent is the last that is here. */
  readonly ancestors: readonly MessageId[];
  readonly topic: TopicId;
  readonly lists: readonly ListId[];
  readonly kind: Kind;
  readonly author: string;
  readonly subject: string;
  /** `degraded`: shown with what could be read. `quarantined`: not shown, listed with `problem`. */
  readonly state: "read" | "degraded" | "quarantined";
  readonly problem?: string;
  /** Nothing of it is told anywhere. */
  readonly hidden?: Hidden;
  readonly facts: Facts;
  /** What became of it in each channel, and why. */
  readonly decisions: readonly Decision[];
}

export interface Decision {
  /** Absent where no channel was concerned: spam held, nobody subscribed. */
  readonly channel?: ChannelId;
  readonly shown: "card" | "reply" | "line" | "counted" | "digest" | "held" | "off";
  /** A sentence for `why`: `subscribed to list wbus (preset normal); a bare trailer is only counted`. */
  readonly because: string;
  /** Somebody of the channel does not want to see it: the digest does not tell it either. */
  readonly isUnwanted?: true;
}

export interface Archive {
  /** Adds a mail; its octets are kept compressed. `seq` is given. A key or short id that is there already throws. */
  addMail(mail: Omit<ArchivedMail, "seq">, octets: Uint8Array): Promise<ArchivedMail>;
  mailByKey(key: MailKey): Promise<ArchivedMail | undefined>;
  mailByShort(short: string): Promise<ArchivedMail | undefined>;
  /** All mails with these ids, in order of arrival. */
  mailsById(ids: readonly MessageId[]): Promise<ArchivedMail[]>;
  mailsOfThread(thread: ThreadId): Promise<ArchivedMail[]>;
  mailsOfTopic(topic: TopicId): Promise<ArchivedMail[]>;
  /** The newest mails, newest first; of those that came before the mail `before`, where that is given. */
  latestMails(limit: number, before?: number): Promise<ArchivedMail[]>;
  /** Mails that name `id` among their ancestors, in order of arrival. */
  mailsReferringTo(id: MessageId): Promise<ArchivedMail[]>;
  /** The octets as they came; absent when retention took them. */
  octets(key: MailKey): Promise<Uint8Array | undefined>;
  /** Adds lists to a mail that came by another list too. Returns those that are new. */
  addLists(key: MailKey, lists: readonly ListId[]): Promise<ListId[]>;
  /** Every list that a mail ever came by, in the order first seen; cheap enough to ask for each mail. */
  knownLists(): Promise<ListId[]>;
  setParent(key: MailKey, parent: MessageId): Promise<void>;
  /** The mail moves to another topic: its card had not been shown yet. */
  setTopic(key: MailKey, topic: TopicId): Promise<void>;
  setDecisions(key: MailKey, decisions: readonly Decision[]): Promise<void>;
  /**
   * Removes a mail as if it had never come; with the last one of a topic or a thread that, too, and what was owed for the topic.
   */
  removeMail(key: MailKey): Promise<void>;
  quarantined(limit: number): Promise<ArchivedMail[]>;
  /** How many mails there are of each state, how many threads and topics. */
  counts(): Promise<{
    mails: number;
    read: number;
    degraded: number;
    quarantined: number;
    threads: number;
    topics: number;
  }>;
}

export interface Threads {
  /** The threads of those of `ids` that are known, as mails or as ids that mails referred to. */
  threadsOf(ids: readonly MessageId[]): Promise<Map<MessageId, ThreadId>>;
  /** All `ids` belong to `thread` from now on, and with them every id and mail of the threads they belonged to. */
  joinThread(ids: readonly MessageId[], thread: ThreadId): Promise<void>;
}

/** A post, an edit of one, or that one is taken away: what is owed to a channel. */
export interface Delivery {
  /** Given by the store; the order in a channel among those that are due. */
  readonly seq: number;
  readonly channel: ChannelId;
  /** Unique within the channel, at most 100 characters: `card-TOPIC`, `mail-SHORT`, `edit-TOPIC`. */
  readonly key: string;
  readonly topic: TopicId;
  /** The mail it shows; absent for cards' edits and state lines without one. */
  readonly mail?: MailKey;
  readonly form: "post" | "edit" | "erase";
  readonly level: Level;
  readonly post: Post;
  /** Key, in the same channel, of the delivery that opens its conversation: sent only once that one is. */
  readonly root?: string;
  /** Key, in the same channel, of the delivery that it answers; left out when that one has no ref. */
  readonly answers?: string;
  /** Users who asked by `follow` to be told of it; absent for edits and where there are none. */
  readonly mentions?: readonly string[];
  readonly dueAt: Date;
  readonly state: "queued" | "sending" | "sent" | "unsure" | "dead";
  readonly attempts: number;
  readonly firstTryAt?: Date;
  readonly sentAt?: Date;
  readonly ref?: PostRef;
  /** Why it was postponed, is unsure or dead. */
  readonly reason?: string;
}

export type NewDelivery = Omit<Delivery, "seq" | "state" | "attempts" | "firstTryAt" | "sentAt" | "ref" | "reason">;

export interface Outbox {
  /**
   * Owes a delivery. Where its channel and key are there already: a queued one gets the new content, level, root, answers,
   * mentions and due time (its place in the order stays); an edit that was sent, is being sent, unsure or dead is queued again with
   * the new content (edits may repeat); a post that was sent, is being sent, is unsure or dead stays as it is.
   */
  owe(delivery: NewDelivery): Promise<void>;
  /** Takes a queued delivery back, as if it had never been owed. False where it is no longer queued. */
  withdraw(channel: ChannelId, key: string): Promise<boolean>;
  /** Where something is due: queued, `dueAt <= now` and its root, if any, sent. The channel with the first by seq comes first. */
  dueChannels(now: Date): Promise<ChannelId[]>;
  /** What is due in a channel, by seq: the first `limit`. */
  due(channel: ChannelId, now: Date, limit: number): Promise<Delivery[]>;
  /** When the next queued one falls due, whatever its root, of those due later than `after`; `undefined` where none does. */
  nextDueAt(after?: Date): Promise<Date | undefined>;
  /** Left over from a run that ended between the request and its answer. */
  sending(): Promise<Delivery[]>;
  /** Of which it is unsure whether they arrived, the oldest first. */
  unsure(limit: number): Promise<Delivery[]>;
  delivery(channel: ChannelId, key: string): Promise<Delivery | undefined>;
  deliveriesOfMail(mail: MailKey): Promise<Delivery[]>;
  deliveriesOfTopic(topic: TopicId): Promise<Delivery[]>;
  /** The delivery whose post has this ref. */
  deliveryByRef(channel: ChannelId, ref: PostRef): Promise<Delivery | undefined>;
  /** Queued → sending: attempts + 1, `firstTryAt` set once, content frozen. False where it is no longer queued. */
  markSending(seq: number, now: Date): Promise<boolean>;
  /** Sending → sent. Nothing where it is no longer being sent (an edit that was owed anew meanwhile). */
  markSent(seq: number, ref: PostRef, now: Date): Promise<void>;
  /** Back to queued, due at `dueAt`. */
  postpone(seq: number, dueAt: Date, reason: string): Promise<void>;
  markUnsure(seq: number, reason: string): Promise<void>;
  /** Dead. Those whose root is dead are never due; they count as dead in `depths`. */
  abandon(seq: number, reason: string): Promise<void>;
  /** How many deliveries are in each state, and the due time of the oldest queued one that is overdue at `now`. */
  depths(now: Date): Promise<Record<Delivery["state"], number> & { oldestDueAt?: Date }>;
}

export interface Roles
  extends Cursors,
    Archive,
    Threads,
    Topics,
    Attempts,
    Subscriptions,
    Settings,
    Follows,
    Forgets,
    Guards,
    Hides,
    Mutes,
    Quarantine,
    Readers,
    Retention,
    Outbox {}

/**
 * Everything that must outlive the process. Asynchronous, since PostgreSQL is one of its engines; ask for the roles you
 * need, not for the store. Calls outside `atomically` each are a transaction of their own.
 */
export interface Store extends Roles {
  /**
   * All of `work` or nothing of it; durable when it resolves. Transactions run one after the other and other writers
   * wait, so none carries away another task's write; readers outside see the state before it. `work` must await nothing
   * but `tx`.
   */
  atomically<T>(work: (tx: Roles) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The store could not be opened, read or written: the message names the file and the remedy. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  /**
   * What the caller may do. `full`, `busy`: nothing was written, try again later. `conflict`: the row is there already,
   * or breaks a rule of the store. `corrupt`, `io`: stop the process, the operator must look; the store refuses all
   * further writes. `access`, `taken`, `foreign`: it could not be opened. `closed`: it was closed before. `failed`: a bug.
   */
  readonly trouble: StoreTrouble;

  constructor(message: string, trouble: StoreTrouble = "failed", options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}

export type StoreTrouble =
  | "full"
  | "busy"
  | "conflict"
  | "corrupt"
  | "io"
  | "access"
  | "taken"
  | "foreign"
  | "closed"
  | "failed";
