import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { followedUntil } from "../../src/series/following.ts";
import type { Applied, Change } from "../../src/series/topic.ts";

const now = new Date("2026-11-03T12:00:00Z");
const all: Applied = { commits: [] };
const some = (...patches: number[]): Applied => ({ commits: [], patches });
const byInes = (applied: Applied) => ({ ...applied, by: "Ines Marsh" });
const applying: Change = { kind: "applied", by: "Ines Marsh", applied: all };
const merging: Change = { kind: "merged", merged: { tree: "" } };
const nak: Change = { kind: "nak", who: "Tom Okafor", sentence: "No." };

describe("following a topic ends, as of a mail,", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, total: number, applied: readonly Applied[], changes: readonly Change[], until: string | undefined][] = [
    ["30 days after one that changes nothing",           4, [],                    [],         "2026-12-03"],
    ["30 days after a NAK",                              4, [],                    [nak],      "2026-12-03"],
    ["30 days after one that applies a part",            4, [some(1, 2)],          [applying], "2026-12-03"],
    ["7 days after one that applies the rest",           4, [some(1, 2), some(4, 3)], [applying], "2026-11-10"],
    ["7 days after one that applies the whole",          4, [all],                 [applying], "2026-11-10"],
    ["7 days after one that applies a single patch",     1, [some(1)],             [applying], "2026-11-10"],
    ["7 days after one that applies what a talk is about", 0, [all],               [applying], "2026-11-10"],
    ["when it would have, after more words about what is applied", 4, [all],       [],         undefined],
    ["when it would have, after a NAK of what is applied", 4, [all],               [nak],      undefined],
  ];
  for (const [what, total, applied, changes, until] of rows) {
    test(what, () => {
      const topic = { total, applied: applied.map(byInes) };
      assert.equal(followedUntil(topic, changes, now)?.toISOString().slice(0, 10), until);
    });
  }

  test("7 days after the merge, whatever was applied before", () => {
    const merged = { total: 0, applied: [byInes(all)], merged: { tree: "" } };
    assert.deepEqual(followedUntil(merged, [merging], now), new Date("2026-11-10T12:00:00Z"));
    assert.equal(followedUntil(merged, [], now), undefined);
  });
});
