/** The one clock: injected, so that a test decides what time it is. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms`, or when `signal` aborts, whichever comes first. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Longest time-out that Node's timers take. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(Math.max(ms, 0), MAX_TIMEOUT_MS));
      signal.addEventListener("abort", done);
    }),
};

/** Something a loop sleeps on and others ring. A ring while nobody sleeps is not lost. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, after `ms`, or on abort. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function bell(clock: Clock): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(ms, signal) {
      if (!rung) {
        const stop = new AbortController();
        wake = () => stop.abort();
        await clock.wait(ms, AbortSignal.any([signal, stop.signal]));
        wake = undefined;
      }
      rung = false;
    },
  };
}
