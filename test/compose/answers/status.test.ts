import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type SourceFacts, type StoreFacts, status } from "../../../src/compose/answers/status.ts";

const now = new Date("2026-11-03T10:00:00Z");
const store: StoreFacts = {
  counts: { mails: 12, degraded: 1, quarantined: 2, threads: 4 },
  depths: { queued: 3, sending: 0, unsure: 0, dead: 0, oldestDueAt: new Date("2026-11-03T09:53:00Z") },
  lastMailAt: new Date("2026-11-03T09:59:00Z"),
  heldBack: [{ short: "k7q2m9xa", problem: "the reader took longer than 10 s" }],
  tooMuch: [],
  hidden: [],
};
const source: SourceFacts = { name: "main", state: "connected", caughtUpAt: new Date("2026-11-03T09:59:18Z") };

describe("status tells", () => {
  test("how far the sources are, what waits and what was held back", () => {
    const post = status({ sources: [source], notes: ["raw mail: 1.2 of 2 GB"] }, store, now);
    assert.equal(post.title, "All is well");
    assert.deepEqual(post.blocks, [
      {
        kind: "list",
        items: [
          "source main: connected, caught up 42 s ago",
          "12 mails in 4 threads, the last 2026-11-03 09:59 UTC",
          "3 posts queued, the oldest for 7 min, 0 being sent, 0 unsure, 0 given up",
          "1 shown in part, 2 in quarantine",
          "raw mail: 1.2 of 2 GB",
        ],
      },
      { kind: "text", lines: ["Held back"] },
      { kind: "list", items: ["k7q2m9xa: the reader took longer than 10 s"] },
    ]);
  });

  // biome-ignore format: the columns are the specification
  const rows: readonly [because: string, sources: readonly SourceFacts[], depths: StoreFacts["depths"], title: string][] = [
    ["a source is down",       [{ ...source, state: "failed" }], { ...store.depths },            "Something needs a look"],
    ["a post may have doubled", [source],                        { ...store.depths, unsure: 1 }, "Something needs a look"],
    ["a post was given up",    [source],                         { ...store.depths, dead: 1 },   "Something needs a look"],
    ["nothing is wrong",       [source],                         { ...store.depths },            "All is well"],
  ];
  for (const [because, sources, depths, title] of rows) {
    test(`first that ${because}`, () => {
      assert.equal(status({ sources, notes: [] }, { ...store, depths }, now).title, title);
    });
  }

  // biome-ignore format: the columns are the specification
  const lags: readonly [caughtUpAt: string, says: RegExp][] = [
    ["2026-11-03T10:01:00Z", /caught up 0 s ago/],
    ["2026-11-03T07:00:00Z", /caught up 3 h ago/],
    ["2026-11-02T07:00:00Z", /caught up 27 h ago/],
    ["2026-10-30T07:00:00Z", /caught up 4 days ago/],
  ];
  for (const [caughtUpAt, says] of lags) {
    test(`a lag since ${caughtUpAt} in one unit`, () => {
      const sources = [{ ...source, caughtUpAt: new Date(caughtUpAt), detail: "login refused" }];
      assert.match(JSON.stringify(status({ sources, notes: [] }, store, now).blocks), says);
    });
  }
});
