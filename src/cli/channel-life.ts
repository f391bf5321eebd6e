import type { ChannelId } from "../chat/chat-platform.ts";
import type { Bell } from "../clock.ts";
import { type Holds, holds } from "../deliver/holds.ts";
import type { Log } from "../ops/log.ts";
import type { Store } from "../store/store.ts";

/** What platforms say of the channels that are written to. */
export interface ChannelLife {
  readonly holds: Holds;
  /** What was refused in a channel may be allowed now. */
  opened(channel: ChannelId): void;
  /** The channel is gone, and all that is kept of it goes too. */
  gone(channel: ChannelId): void;
}

export function channelLife({ store, bell, log }: { store: Store; bell: Bell; log: Log }): ChannelLife {
  const closed = holds();
  return {
    holds: closed,
    opened(channel) {
      if (closed.lift(channel)) bell.ring();
    },
    gone(channel) {
      void store
        .forgetChannel(channel)
        .then((subscriptions) => log.warn({ channel, closed: subscriptions }, "channel is gone"))
        .catch((error: unknown) => log.error({ channel, err: error }, "channel is gone"));
    },
  };
}
