import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { digestTitle, newsTitle } from "../../src/compose/digest-title.ts";

describe("a digest is called", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [title: string, names: string[], from: string, to: string, because: string][] = [
    ["wbus, Monday",                      ["wbus"],               "2026-11-16T07:00Z", "2026-11-17T07:00Z", "the morning after tells of a day"],
    ["wbus, Friday to Sunday",            ["wbus"],               "2026-11-20T07:00Z", "2026-11-23T07:00Z", "a weekend is told on Monday"],
    ["wbus, Sunday",                      ["wbus"],               "2026-11-22T10:00Z", "2026-11-23T07:00Z", "it subscribed on Sunday"],
    ["wbus, Monday",                      ["wbus"],               "2026-11-23T06:00Z", "2026-11-23T07:00Z", "it subscribed this morning"],
    ["wbus, Sunday",                      ["wbus"],               "2026-11-21T23:30Z", "2026-11-23T07:00Z", "in the zone it is Sunday already"],
    ["wbus, 16 to 22 November",           ["wbus"],               "2026-11-16T07:00Z", "2026-11-23T07:00Z", "a week has its dates"],
    ["wbus, 30 November to 6 December",   ["wbus"],               "2026-11-30T07:00Z", "2026-12-07T07:00Z", "months are named where there are two"],
    ["wbus, 19 to 25 October",            ["wbus"],               "2026-10-19T06:00Z", "2026-10-26T07:00Z", "a week with an hour more"],
    ["wbus, 23 to 29 March",              ["wbus"],               "2026-03-23T07:00Z", "2026-03-30T06:00Z", "a week with an hour less"],
    ["wbus and 2 more, Monday",           ["wbus", "clk", "mm"],  "2026-11-16T07:00Z", "2026-11-17T07:00Z", "names take room"],
    ["here, Monday",                      [],                     "2026-11-16T07:00Z", "2026-11-17T07:00Z", "none may be named"],
  ];
  for (const [title, names, from, to, because] of rows) {
    test(`${title}, since ${because}`, () => {
      assert.equal(digestTitle(names, new Date(from), new Date(to), "Europe/Berlin"), title);
    });
  }
});

test("news says since when", () => {
  assert.equal(newsTitle(["wbus"], "2026-11-17 09:12 UTC"), "wbus, since 2026-11-17 09:12 UTC");
});
