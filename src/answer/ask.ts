import type { ChannelId, Invocation } from "../chat/chat-platform.ts";
import type { Command } from "../command/command.ts";
import type { StatusFacts } from "../compose/answers/status.ts";
import type { ListId } from "../mail/mail.ts";
import type { MessageId } from "../mail/message-id.ts";
import type { Reading } from "../reader.ts";
import type { WantedMail } from "../route/wants.ts";
import type { TopicMail } from "../series/topic.ts";
import type { Guards } from "../store/guards.ts";
import type { Hides } from "../store/hides.ts";
import type { Mutes } from "../store/mutes.ts";
import type { Settings } from "../store/settings.ts";
import type { Archive, ArchivedMail, Outbox, Roles, Store, Subscriptions, TopicId } from "../store/store.ts";
import type { Readers } from "../store/told.ts";
import type { Topics } from "../store/topics.ts";

/** What commands read and change of the store. */
type AnswerStore = Subscriptions &
  Settings &
  Pick<
    Archive,
    | "mailByKey"
    | "mailByShort"
    | "mailsById"
    | "mailsOfThread"
    | "mailsOfTopic"
    | "latestMails"
    | "octets"
    | "quarantined"
    | "counts"
  > &
  Pick<Topics, "topic"> &
  Pick<Guards, "guards"> &
  Pick<Hides, "hiddenMails"> &
  Pick<Mutes, "mute" | "unmute" | "muteOf"> &
  Pick<Readers, "decidedAfter" | "placeBefore" | "lastTold" | "saveTold"> &
  Pick<Outbox, "deliveryByRef" | "deliveriesOfMail" | "deliveriesOfTopic" | "depths"> &
  Pick<Store, "atomically">;

/** A list as people know it. */
export interface ListEntry {
  readonly id: ListId;
  /** What it is called here: `wbus`. */
  readonly name: string;
  /** Where its archive keeps a mail; absent where it has none that we know. */
  readonly archiveUrl?: (id: MessageId) => string | undefined;
  /** Kept to exact channels: the operator alone puts it there. */
  readonly isPrivate?: boolean;
}

export interface AnswerDeps {
  readonly store: AnswerStore;
  /** The reader: octets to what the pure rooms say of them, within its limits. */
  readonly read: (octets: Uint8Array) => Promise<Opened>;
  readonly now: () => Date;
  /** Every list there is, also those that may not be shown everywhere. */
  readonly lists: () => Promise<readonly ListEntry[]>;
  /** Names of the subsystems that can be subscribed to. */
  readonly subsystems: readonly string[];
  /** Why a mail belongs to its subsystems, out of the facts that intake noted. */
  readonly routing: (mail: ArchivedMail) => readonly { readonly name: string; readonly reason: string }[];
  /** What its topic learnt from a mail, out of the same facts; absent where nothing was noted. */
  readonly topicMail: (mail: ArchivedMail) => TopicMail | undefined;
  /** What channels are asked about a mail, out of the same facts; absent for mail from before it was noted. */
  readonly wanted: (mail: ArchivedMail) => WantedMail | undefined;
  /** Owes every channel what the posts of a mail look like now that it is hidden, or no longer. */
  readonly retell: (
    tx: Roles,
    mail: ArchivedMail,
  ) => Promise<{ readonly channels: readonly ChannelId[]; readonly unsure: number }>;
  /** The topic of the newest version of the series that `topic` is a version of; else the topic itself. */
  readonly newestVersion: (tx: Roles, topic: TopicId) => Promise<TopicId>;
  /** Told when somebody has begun to follow a topic. */
  readonly onFollow?: (channel: ChannelId, topic: TopicId, user: string) => void;
  /** Addresses, lower case, of authors whose mail is shown as subject and link only. */
  readonly omit: ReadonlySet<string>;
  /** How conversations can lie in the channel: which of `set layout` its platform has. */
  readonly layouts: (channel: ChannelId) => readonly string[];
  readonly status: () => Promise<StatusFacts>;
  /** Whether mail of these lists may be shown in the channel now. The only say in it: unknown lists are its matter too. */
  readonly maySee: (channel: ChannelId, lists: readonly ListId[]) => boolean;
}

export type Opened =
  | { readonly kind: "read"; readonly reading: Reading }
  | { readonly kind: "broken"; readonly reason: string };

/** One command to carry out: parsed, and allowed to the one who gave it. */
export interface Ask {
  readonly deps: AnswerDeps;
  readonly invocation: Invocation;
  readonly args: Command["args"];
}
