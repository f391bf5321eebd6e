import type { Clock } from "./clock.ts";
import type { Log } from "./ops/log.ts";
import type { Subscriptions } from "./store/store.ts";

export interface TendDeps {
  readonly store: Pick<Subscriptions, "endMutes">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Milliseconds between two rounds. */
const EVERY_MS = 3_600_000;

/** Sweeps up what has run out, every hour until `signal` aborts. @throws {StoreError} */
export async function tend(deps: TendDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const ended = await deps.store.endMutes(deps.clock.now());
    if (ended > 0) deps.log.info({ ended }, "mutes ended");
    await deps.clock.wait(EVERY_MS, signal);
  }
}
