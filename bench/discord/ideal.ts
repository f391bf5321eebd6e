import { buckets, usualRates } from "../../test/support/discord/buckets.ts";

/**
 * How long the fake's limits alone make it, in ms: a client without latency that sends as soon as both of its limits let it, one
 * channel after the other.
 */
export function idealMs(channels: number, each: number): number {
  const { global, create } = usualRates();
  let now = 0;
  const limits = buckets(() => now);
  const left = Array.from({ length: channels }, () => each);
  const freeAt = left.map(() => 0);
  for (;;) {
    const next = Math.min(...freeAt.filter((_, channel) => left[channel]! > 0));
    if (!Number.isFinite(next)) return now;
    now = Math.max(now, next);
    for (const channel of left.keys()) {
      while (left[channel]! > 0 && freeAt[channel]! <= now) {
        const all = limits.take("global", global);
        if (!all.allowed) {
          now = all.resetAt;
          continue;
        }
        const own = limits.take(`${channel}`, create);
        left[channel]! -= 1;
        if (own.remaining === 0) freeAt[channel] = own.resetAt;
      }
    }
  }
}
