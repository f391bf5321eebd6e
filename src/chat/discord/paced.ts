/** At most `limit` requests that may reach the other side within `perMs`, however long each is on its way. */
export interface Pace {
  readonly limit: number;
  readonly perMs: number;
}

/** Discord's limit over all routes for one bot, of which no answer tells how much is left. */
export const GLOBAL_PACE: Pace = { limit: 50, perMs: 1000 };

/** The time, in ms, that only goes forward, and a wait. */
export interface Timer {
  now(): number;
  wait(ms: number): Promise<void>;
}

/**
 * Requests, each held back until the one `limit` places before it has been answered for `perMs`. That one had reached the
 * other side by then, and this one has not yet: so no window of `perMs` holds more than `limit` of them there, wherever it
 * begins and however unevenly they travel.
 */
export function paced<Request, Answer>(
  send: (request: Request) => Promise<Answer>,
  { limit, perMs }: Pace,
  timer: Timer = monotonic,
): (request: Request) => Promise<Answer> {
  /** When each of the last `limit` requests was answered. */
  const answered: Promise<number>[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  return async (request) => {
    const end = Promise.withResolvers<number>();
    const mayGo = turn.then(async () => {
      const before = answered.length < limit ? undefined : await answered.shift();
      if (before !== undefined) await timer.wait(before + perMs - timer.now());
      answered.push(end.promise);
    });
    turn = mayGo;
    await mayGo;
    try {
      return await send(request);
    } finally {
      end.resolve(timer.now());
    }
  };
}

const monotonic: Timer = {
  now: () => performance.now(),
  wait: (ms) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, Math.ceil(ms))) : Promise.resolve()),
};
