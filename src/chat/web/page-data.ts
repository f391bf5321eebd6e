import type { Post } from "../../compose/post.ts";
import type { ChannelId } from "../chat-platform.ts";
import type { Place } from "./links.ts";
import type { Channel, PostFile, StoredPost } from "./post-file.ts";
import type { Looking } from "./render-follow.ts";
import type { ChatPage, OpenChannel, OpenThread } from "./render-page.ts";
import { maxCount, type StreamItem } from "./render-post.ts";
import { type Seen, seenIn, withSeen } from "./seen.ts";

/** Who looks and what they brought. */
export interface View extends Omit<Looking, "followed"> {
  readonly seen: Seen;
  readonly answers: readonly Post[];
  /** A page that looks in from the background: nothing counts as read by it. */
  readonly isPeek: boolean;
}

/** Keys of the cards of what a user follows in a channel. */
export type Followed = (channel: ChannelId, user: string) => Promise<ReadonlySet<string>>;

const cardsOnPage = 50;
const repliesOnPage = 100;
const maxUnread = 100;

/**
 * Reads what a page shows, and what its browser has seen afterwards. Without a `place` (the address `/`) it is the
 * channel where something was posted last. `undefined` where the place's channel does not exist.
 */
export async function chatPage(
  posts: PostFile,
  followed: Followed,
  place: Place | undefined,
  view: View,
): Promise<{ page: ChatPage; seen: Seen } | undefined> {
  const channels = posts.channels();
  const open = place === undefined ? liveliest(channels) : channels.find(({ id }) => id === place.channel);
  if (place !== undefined && open === undefined) return undefined;
  const seen =
    open === undefined || place === undefined || view.isPeek
      ? view.seen
      : withSeen(view.seen, open.number, open.newest);
  const { now, user, commandId } = view;
  const page: ChatPage = {
    now,
    ...(user === undefined ? {} : { user }),
    followed: open === undefined || user === undefined ? new Set() : await followed(open.id, user),
    commandId,
    change: posts.newestChange(),
    channels: channels.map((channel) => {
      const since = seenIn(seen, channel.number);
      return {
        channel,
        unread: posts.newer(channel.id, since, maxUnread),
        forYou: user === undefined ? 0 : posts.newerFor(user, channel.id, since, maxUnread),
      };
    }),
    isHome: place === undefined,
    ...(open === undefined ? {} : { open: openChannel(posts, open, place ?? { channel: open.id }, view) }),
  };
  return { page, seen };
}

function liveliest(channels: readonly Channel[]): Channel | undefined {
  return channels.reduce<Channel | undefined>(
    (best, one) => (one.newest > (best?.newest ?? -1) ? one : best),
    undefined,
  );
}

function openChannel(posts: PostFile, channel: Channel, place: Place, { seen, answers }: View): OpenChannel {
  const seenBefore = seenIn(seen, channel.number);
  const { rows, hasEarlier } = newest(cardsOnPage, (limit) =>
    posts.stream(channel.id, { ...before(place.before), limit }),
  );
  const firstNew = rows.findIndex(({ seq }) => seq > seenBefore);
  const items = rows.map((stored, at): StreamItem => {
    const { seq, root } = stored;
    const follows = posts.get(stored.answers ?? root ?? 0);
    return {
      stored,
      replies: posts.replies(root ?? seq, 0, maxCount + 1),
      unread: posts.replies(root ?? seq, seenBefore, maxUnread),
      isFirstNew: at > 0 && at === firstNew,
      ...(follows === undefined ? {} : { follows }),
    };
  });
  const thread = openThread(posts, place);
  return { channel, place, items, hasEarlier, answers, ...(thread === undefined ? {} : { thread }) };
}

function openThread(posts: PostFile, { channel, card: seq, about, beforeReply }: Place): OpenThread | undefined {
  const card = seq === undefined ? undefined : posts.get(seq);
  if (card === undefined || card.channel !== channel) return undefined;
  const { rows, hasEarlier } = newest(repliesOnPage, (limit) =>
    posts.thread(card.seq, { ...before(beforeReply), limit }),
  );
  const inThread = new Map<number, StoredPost>(rows.map((stored) => [stored.seq, stored]));
  const asked = about === undefined ? undefined : inThread.get(about);
  return {
    card,
    replies: rows.map((stored) => {
      const parent = inThread.get(stored.answers ?? 0);
      return { stored, ...(parent === undefined ? {} : { parent }) };
    }),
    hasEarlier,
    count: posts.replies(card.seq, 0, maxCount + 1),
    ...(asked === undefined ? {} : { about: asked }),
  };
}

/** The newest `size` rows, and whether there are more: asks for one more than it gives. */
function newest(size: number, read: (limit: number) => StoredPost[]): { rows: StoredPost[]; hasEarlier: boolean } {
  const rows = read(size + 1);
  return { rows: rows.slice(-size), hasEarlier: rows.length > size };
}

const before = (seq: number | undefined) => (seq === undefined ? {} : { before: seq });
