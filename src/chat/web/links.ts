import type { ChannelId } from "../chat-platform.ts";

/** What a page shows: a channel, perhaps a card's thread, perhaps an older stretch, perhaps the post a command is about. */
export interface Place {
  readonly channel: ChannelId;
  readonly card?: number;
  readonly about?: number;
  /** Only what was posted before this seq. */
  readonly before?: number;
  readonly beforeReply?: number;
}

/** `web:drm/tegra` → `drm/tegra`. */
export function channelName(channel: ChannelId): string {
  return channel.slice(channel.indexOf(":") + 1);
}

export function channelOfName(name: string): ChannelId {
  return `web:${name}` as ChannelId;
}

/** `/c/drm%2Ftegra?card=7&about=9`. */
export function placePath({ channel, card, about, before, beforeReply }: Place): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ card, about, before, beforeReply })) {
    if (value !== undefined) query.set(name, String(value));
  }
  const path = `/c/${encodeURIComponent(channelName(channel))}`;
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The same as the fields of a form. */
export function placeFields({ channel, card, before, beforeReply }: Place): Readonly<Record<string, string>> {
  const numbers = Object.entries({ card, before, beforeReply }).filter(([, value]) => value !== undefined);
  return {
    channel: channelName(channel),
    ...Object.fromEntries(numbers.map(([name, value]) => [name, String(value)])),
  };
}

/** The page of one mail as this channel may see it, or of what another command says of it. */
export function mailPath(mail: string, channel: ChannelId, command: "full" | "patch" | "thread" | "why"): string {
  const path = `/m/${encodeURIComponent(mail)}${command === "full" ? "" : `/${command}`}`;
  return `${path}?in=${encodeURIComponent(channelName(channel))}`;
}

/** The same answer as a file. */
export function filePath(mail: string, channel: ChannelId, command: string): string {
  return `/m/${encodeURIComponent(mail)}/${encodeURIComponent(command)}/file?in=${encodeURIComponent(channelName(channel))}`;
}
