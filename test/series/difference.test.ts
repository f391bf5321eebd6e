import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { comparableLines } from "../../src/series/comparable.ts";
import { differences } from "../../src/series/difference.ts";
import { matchPatches, type VersionPatch } from "../../src/series/match.ts";

function patch(code: readonly string[], message = "Because.", title = "wbus: fill the ring"): VersionPatch {
  const diff = `diff --git a/ring.c b/ring.c\n--- a/ring.c\n+++ b/ring.c\n@@ -1,1 +1,${code.length + 1} @@ int wbus_fill(void)\n int head;\n${code.map((line) => `+${line}`).join("\n")}\n`;
  return { n: 1, title, content: { message, trailers: [], diff: comparableLines(diff) } };
}

const between = (was: VersionPatch, now: VersionPatch) => [...differences(matchPatches([was], [now]))][0]?.difference;

describe("between two versions of a patch is told", () => {
  test("each line that came or went, behind a sign of its own, with its place", () => {
    assert.deepEqual(between(patch(["udelay(50);", "lock();"]), patch(["udelay(5);", "lock();"])), {
      message: [],
      code: ["@@ ring.c int wbus_fill(void)", "  int head;", "-+udelay(50);", "++udelay(5);", " +lock();"],
      added: 1,
      removed: 1,
    });
  });

  test("what changed in title and message", () => {
    const found = between(patch(["add();"]), patch(["add();"], "Because it is slow.", "wbus: top up the ring"));
    assert.deepEqual(found !== undefined && found !== "too-much" && found.message, [
      "-    wbus: fill the ring",
      "+    wbus: top up the ring",
      "     ",
      "-    Because.",
      "+    Because it is slow.",
    ]);
  });

  test("nothing where nothing differs, or where there is no text", () => {
    assert.equal(between(patch(["add();"]), patch(["add();"])), undefined);
    assert.equal(between({ n: 1, title: "wbus: fill the ring" }, patch(["add();"])), undefined);
  });

  test("three lines around it, and the place again behind a gap", () => {
    const lines = Array.from({ length: 30 }, (_, n) => `line_${n}();`);
    const found = between(patch(lines), patch(lines.with(4, "other();").with(25, "others();")));
    const code = found === undefined || found === "too-much" ? [] : found.code;
    assert.equal(code.length, 2 * (1 + 3 + 2 + 3));
    assert.equal(code.filter((line) => line.startsWith("@@")).length, 2);
  });

  test("that it is too much, where nobody would read it", () => {
    const lines = (word: string) => Array.from({ length: 3000 }, (_, n) => `${word}_${n}();`);
    assert.equal(between(patch(lines("a")), patch(lines("b"))), "too-much");
  });
});
