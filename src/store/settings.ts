import type { ChannelId } from "../chat/chat-platform.ts";
import type { Filter } from "../route/filter.ts";
import type { Overrides } from "../route/wants.ts";

/** What the admins of a channel set for all that it shows, whatever subscription brought it. */
export interface ChannelSettings extends Overrides {
  /** In the order given; people name one by its number, from 1. */
  readonly filters: readonly Filter[];
  readonly layout?: "thread" | "flat" | "forum";
  /** Messages an hour, instead of the preset's. */
  readonly cap?: number;
}

export interface Settings {
  /** `undefined` for a channel whose admins set nothing. */
  settings(channel: ChannelId): Promise<ChannelSettings | undefined>;
  /** Replaces what was set before. */
  saveSettings(channel: ChannelId, settings: ChannelSettings): Promise<void>;
}
