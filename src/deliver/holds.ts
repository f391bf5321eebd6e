import type { ChannelId } from "../chat/chat-platform.ts";

/**
 * What takes nothing before a certain time: what is owed there waits as it is, in its order. Known to this process alone;
 * after a restart one try finds out again.
 */
export interface Holds {
  /** Until when the channel is held, ms since 1970; 0 where it is not. */
  until(channel: ChannelId): number;
  /** `turn`: one of its posts has to wait, and those behind it with it. `channel`: it is closed to us. */
  hold(what: "turn" | "channel" | "platform", channel: ChannelId, until: number): void;
  /** Channels that are closed to us at `now`, ms since 1970. */
  closed(now: number): readonly string[];
  /** The channel is open to us again. True where it was closed. */
  lift(channel: ChannelId): boolean;
}

export function holds(): Holds {
  const times = {
    turn: new Map<string, number>(),
    channel: new Map<string, number>(),
    platform: new Map<string, number>(),
  };
  return {
    until: (channel) =>
      Math.max(
        times.turn.get(channel) ?? 0,
        times.channel.get(channel) ?? 0,
        times.platform.get(platformOf(channel)) ?? 0,
      ),
    hold: (what, channel, until) => void times[what].set(what === "platform" ? platformOf(channel) : channel, until),
    closed: (now) => [...times.channel].flatMap(([channel, until]) => (until > now ? [channel] : [])),
    lift: (channel) => times.channel.delete(channel),
  };
}

/** `discord:42` stands on `discord`. */
export function platformOf(channel: ChannelId): string {
  return channel.slice(0, channel.indexOf(":"));
}
