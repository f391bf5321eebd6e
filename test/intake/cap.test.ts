import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type Claim, caps, overflowed, type Ruling, rule } from "../../src/intake/cap.ts";
import type { Guard } from "../../src/store/guards.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 17, 9);

const claim = (atMs: number, but: Partial<Claim> = {}): Claim => ({
  list: "wbus",
  messages: 1,
  cap: 60,
  now: new Date(START + atMs),
  ...but,
});

/** What is ruled of claims that come one after the other. */
function ruled(claims: readonly Claim[]): Ruling["ruled"][] {
  let guard: Guard = { lists: {} };
  return claims.map((one) => {
    const { ruled, guard: after } = rule(guard, one);
    guard = JSON.parse(JSON.stringify(after)); // as the store gives it back
    return ruled;
  });
}

const several = (n: number, atMs: number, but: Partial<Claim> = {}) =>
  Array.from({ length: n }, () => claim(atMs, but));
const shown = (all: readonly Ruling["ruled"][]) => all.filter((one) => one === "shown").length;

describe("the cap of a channel", () => {
  for (const [preset, cap] of Object.entries(caps))
    test(`lets ${cap} messages an hour through for preset ${preset}`, () => {
      const all = ruled(several(cap + 5, 0, { cap }));
      assert.equal(all.lastIndexOf("shown"), cap - 1);
      assert.equal(shown(all), cap);
    });

  test("has room again an hour later, and not before", () => {
    const full = several(60, 0);
    assert.equal(ruled([...full, claim(HOUR - 1)]).at(-1), "over");
    assert.equal(ruled([...full, claim(HOUR + MINUTE)]).at(-1), "shown");
  });

  test("counts each message of a mail, and lets one through that has more than the cap", () => {
    assert.deepEqual(ruled(several(4, 0, { messages: 2, cap: 5 })), ["shown", "shown", "over", "over"]);
    assert.deepEqual(ruled(several(2, 0, { messages: 3, cap: 2 })), ["shown", "over"]);
  });

  test("forgets what was noted ahead of a clock that was set back", () => {
    assert.equal(ruled([...several(60, 365 * 24 * HOUR), claim(0)]).at(-1), "shown");
  });

  test("is not used up by a list that brings too many, for the others", () => {
    const flood = several(200, 0, { list: "flood" });
    const all = ruled([...flood, ...several(61, MINUTE), claim(MINUTE, { list: "flood" })]);
    assert.equal(shown(all.slice(0, 200)), 60);
    assert.deepEqual([all[99], all[100]], ["over", "flood"]);
    assert.equal(shown(all.slice(200, 261)), 60);
    assert.equal(all.at(-1), "flood");
  });

  test("takes no list for a flood that brings no more than the channel gets", () => {
    assert.equal(shown(ruled(several(500, 0, { cap: 1000 }))), 500);
  });

  test("is held in every hour, whatever comes when; each list that brings too many has one of its own", () => {
    const one = fc.record({
      wait: fc.integer({ min: 0, max: 10 * MINUTE }),
      list: fc.constantFrom("a", "b", "c"),
      messages: fc.integer({ min: 1, max: 3 }),
      times: fc.integer({ min: 1, max: 70 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), fc.integer({ min: 3, max: 80 }), (bursts, cap) => {
        let ms = 0;
        const claims = bursts.flatMap(({ wait, times, list, messages }) => {
          ms += wait;
          return several(times, ms, { list, messages, cap });
        });
        const all = ruled(claims);
        const within = (end: Date, ms: number) =>
          [...claims.entries()].filter(([, { now }]) => now <= end && end.getTime() - now.getTime() < ms);
        for (const { now: end } of claims) {
          const sent = within(end, HOUR).reduce((sum, [at, one]) => sum + (all[at] === "shown" ? one.messages : 0), 0);
          // What a list took while it brought too many is left out of account for an hour after that.
          const floods = within(end, 2 * HOUR + MINUTE).filter(([at]) => all[at] === "flood");
          const lists = new Set(floods.map(([, { list }]) => list)).size;
          assert.ok(sent <= cap * (1 + lists), `${sent} messages, ${lists} lists that brought too many`);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("the line of what is too much", () => {
  test("grows for an hour; after that there is a new one", () => {
    const first = overflowed({ lists: {} }, claim(0), "over", 1);
    const second = overflowed({ lists: {}, overflow: first }, claim(HOUR - 1, { list: "flood" }), "flood", 1);
    assert.deepEqual(second, { since: START, mails: 2, cap: 60, floods: ["flood"] });
    const third = overflowed({ lists: {}, overflow: second }, claim(HOUR), "over", 1);
    assert.deepEqual(third, { since: START + HOUR, mails: 1, cap: 60, floods: [] });
  });
});
