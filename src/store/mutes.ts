import type { ChannelId } from "../chat/chat-platform.ts";
import type { TopicId } from "./store.ts";

/** That a topic shows less in a channel for a while. */
export interface Mute {
  /** `mute`: nothing new. `cool`: its replies are counted on its card, and not shown. */
  readonly manner: "mute" | "cool";
  readonly until: Date;
  /** Each mail of the topic puts the end off. */
  readonly isIdle: boolean;
}

export interface Mutes {
  /** One a channel and topic: the next one replaces it. */
  mute(channel: ChannelId, topic: TopicId, mute: Mute): Promise<void>;
  /** True where there was one. */
  unmute(channel: ChannelId, topic: TopicId): Promise<boolean>;
  muteOf(channel: ChannelId, topic: TopicId): Promise<Mute | undefined>;
  /** Those of the topic that have not ended by `now`, and that each mail puts off, end at `until` instead. */
  keepMutes(topic: TopicId, until: Date, now: Date): Promise<void>;
  /** Forgets mutes that ended before `now`; how many. */
  endMutes(now: Date): Promise<number>;
}
