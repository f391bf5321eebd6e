import type { Change, Topic } from "./topic.ts";

/** Days without a mail after which following a topic ends by itself. */
export const IDLE_DAYS = 30;
/** The same after it landed in whole. */
export const LANDED_DAYS = 7;

/** What tells whether a topic landed. */
type Ended = Pick<Topic, "merged" | "applied" | "total">;

/**
 * When following a topic ends by itself, as of the mail that made it `topic` by these changes at `now`. `undefined` where
 * that stays as it was: what is said after it landed puts nothing off.
 */
export function followedUntil(topic: Ended, changes: readonly Change[], now: Date): Date | undefined {
  if (!hasLanded(topic)) return idleAfter(now);
  return changes.some(({ kind }) => kind === "applied" || kind === "merged") ? after(LANDED_DAYS, now) : undefined;
}

/** When it ends if nothing comes after `now`. */
export function idleAfter(now: Date): Date {
  return after(IDLE_DAYS, now);
}

function hasLanded({ merged, applied, total }: Ended): boolean {
  if (merged !== undefined || applied.some(({ patches }) => patches === undefined)) return true;
  return new Set(applied.flatMap(({ patches }) => patches ?? [])).size >= Math.max(total, 1);
}

function after(days: number, now: Date): Date {
  return new Date(now.getTime() + days * 86_400_000);
}
