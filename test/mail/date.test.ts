import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { instant } from "../../src/mail/date.ts";

describe("the instant of", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [header: string, iso: string | undefined, because: string][] = [
    ["Tue, 3 Nov 2026 10:00:00 +0100",       "2026-11-03T09:00:00.000Z", "the usual"],
    ["3 Nov 2026 10:00 -0800",               "2026-11-03T18:00:00.000Z", "without weekday and seconds"],
    ["Tue,  3 Nov 2026 10:00:00 +0000 (UTC)", "2026-11-03T10:00:00.000Z", "a comment"],
    ["Tue, 3 Nov 2026 10:00:00 EST",         "2026-11-03T15:00:00.000Z", "a zone's name"],
    ["Tue, 3 Nov 2026 10:00:00 XYZ",         "2026-11-03T10:00:00.000Z", "a name nobody knows is UTC"],
    ["Tue, 3 Nov 2026 10:00:00 +1900",       "2026-11-02T15:00:00.000Z", "a zone that cannot be still counts"],
    ["Tue, 03-Nov-26 10:00:00 GMT",          "2026-11-03T10:00:00.000Z", "two digits of a year"],
    ["Tue, 3 Nov 126 10:00:00 GMT",          "2026-11-03T10:00:00.000Z", "three"],
    ["Tue Nov  3 10:00:00 2026",             "2026-11-03T10:00:00.000Z", "as C prints it"],
    ["Tue Nov  3 10:00:00 2026 +0100",       "2026-11-03T10:00:00.000Z", "a zone behind the year is not read"],
    ["2026-11-03T10:00:00+01:00",            "2026-11-03T09:00:00.000Z", "as everybody but mail writes it"],
    ["Tue, 3 November 2026 10:00:00 +0000",  "2026-11-03T10:00:00.000Z", "the month in full"],
    ["Tue, 31 Feb 2026 10:00:00 +0000",      undefined,                  "a day that is not"],
    ["Tue, 3 Nov 9999 10:00:00 +0000",       undefined,                  "no clock is that wrong"],
    ["Tue, 3 Nov 1960 10:00:00 +0000",       undefined,                  "nor was there mail"],
    ["Tue, 3 Foo 2026 10:00:00 +0000",       undefined,                  "no month"],
    ["Tue, 3 Nov 2026 25:61:00 +0000",       undefined,                  "no hour"],
    ["yesterday",                            undefined,                  "words"],
    ["",                                     undefined,                  "nothing"],
    ["0".repeat(100_000),                    undefined,                  "junk"],
  ];
  for (const [header, iso, because] of rows) {
    test(`${JSON.stringify(header.slice(0, 50))}: ${because}`, () => assert.equal(instant(header)?.toISOString(), iso));
  }
});
