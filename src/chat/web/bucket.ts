/** Lets `size` things through at once and one more every `perMs / size` after that. */
export interface Bucket {
  /** 0 where one may pass now, and it is counted; else the ms to wait. */
  take(now: Date): number;
}

export function bucket(size: number, perMs: number): Bucket {
  let tokens = size;
  let filledAt = 0;
  return {
    take(now) {
      const passed = Math.max(0, now.getTime() - filledAt);
      tokens = Math.min(size, tokens + (passed * size) / perMs);
      filledAt = now.getTime();
      if (tokens >= 1) {
        tokens -= 1;
        return 0;
      }
      return Math.ceil(((1 - tokens) * perMs) / size);
    },
  };
}
