import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { beginning } from "../../src/source/nntp-begin.ts";

/** A group of `dates`: of the article with that number, in days; and which of its overviews were asked for. */
function group(dates: ReadonlyMap<number, number>) {
  const asked: string[] = [];
  const numbers = [...dates.keys()];
  return {
    asked,
    state: { count: dates.size, low: Math.min(...numbers), high: Math.max(...numbers) },
    async overview(first: number, last: number) {
      asked.push(`${first}-${last}`);
      return [...dates]
        .filter(([number]) => number >= first && number <= last)
        .map(([number, day]) => ({ number, date: Number.isNaN(day) ? undefined : new Date(day * 86_400_000) }));
    },
  };
}

const from = (day: number) => day * 86_400_000;
/** Articles 1 … `count`, a hundred a day. */
const steady = (count: number) => new Map(Array.from({ length: count }, (_, at) => [at + 1, at / 100]));

describe("reading begins", () => {
  test("behind all that is there where it begins now", async () => {
    const { state, overview, asked } = group(steady(10));
    assert.equal(await beginning({ overview }, state, undefined), 10);
    assert.deepEqual(asked, []);
  });

  test("before the first article where it begins with all, also where numbers begin later", async () => {
    const { state, overview, asked } = group(new Map([[4001, 1]]));
    assert.equal(await beginning({ overview }, state, 0), 4000);
    assert.equal(await beginning({ overview }, { count: 0, low: 0, high: 0 }, 0), 0);
    assert.deepEqual(asked, []);
  });

  test("before the first article of that date, and asks for no more than it needs", async () => {
    const { state, overview, asked } = group(steady(10_000));
    assert.equal(await beginning({ overview }, state, from(93)), 9_300);
    assert.deepEqual(asked, ["9501-10000", "9001-9500", "8501-9000"]);
  });

  // biome-ignore format: the columns are the specification
  const rows: readonly [dates: Record<number, number>, day: number, read: number, because: string][] = [
    [{ 1: 1, 2: 9, 3: 2, 4: 10 },         5, 1, "a clock that is wrong brings a few more, and loses none"],
    [{ 1: 1, 2: 2, 3: 3 },                5, 3, "nothing is as young"],
    [{ 1: 6, 2: 7 },                      5, 0, "all is as young"],
    [{ 1: 1, 2: Number.NaN, 3: 6 },       5, 2, "what has no date does not count"],
    [{ 1: 1, 4000: 6, 8000: 7 },          5, 3999, "articles that are gone lie between"],
  ];
  for (const [dates, day, read, because] of rows) {
    test(`behind ${read} of ${JSON.stringify(dates)}, from day ${day}, since ${because}`, async () => {
      const { state, overview } = group(new Map(Object.entries(dates).map(([number, at]) => [Number(number), at])));
      assert.equal(await beginning({ overview }, state, from(day)), read);
    });
  }
});
