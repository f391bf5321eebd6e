import type { Gap, Guard } from "../store/guards.ts";

/** A mail that waited longer than this before we saw it belongs to a gap, and one that comes as long after the last ends it, in ms. */
export const GAP_MS = 30 * 60_000;

/** Cards a channel gets for one gap; the rest is one line. */
export const MAX_CARDS = 20;

/** The gap that a mail belongs to which comes now: the one that is being made up for, whatever ended us in between, or a new one. */
export function gapAt({ gap }: Guard, now: Date): Gap {
  const at = now.getTime();
  return gap !== undefined && Math.abs(at - gap.last) <= GAP_MS
    ? { ...gap, last: at }
    : { since: at, last: at, cards: 0, folded: 0 };
}
