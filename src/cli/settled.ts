import type { Bell, Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** How often the store is asked whether something is still owed, in ms. */
const LOOK_MS = 50;

/** Resolves when nothing is owed that could be paid, or at the signal. */
export async function settled(store: Store, clock: Clock, ring: Bell, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { queued, sending } = await store.depths(clock.now());
    if (queued + sending === 0) return;
    ring.ring();
    await clock.wait(LOOK_MS, signal);
  }
}
