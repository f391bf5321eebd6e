import type { Bell, Clock } from "./clock.ts";
import type { Follows } from "./store/follows.ts";
import type { Mutes } from "./store/mutes.ts";
import type { Retention, TextLimits } from "./store/retention.ts";
import { type DigestDeps, nextDigest, oweDigests } from "./tend/digests.ts";

export interface TendDeps extends DigestDeps {
  readonly store: DigestDeps["store"] &
    Pick<Mutes, "endMutes"> &
    Pick<Follows, "endFollows"> &
    Pick<Retention, "endTexts">;
  readonly clock: Clock;
  /** Rung when something is owed. */
  readonly bell: Pick<Bell, "ring">;
}

/** Milliseconds between two rounds, unless a digest is due before. */
const EVERY_MS = 3_600_000;

const DAY_MS = 86_400_000;

/** How long the text of mails is kept, and how much of it. */
export const TEXTS: TextLimits = { plainMs: 30 * DAY_MS, patchMs: 90 * DAY_MS, bytes: 2 * 1024 ** 3 };

/** Sweeps up what has run out and owes the digests that are due, until `signal` aborts. @throws {StoreError} */
export async function tend(deps: TendDeps, signal: AbortSignal): Promise<void> {
  const { store, clock, log } = deps;
  while (!signal.aborted) {
    const mutes = await store.endMutes(clock.now());
    if (mutes > 0) log.info({ ended: mutes }, "mutes ended");
    const follows = await store.endFollows(clock.now());
    if (follows > 0) log.info({ ended: follows }, "follows ended");
    const texts = await store.endTexts(clock.now(), TEXTS);
    if (texts > 0) log.info({ ended: texts }, "texts of mails forgotten");
    await oweDigests(clock.now(), deps);
    deps.bell.ring();
    const now = clock.now();
    const next = await nextDigest(now, deps);
    await clock.wait(Math.min(EVERY_MS, next === undefined ? EVERY_MS : next.getTime() - now.getTime()), signal);
  }
}
