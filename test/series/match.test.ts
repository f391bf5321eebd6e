import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { comparableLines } from "../../src/series/comparable.ts";
import { matchPatches, type VersionPatch } from "../../src/series/match.ts";

const diffOf = (...changed: readonly string[]) =>
  comparableLines(
    `diff --git a/ring.c b/ring.c\n--- a/ring.c\n+++ b/ring.c\n@@ -1,1 +1,${changed.length + 1} @@\n int head;\n${changed.join("\n")}\n`,
  );

function patch(n: number, title: string, changed: readonly string[], message = "Because."): VersionPatch {
  return {
    n,
    title,
    patchId: changed.join("|"),
    content: { message, trailers: [], diff: diffOf(...changed.map((line) => `+${line}`)) },
  };
}

const told = (was: readonly VersionPatch[], now: readonly VersionPatch[]) =>
  matchPatches(was, now).map((match) =>
    [match.kind, "was" in match ? match.was.n : "-", "now" in match ? match.now.n : "-"].join(" "),
  );

const fill = patch(1, "wbus: fill the ring", ["wbus_fill(ring);", "ring->head += 1;"]);
const drain = patch(2, "wbus: drain the ring", ["wbus_drain(ring);", "ring->tail += 1;"]);

describe("from one version to the next a patch is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, now: readonly VersionPatch[], told: readonly string[]][] = [
    ["unchanged",                                [fill, drain],                                                        ["unchanged 1 1", "unchanged 2 2"]],
    ["unchanged under another number",           [{ ...drain, n: 1 }, { ...fill, n: 2 }],                              ["unchanged 2 1", "unchanged 1 2"]],
    ["reworded, in its message",                 [patch(1, fill.title, ["wbus_fill(ring);", "ring->head += 1;"], "Since."), drain], ["reworded 1 1", "unchanged 2 2"]],
    ["reworded, in its title",                   [{ ...fill, title: "wbus: top up" }, drain],                          ["reworded 1 1", "unchanged 2 2"]],
    ["changed under the same title",             [patch(1, "WBUS: fill  the ring", ["other();"]), drain],              ["changed 1 1", "unchanged 2 2"]],
    ["changed under another title, mostly the same lines", [patch(1, "wbus: top up", ["wbus_fill(ring);", "ring->head += 2;", "ring->head += 1;"]), drain], ["changed 1 1", "unchanged 2 2"]],
    ["another one, where neither title nor lines are the same", [patch(1, "clk: quirk", ["clk_quirk(board);"]), drain], ["new - 1", "unchanged 2 2", "dropped 1 -"]],
    ["dropped",                                  [fill],                                                               ["unchanged 1 1", "dropped 2 -"]],
    ["new",                                      [fill, drain, patch(3, "wbus: count", ["count += 1;"])],              ["unchanged 1 1", "unchanged 2 2", "new - 3"]],
  ];
  for (const [what, now, expected] of rows) test(what, () => assert.deepEqual(told([fill, drain], now), expected));

  test("the same by its fingerprint where its text is gone, and unknown where there is none", () => {
    const gone = ({ n, title, patchId }: VersionPatch) => ({ n, title, ...(patchId !== undefined && { patchId }) });
    assert.deepEqual(told([gone(fill)], [fill]), ["same-diff 1 1"]);
    assert.deepEqual(told([{ n: 1, title: fill.title }], [fill]), ["unknown 1 1"]);
  });
});

describe("versions side by side", () => {
  const words = ["wbus_fill(ring);", "wbus_drain(ring);", "ring->head += 1;", "udelay(50);", "lock(ring);"];
  const versions = fc
    .array(fc.tuple(fc.constantFrom("fill", "drain", "count", "lock"), fc.subarray(words, { minLength: 1 })), {
      maxLength: 6,
    })
    .map((patches) => patches.map(([title, changed], at) => patch(at + 1, title, changed)));

  test("hold each patch of both exactly once", () => {
    fc.assert(
      fc.property(versions, versions, (was, now) => {
        const matches = matchPatches(was, now);
        const [ones, others] = [
          matches.flatMap((match) => ("was" in match ? [match.was.n] : [])).sort(),
          matches.flatMap((match) => ("now" in match ? [match.now.n] : [])).sort(),
        ];
        assert.deepEqual([ones, others], [was.map(({ n }) => n), now.map(({ n }) => n)]);
      }),
    );
  });

  test("tell a version beside itself to be unchanged", () => {
    fc.assert(
      fc.property(versions, (was) => {
        assert.ok(matchPatches(was, was).every(({ kind }) => kind === "unchanged"));
      }),
    );
  });

  test("turned about, tell of as many new ones as of dropped ones before", () => {
    const count = (matches: readonly { kind: string }[], kind: string) =>
      matches.filter((one) => one.kind === kind).length;
    fc.assert(
      fc.property(versions, versions, (was, now) => {
        const [there, back] = [matchPatches(was, now), matchPatches(now, was)];
        assert.equal(count(there, "new"), count(back, "dropped"));
        assert.equal(count(there, "dropped"), count(back, "new"));
      }),
    );
  });
});
