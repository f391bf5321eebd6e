import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { paced } from "../../../src/chat/discord/paced.ts";

/** Time that passes when everybody waits for it. */
function timeline() {
  let now = 0;
  const sleepers: { readonly at: number; wake(): void }[] = [];
  return {
    now: () => now,
    wait: (ms: number) =>
      ms <= 0
        ? Promise.resolve()
        : new Promise<void>((resolve) => void sleepers.push({ at: now + ms, wake: () => resolve() })),
    /** Runs until nobody sleeps. */
    async run() {
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = sleepers.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) return;
        sleepers.splice(sleepers.indexOf(next), 1);
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
}

/** The other side: each request is `there` ms on its way, and its answer `back`. */
function otherSide(time: ReturnType<typeof timeline>, trips: readonly (readonly [there: number, back: number])[]) {
  const arrivals: number[] = [];
  let n = 0;
  const request = async () => {
    const [there, back] = trips[n++]!;
    await time.wait(there);
    arrivals.push(time.now());
    await time.wait(back);
    return {};
  };
  return { arrivals, request };
}

describe("paced requests", () => {
  test("are never more than allowed within any window of the other side, however they travel", async () => {
    const trip = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }));
    await fc.assert(
      fc.asyncProperty(fc.array(trip, { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), async (trips, limit) => {
        const time = timeline();
        const { arrivals, request } = otherSide(time, trips);
        const send = paced(request, { limit, perMs: 1000 }, time);
        const all = Promise.all(trips.map(() => send({})));
        await time.run();
        await all;
        const sorted = arrivals.toSorted((a, b) => a - b);
        for (const [index, at] of sorted.entries())
          assert.ok((sorted[index + limit] ?? Number.POSITIVE_INFINITY) - at >= 1000);
      }),
      { numRuns: 300 },
    );
  });

  test("go as fast as allowed where answers come at once", async () => {
    const time = timeline();
    const { request } = otherSide(
      time,
      Array.from({ length: 500 }, () => [2, 2] as const),
    );
    const send = paced(request, { limit: 50, perMs: 1000 }, time);
    const all = Promise.all(Array.from({ length: 500 }).map(() => send({})));
    await time.run();
    await all;
    assert.ok(time.now() < 9_100, `${time.now()} ms`);
  });

  test("that fail are answered too, and tell whoever asked", async () => {
    const time = timeline();
    const fail = async () => {
      throw new Error("no");
    };
    const send = paced(fail, { limit: 1, perMs: 1000 }, time);
    const outcomes = Promise.allSettled([send({}), send({})]);
    await time.run();
    assert.deepEqual(
      (await outcomes).map(({ status }) => status),
      ["rejected", "rejected"],
    );
    assert.equal(time.now(), 1000);
  });
});
