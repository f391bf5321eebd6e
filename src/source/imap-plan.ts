import type { ImapCommands } from "./imap-commands.ts";
import { type ImapPosition, settle } from "./imap-cursor.ts";
import type { ImapStart } from "./imap-options.ts";
import { formatUidSet, hasUid, highestUid, holes, withUids } from "./uid-set.ts";

/** What one pass will do. */
export interface Plan {
  readonly position: ImapPosition;
  /** UIDs to read, ascending. */
  readonly uids: readonly number[];
  /** Nobody waits any more for unused UIDs below this one. */
  readonly settledBelow: number;
}

/** A UID that comes to light late is found among those of the last week, of at least 500 and at most 5,000 mails. */
const sweep = { ms: 7 * 86_400_000, leastUids: 500, mostUids: 5_000 };

/** SEARCH knows days in the server's own zone; one day more covers every zone. */
const dayMs = 86_400_000;

/** Above this many ranges the whole stretch is asked for: command lines have limits. */
const mostRanges = 100;

/** What is new above the highest seen UID; where `sweeps`, also what came to light below it. */
export async function planOn(
  commands: ImapCommands,
  position: ImapPosition,
  now: Date,
  sweeps: boolean,
): Promise<Plan> {
  const { seen } = position;
  const highest = highestUid(seen);
  // `n:*` always gives the last mail too, however low its UID.
  const above = (await commands.search({ uid: `${highest + 1}:*` })).filter((uid) => uid > highest);
  if (!sweeps) return { position, uids: above, settledBelow: 0 };
  const gaps = holes(seen);
  const range = gaps.length > mostRanges ? `${gaps[0]![0]}:${highest}` : formatUidSet(gaps);
  const late =
    range === "" ? [] : (await commands.search({ uid: range })).filter((uid) => uid < highest && !hasUid(seen, uid));
  const settledBelow = await sweptFrom(commands, above.at(-1) ?? highest, now);
  return { position: { ...position, seen: settle(seen, settledBelow, late) }, uids: [...late, ...above], settledBelow };
}

/** The first pass over a mailbox, or over one whose UIDs all changed: then `from` is where reading once began. */
export async function planAnew(
  commands: ImapCommands,
  mailbox: { readonly uidValidity: bigint; readonly uidNext: number | undefined },
  start: ImapStart,
  from: number | undefined,
  now: Date,
): Promise<Plan> {
  const old =
    mailbox.uidNext === undefined ? ((await commands.search({ all: true })).at(-1) ?? 0) : mailbox.uidNext - 1;
  const position = { uidValidity: mailbox.uidValidity, from: from ?? startMs(start, now), old };
  if (from === undefined && start.kind === "now") {
    return planOn(commands, { ...position, seen: withUids([], 1, old) }, now, false);
  }
  const uids = await commands.search(
    position.from < dayMs ? { all: true } : { since: new Date(position.from - dayMs) },
  );
  const settledBelow = await sweptFrom(commands, uids.at(-1) ?? 0, now);
  return { position: { ...position, seen: withUids([], 1, (uids[0] ?? old + 1) - 1) }, uids, settledBelow };
}

async function sweptFrom(commands: ImapCommands, highest: number, now: Date): Promise<number> {
  const ofTheWeek = (await commands.lowest({ since: new Date(now.getTime() - sweep.ms) })) ?? highest + 1;
  return Math.max(Math.min(ofTheWeek, highest - sweep.leastUids), highest - sweep.mostUids);
}

/** To the second, as INTERNALDATE is. */
function startMs(start: ImapStart, now: Date): number {
  if (start.kind === "all") return 0;
  return Math.floor((start.kind === "now" ? now.getTime() : start.ms) / 1000) * 1000;
}
