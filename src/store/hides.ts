import type { ChannelId } from "../chat/chat-platform.ts";
import type { MailKey } from "../mail/identity.ts";
import type { ArchivedMail, TopicId } from "./store.ts";

/** That an admin of a channel took a mail out of sight, everywhere. */
export interface Hidden {
  /** The user, as the platform named them, and the channel in which they said it. */
  readonly by: string;
  readonly channel: ChannelId;
  readonly at: Date;
  /** The operator had it forgotten: nobody can show it again. */
  readonly isForgotten?: true;
}

export interface Hides {
  hide(key: MailKey, hidden: Hidden): Promise<void>;
  unhide(key: MailKey): Promise<void>;
  /** The newest hidden mails, newest first. */
  hiddenMails(limit: number): Promise<ArchivedMail[]>;
  /** Short ids of the topic's mails that are hidden. */
  hiddenOf(topic: TopicId): Promise<string[]>;
}
