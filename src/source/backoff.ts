import type { Trouble } from "./imap-trouble.ts";

/** Milliseconds. Doubled from `first` to `most`; health of `healthy` forgets earlier failures. */
const pause = { first: 1_000, most: 300_000, healthy: 60_000 };

/** The least wait where waiting is cheap and trying is not: a refused login is tried ten times an hour at most. */
const least: Readonly<Record<Trouble, number>> = {
  connection: 0,
  protocol: 0,
  tls: 30_000,
  mailbox: 30_000,
  login: 360_000,
};

/** How long to wait after failures in a row. Jittered, so that many relays do not return to a server at once. */
export interface Backoff {
  /** Milliseconds to wait after one more failure of this kind. `healthyMs`: how long the connection had been up. */
  failed(trouble: Trouble, healthyMs: number): number;
}

/** @param random gives 0 ≤ x < 1, like `Math.random`. */
export function backoff(random: () => number): Backoff {
  let failures = 0;
  return {
    failed(trouble, healthyMs) {
      if (healthyMs >= pause.healthy) failures = 0;
      const ceiling = Math.min(pause.first * 2 ** failures, pause.most);
      failures = Math.min(failures + 1, 30);
      const jittered = ceiling / 2 + (random() * ceiling) / 2;
      return Math.max(1_000, Math.round(jittered), Math.round(least[trouble] * (1 + random() / 10)));
    },
  };
}
