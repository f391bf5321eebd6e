import type { ChannelId } from "../chat/chat-platform.ts";
import type { Wish } from "../route/wants.ts";

export interface Subscription {
  readonly channel: ChannelId;
  readonly what: Wish["what"];
  /** What people read instead of the name, where that is an address or an id: `Nora Lind`. */
  readonly title?: string;
  readonly preset: Wish["preset"];
  readonly since: Date;
  /** The user who asked, or `config`. */
  readonly by: string;
}

export interface Subscriptions {
  subscriptions(): Promise<Subscription[]>;
  /** One a channel and `what`; another preset replaces it. */
  subscribe(subscription: Subscription): Promise<void>;
  /** True where there was one. */
  unsubscribe(channel: ChannelId, what: Subscription["what"]): Promise<boolean>;
  /** Forgets a channel that is gone, with all that was set, decided, posted and owed there; gives how much it was subscribed to. */
  forgetChannel(channel: ChannelId): Promise<number>;
}
