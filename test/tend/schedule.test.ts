import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { busiest, lastDue, nextDue, type Preset } from "../../src/tend/schedule.ts";

const HOUR = 3_600_000;

describe("a digest is due", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [preset: Preset, zone: string, now: string, last: string | undefined, next: string | undefined, because: string][] = [
    ["normal",     "UTC",           "2026-11-25T07:59:59Z", "2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z", "at eight"],
    ["normal",     "UTC",           "2026-11-25T08:00:00Z", "2026-11-25T08:00:00Z", "2026-11-26T08:00:00Z", "and not a second later"],
    ["normal",     "UTC",           "2026-11-29T12:00:00Z", "2026-11-27T08:00:00Z", "2026-11-30T08:00:00Z", "on weekdays"],
    ["quiet",      "UTC",           "2026-11-25T12:00:00Z", "2026-11-23T08:00:00Z", "2026-11-30T08:00:00Z", "on Monday"],
    ["everything", "UTC",           "2026-11-25T12:00:00Z", undefined,              undefined,              "never, where everything is shown"],
    ["normal",     "Europe/Berlin", "2026-11-25T12:00:00Z", "2026-11-25T07:00:00Z", "2026-11-26T07:00:00Z", "by the channel's clocks"],
    ["quiet",      "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-23T07:00:00Z", "2026-03-30T06:00:00Z", "also when they are put forward"],
    ["quiet",      "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-19T06:00:00Z", "2026-10-26T07:00:00Z", "and back"],
    ["normal",     "Asia/Kolkata",  "2026-11-25T12:00:00Z", "2026-11-25T02:30:00Z", "2026-11-26T02:30:00Z", "half hours included"],
  ];
  for (const [preset, zone, now, last, next, because] of rows) {
    test(`${because}: ${preset} in ${zone} at ${now}`, () => {
      const at = new Date(now);
      assert.deepEqual(lastDue(preset, zone, at), last === undefined ? undefined : new Date(last));
      assert.deepEqual(nextDue(preset, zone, at), next === undefined ? undefined : new Date(next));
    });
  }

  test("once each weekday of a year, never twice and never left out, whatever the clocks do", () => {
    for (const zone of ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]) {
      const seen = new Set<number>();
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += HOUR)
        seen.add(lastDue("normal", zone, new Date(at))!.getTime());
      const days = Array.from(seen, (time) => new Date(time).toLocaleDateString("en-CA", { timeZone: zone }));
      assert.equal(new Set(days).size, days.length, zone);
      assert.ok(days.length >= 261 && days.length <= 263, `${zone}: ${days.length}`);
    }
  });
});

test("a channel with several presets gets the digest that comes most often", () => {
  assert.equal(busiest(["everything", "quiet", "normal"]), "normal");
  assert.equal(busiest(["everything", "quiet"]), "quiet");
  assert.equal(busiest([]), undefined);
});
