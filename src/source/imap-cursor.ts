import type { Cursor } from "./mail-source.ts";
import { formatUidSet, holes, parseUidSet, type UidSet, withUids } from "./uid-set.ts";

/** How far one IMAP mailbox is read. A set of seen UIDs, since UIDs may come to light out of order. */
export interface ImapPosition {
  /** The mailbox's UIDVALIDITY; every UID below belongs to it. */
  readonly uidValidity: bigint;
  /** UIDs that are taken in, or that nobody waits for any more. */
  readonly seen: UidSet;
  /** Milliseconds since 1970 by INTERNALDATE: where reading began. Outlives a change of UIDVALIDITY. */
  readonly from: number;
  /** UIDs up to here were in the mailbox when this UIDVALIDITY was first met: they count only if they arrived at `from` or later. */
  readonly old: number;
}

/** `{"v":"1764068924","seen":"1:4711,4713","from":1764060000000,"old":4711}` */
export function writeCursor({ uidValidity, seen, from, old }: ImapPosition): Cursor {
  return JSON.stringify({ v: String(uidValidity), seen: formatUidSet(seen), from, old }) as Cursor;
}

/** What `writeCursor` wrote, or `undefined` where it did not write this. */
export function readCursor(cursor: Cursor): ImapPosition | undefined {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { v, seen, from, old } = value as Record<string, unknown>;
  const uids = typeof seen === "string" ? parseUidSet(seen) : undefined;
  if (typeof v !== "string" || !/^\d{1,20}$/.test(v) || uids === undefined) return undefined;
  if (typeof from !== "number" || typeof old !== "number") return undefined;
  return { uidValidity: BigInt(v), seen: uids, from, old };
}

/**
 * `seen` without the holes below `settledBelow` that hold none of `waiting`: an unused UID that old comes to light no more.
 * It keeps the cursor short in a mailbox that is being emptied all the time. `waiting` are UIDs the server lists, ascending.
 */
export function settle(seen: UidSet, settledBelow: number, waiting: readonly number[]): UidSet {
  let settled = seen;
  let at = 0;
  for (const [first, last] of holes(seen)) {
    if (first >= settledBelow) break;
    while (at < waiting.length && waiting[at]! < first) at += 1;
    const isWaitedFor = at < waiting.length && waiting[at]! <= last;
    if (!isWaitedFor) settled = withUids(settled, first, Math.min(last, settledBelow - 1));
  }
  return settled;
}
