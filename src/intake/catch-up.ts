import type { ChannelId } from "../chat/chat-platform.ts";
import type { Post } from "../compose/post.ts";

/** A mail that waited longer than this before we saw it belongs to a gap, in ms. */
export const GAP_MS = 30 * 60_000;

/** Cards a channel gets for one gap; the rest is one line. */
const MAX_CARDS = 20;

/** What one pass over a mailbox found in a gap, so that a channel is not flooded after we were away. */
export interface CatchUp {
  /** True while the channel has room for another card; counts it. */
  admits(channel: ChannelId): boolean;
  /** Notes a mail that the channel is not shown. */
  fold(channel: ChannelId): void;
  /** Channels in which something was folded, with the line to say so. */
  lines(): readonly { readonly channel: ChannelId; readonly post: Post }[];
}

export function catchUp(): CatchUp {
  const cards = new Map<ChannelId, number>();
  const folded = new Map<ChannelId, number>();
  return {
    admits(channel) {
      const shown = cards.get(channel) ?? 0;
      if (shown >= MAX_CARDS) return false;
      cards.set(channel, shown + 1);
      return true;
    },
    fold(channel) {
      folded.set(channel, (folded.get(channel) ?? 0) + 1);
    },
    lines: () => Array.from(folded, ([channel, mails]) => ({ channel, post: line(mails, cards.get(channel) ?? 0) })),
  };
}

function line(mails: number, cards: number): Post {
  return {
    form: "line",
    title: "Back after a gap",
    anchor: `${cards} ${cards === 1 ? "card" : "cards"} above, ${mails} more ${mails === 1 ? "mail" : "mails"} not shown one by one`,
    byline: ["ask a card for its thread to see what was said meanwhile"],
    blocks: [],
    footer: [],
    isCut: false,
  };
}
