import { stillGrows } from "../compose/overflow.ts";
import type { Guard, ListTally, Overflow, Tally } from "../store/guards.ts";

/** Messages an hour that a channel gets, by preset. */
export const caps = { quiet: 10, normal: 60, everything: 120 } as const;

/** A list that brings more mails that make messages than this, and than the cap has, in so many minutes brings too many. */
export const FLOOD = { mails: 100, minutes: 10 } as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A mail that is to become messages in a channel. */
export interface Claim {
  /** The list that brought it; `""` for none. */
  readonly list: string;
  readonly messages: number;
  /** Messages an hour that the channel gets. */
  readonly cap: number;
  readonly now: Date;
}

/** `over` the channel's cap, or one of a `flood`; `guard` is what holds after that. */
export interface Ruling {
  readonly ruled: "shown" | "over" | "flood";
  readonly guard: Guard;
}

/**
 * Whether there is room for it in the last hour. A list that brings too many in minutes has no more room, and what it
 * took is not counted against the other lists: in any hour a channel gets its cap, and once more for each such list.
 */
export function rule(guard: Guard, { list, messages, cap, now }: Claim): Ruling {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  const lists = recent(guard, now);
  const own = lists[list] ?? { messages: [], mails: [] };
  const mails = added(own.mails, minute, 1);
  const isFlood = sum(mails) > Math.max(FLOOD.mails, cap);
  const used = Object.entries(lists)
    .filter(([name, { floodedAt }]) => name === list || floodedAt === undefined)
    .reduce((total, [, tally]) => total + sum(tally.messages), 0);
  // A mail of more messages than the cap has must not wait for ever.
  const isOver = used + Math.max(1, Math.min(messages, cap)) > cap;
  const ruled = isFlood ? "flood" : isOver ? "over" : "shown";
  const tally: ListTally = {
    ...own,
    mails,
    ...(ruled === "shown" && { messages: added(own.messages, minute, messages) }),
    ...(isFlood && { floodedAt: now.getTime() }),
  };
  return { ruled, guard: { ...guard, lists: { ...lists, [list]: tally } } };
}

/** The line after one more mail that is too much: the one of the last hour grows, after that there is a new one. */
export function overflowed(guard: Guard, { list, cap, now }: Claim, ruled: Ruling["ruled"], mails: number): Overflow {
  const before = guard.overflow;
  const isSame = before !== undefined && stillGrows(before.since, now);
  const line: Overflow = isSame ? before : { since: now.getTime(), mails: 0, cap, floods: [] };
  const isNew = ruled === "flood" && !line.floods.includes(list);
  return { ...line, cap, mails: line.mails + mails, floods: isNew ? [...line.floods, list] : line.floods };
}

/** What still counts. What lies ahead was noted before the clock was set back. */
function recent({ lists }: Guard, now: Date): Guard["lists"] {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  const within = (tally: Tally, minutes: number) => tally.filter(([at]) => at > minute - minutes && at <= minute);
  return Object.fromEntries(
    Object.entries(lists)
      .map(([list, { messages, mails, floodedAt }]) => {
        const hasFlooded = floodedAt !== undefined && Math.abs(now.getTime() - floodedAt) <= HOUR_MS + MINUTE_MS;
        // Minutes are counted whole, so one more is looked at than an hour has.
        const tally = { messages: within(messages, 61), mails: within(mails, FLOOD.minutes) };
        return [list, { ...tally, ...(hasFlooded && { floodedAt }) }] as const;
      })
      .filter(([, { messages, mails, floodedAt }]) => messages.length + mails.length > 0 || floodedAt !== undefined),
  );
}

function added(tally: Tally, minute: number, count: number): Tally {
  const last = tally.at(-1);
  return last?.[0] === minute ? [...tally.slice(0, -1), [minute, last[1] + count]] : [...tally, [minute, count]];
}

function sum(tally: Tally): number {
  return tally.reduce((total, [, count]) => total + count, 0);
}
