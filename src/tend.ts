import type { Clock } from "./clock.ts";
import type { Log } from "./ops/log.ts";
import type { Follows } from "./store/follows.ts";
import type { Subscriptions } from "./store/store.ts";

export interface TendDeps {
  readonly store: Pick<Subscriptions, "endMutes"> & Pick<Follows, "endFollows">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Milliseconds between two rounds. */
const EVERY_MS = 3_600_000;

/** Sweeps up what has run out, every hour until `signal` aborts. @throws {StoreError} */
export async function tend(deps: TendDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const mutes = await deps.store.endMutes(deps.clock.now());
    if (mutes > 0) deps.log.info({ ended: mutes }, "mutes ended");
    const follows = await deps.store.endFollows(deps.clock.now());
    if (follows > 0) deps.log.info({ ended: follows }, "follows ended");
    await deps.clock.wait(EVERY_MS, signal);
  }
}
