import { setTimeout as wait } from "node:timers/promises";
import { RateLimitError } from "discord.js";

/** Longer than a limit of Discord's for one channel lasts, in ms. */
const LONGEST_WAIT_MS = 60_000;

/** Does it when the limits that news and answers share let it: nobody else tries again for an answer. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RateLimitError) || error.retryAfter > LONGEST_WAIT_MS) throw error;
      await wait(error.retryAfter, undefined, { ref: false });
    }
  }
}
