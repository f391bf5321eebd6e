import type { ChannelId } from "../chat/chat-platform.ts";
import type { Filter } from "../route/filter.ts";
import type { LevelWord, Notable } from "../route/notable.ts";

/** What the admins of a channel set for all that it shows, whatever subscription brought it. */
export interface ChannelSettings {
  /** In the order given; people name one by its number, from 1. */
  readonly filters: readonly Filter[];
  /** `series`: cards and their threads; `digest`: all that is not loud waits for the digest; `all`: robots count too. Absent: as the preset says. */
  readonly mode?: "series" | "digest" | "all";
  readonly layout?: "thread" | "flat" | "forum";
  /** Where a kind of news is to be told otherwise than its preset says. */
  readonly levels: Readonly<Partial<Record<Notable, LevelWord>>>;
  /** Messages an hour, instead of the preset's. */
  readonly cap?: number;
}

export interface Settings {
  /** `undefined` for a channel whose admins set nothing. */
  settings(channel: ChannelId): Promise<ChannelSettings | undefined>;
  /** Replaces what was set before. */
  saveSettings(channel: ChannelId, settings: ChannelSettings): Promise<void>;
}
