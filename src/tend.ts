import type { Bell, Clock } from "./clock.ts";
import type { Follows } from "./store/follows.ts";
import type { Mutes } from "./store/mutes.ts";
import type { Retention, TextLimits } from "./store/retention.ts";
import { type DigestDeps, nextDigest, oweDigests } from "./tend/digests.ts";

export interface TendDeps extends DigestDeps {
  readonly store: DigestDeps["store"] &
    Pick<Mutes, "endMutes"> &
    Pick<Follows, "endFollows"> &
    Pick<Retention, "endMails" | "endTexts">;
  /** Ends what the web chat shows of conversations in which nothing was posted since; gives how many posts. */
  readonly endPosts?: (before: Date) => number;
  readonly clock: Clock;
  /** Rung when something is owed. */
  readonly bell: Pick<Bell, "ring">;
}

/** Milliseconds between two rounds, unless a digest is due before. */
const EVERY_MS = 3_600_000;

const DAY_MS = 86_400_000;

/** How long the text of mails is kept, and how much of it. */
export const TEXTS: TextLimits = { plainMs: 30 * DAY_MS, patchMs: 90 * DAY_MS, bytes: 2 * 1024 ** 3 };

/** How long a mail is remembered after the last one of its conversation was taken in: that there was one, by whom, and what became of it. */
const REMEMBERED_MS = 730 * DAY_MS;

/** Conversations that are forgotten in one transaction. */
const CONVERSATIONS = 50;

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
    const old = new Date(clock.now().getTime() - REMEMBERED_MS);
    const posts = deps.endPosts?.(old) ?? 0;
    let mails = 0;
    for (let more = CONVERSATIONS; more > 0; mails += more) more = await store.endMails(old, CONVERSATIONS);
    if (mails + posts > 0) log.info({ mails, posts }, "old mails forgotten");
    await oweDigests(clock.now(), deps);
    deps.bell.ring();
    const now = clock.now();
    const next = await nextDigest(now, deps);
    await clock.wait(Math.min(EVERY_MS, next === undefined ? EVERY_MS : next.getTime() - now.getTime()), signal);
  }
}
