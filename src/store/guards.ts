import type { ChannelId } from "../chat/chat-platform.ts";

/** How much happened in each minute, oldest first: minutes since 1970, and how many. */
export type Tally = readonly (readonly [minute: number, count: number])[];

/** What one list brought to a channel. */
export interface ListTally {
  /** Messages that were owed for its mails in the last hour. */
  readonly messages: Tally;
  /** Its mails that were to become messages, in the last minutes. */
  readonly mails: Tally;
  /** When it last brought too many, in ms. */
  readonly floodedAt?: number;
}

/** The line that stands for what was too much: `and 34 more`. */
export interface Overflow {
  /** When it began, in ms. */
  readonly since: number;
  readonly mails: number;
  /** Messages an hour that the channel gets. */
  readonly cap: number;
  /** Lists that brought too many. */
  readonly floods: readonly string[];
}

/** What a channel is shown of a time in which nobody took mail in. */
export interface Gap {
  /** When its first mail and its last one came here, in ms. */
  readonly since: number;
  readonly last: number;
  readonly cards: number;
  /** Mails that are not shown one by one. */
  readonly folded: number;
}

/** What keeps a channel from being flooded. */
export interface Guard {
  /** By List-Id. */
  readonly lists: Readonly<Record<string, ListTally>>;
  readonly overflow?: Overflow;
  readonly gap?: Gap;
}

export interface Guards {
  guard(channel: ChannelId): Promise<Guard | undefined>;
  /** Of all channels that have one, by channel. */
  guards(): Promise<Map<ChannelId, Guard>>;
  saveGuard(channel: ChannelId, guard: Guard): Promise<void>;
}
