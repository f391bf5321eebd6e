import type { ChannelId } from "../chat/chat-platform.ts";
import type { TopicId } from "./store.ts";

/** Somebody in a channel asked to be told of what changes the state of a topic. */
export interface Follow {
  readonly channel: ChannelId;
  readonly topic: TopicId;
  /** As the platform named them in the invocation. */
  readonly user: string;
  /** When it ends by itself. */
  readonly until: Date;
}

export interface Follows {
  /** One a channel, topic and user; another `until` replaces it. */
  follow(follow: Follow): Promise<void>;
  /** True where there was one. */
  unfollow(channel: ChannelId, topic: TopicId, user: string): Promise<boolean>;
  /** Whose follow of the topic, in this channel, has not ended by `now`; by name. */
  followers(channel: ChannelId, topic: TopicId, now: Date): Promise<string[]>;
  /** What somebody follows in this channel that has not ended by `now`. */
  followedBy(channel: ChannelId, user: string, now: Date): Promise<TopicId[]>;
  /** All follows of the topic that have not ended by `now` end at `until` instead. */
  keepFollows(topic: TopicId, until: Date, now: Date): Promise<void>;
  /** Who followed `from` follows `to` instead, in the same channel; one who did already goes on as they did. */
  moveFollows(from: TopicId, to: TopicId): Promise<void>;
  /** Forgets follows that ended before `now`; how many. */
  endFollows(now: Date): Promise<number>;
}
