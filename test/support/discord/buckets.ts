/** `limit` requests in `perMs`, counted from the first of them. */
export interface Rate {
  limit: number;
  perMs: number;
}

/**
 * Discord publishes no figures ("Rate Limits": read the headers). These are what bots commonly measure; a test may set
 * any of them. `editsOfOld` is for messages older than an hour (30046), `renames` for a channel's name or topic.
 */
export interface Rates {
  global: Rate;
  create: Rate;
  edit: Rate;
  editsOfOld: Rate;
  delete: Rate;
  createThread: Rate;
  renames: Rate;
  webhook: Rate;
  other: Rate;
}

export function usualRates(): Rates {
  return {
    global: { limit: 50, perMs: 1_000 },
    create: { limit: 5, perMs: 5_000 },
    edit: { limit: 5, perMs: 5_000 },
    editsOfOld: { limit: 3, perMs: 20_000 },
    delete: { limit: 5, perMs: 1_000 },
    createThread: { limit: 50, perMs: 300_000 },
    renames: { limit: 2, perMs: 600_000 },
    webhook: { limit: 5, perMs: 2_000 },
    other: { limit: 50, perMs: 1_000 },
  };
}

export type Scope = "user" | "global" | "shared";

export interface Taken {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
  /** Of the refusal, where it is one. */
  readonly scope: Scope;
  /** False for the request that finds it full first, true for those that had been told by then. */
  readonly wasTold: boolean;
}

export interface Buckets {
  /** One more request on `key`. */
  take(key: string, rate: Rate): Taken;
  /** Empties `key` until then, as a 429 says it that nobody had to expect. */
  block(key: string, scope: Scope, until: number): void;
}

export function buckets(now: () => number): Buckets {
  const windows = new Map<string, { resetAt: number; used: number; isTold: boolean; scope: Scope }>();
  return {
    take(key, { limit, perMs }) {
      const at = now();
      let window = windows.get(key);
      if (window === undefined || at >= window.resetAt) {
        window = { resetAt: at + perMs, used: 0, isTold: false, scope: key === "global" ? "global" : "user" };
        windows.set(key, window);
      }
      const allowed = window.used < limit;
      const wasTold = window.isTold;
      if (allowed) window.used += 1;
      else window.isTold = true;
      return {
        allowed,
        limit,
        remaining: Math.max(0, limit - window.used),
        resetAt: window.resetAt,
        scope: window.scope,
        wasTold,
      };
    },
    block(key, scope, until) {
      windows.set(key, { resetAt: until, used: Number.POSITIVE_INFINITY, isTold: false, scope });
    },
  };
}
