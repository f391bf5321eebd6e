import type { ChannelId } from "../chat/chat-platform.ts";
import type { ArchivedMail } from "./store.ts";

/** A point in what happened in a channel. */
export interface Mark {
  /** Counts the mails that something was decided about, over all channels: 1, 2, 3 …; 0 stands before everything. */
  readonly place: number;
  readonly at: Date;
}

/** What one reader of a channel was told last: what happened behind `from`, up to `to`. */
export interface Told {
  readonly channel: ChannelId;
  /** A user, or `digest` for the channel itself. */
  readonly reader: string;
  /** What it was told for, an invocation or the key of a delivery: the same again is told the same. */
  readonly by: string;
  readonly from: Mark;
  readonly to: Mark;
}

export interface DecidedMail {
  readonly place: number;
  readonly mail: ArchivedMail;
}

/** What happened in a channel, and who was told how much of it. */
export interface Readers {
  /**
   * Mails that something was decided about in the channel, those behind `place`, at most `limit`. In the order in which
   * it was first decided, which is not that of arrival: a copy by another list brings an old mail to a new channel.
   */
  decidedAfter(channel: ChannelId, place: number, limit: number): Promise<DecidedMail[]>;
  /** The last place before all of the channel's mails that arrived at `at` or later. */
  placeBefore(channel: ChannelId, at: Date): Promise<number>;
  lastTold(channel: ChannelId, reader: string): Promise<Told | undefined>;
  /** One a channel and reader: the next one replaces it. */
  saveTold(told: Told): Promise<void>;
}
