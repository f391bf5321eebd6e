/** How much may be asked of us: `burst` at once, and as many again every `perMs`. */
export interface Allowance {
  readonly burst: number;
  readonly perMs: number;
}

/** What is left of an allowance at an instant, in ms since 1970. */
export interface Purse {
  readonly left: number;
  readonly at: number;
}

/** The purse after one more request, or `undefined` where nothing was left. A clock that is set back fills no purse. */
export function spend(purse: Purse | undefined, { burst, perMs }: Allowance, now: number): Purse | undefined {
  const { left, at } = purse ?? { left: burst, at: now };
  const filled = Math.min(burst, left + (Math.max(0, now - at) * burst) / perMs);
  return filled < 1 ? undefined : { left: filled - 1, at: now };
}
