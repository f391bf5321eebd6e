import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { diffstatPaths } from "../../src/patch/stated-paths.ts";

describe("a diffstat's line names", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [line: string, paths: readonly string[], because: string][] = [
    [" drivers/wbus/ring.c | 12 +++++++-----",                  ["drivers/wbus/ring.c"],                     "a file"],
    [" drivers/wbus/ring.c      |  1 +",                        ["drivers/wbus/ring.c"],                     "in a column"],
    ["  drivers/wbus/ring.c | 1200 +",                          ["drivers/wbus/ring.c"],                     "with a margin"],
    ["drivers/wbus/ring.c | 12 +++++++-----",                   ["drivers/wbus/ring.c"],                     "without one"],
    [" logo.png | Bin 0 -> 120 bytes",                          ["logo.png"],                                "a binary"],
    [" drivers/{wbus => bus}/ring.c | 0",                       ["drivers/wbus/ring.c", "drivers/bus/ring.c"], "a rename in the middle"],
    [" drivers/{ => bus}/ring.c | 2 +-",                        ["drivers/ring.c", "drivers/bus/ring.c"],    "a rename into a folder"],
    [" ring.c => hoop.c | 2 +-",                                ["ring.c", "hoop.c"],                        "a rename of the whole"],
    [" create mode 100644 drivers/wbus/deeply/nested/ring.c",   ["drivers/wbus/deeply/nested/ring.c"],       "what the column above had no room for"],
    [" delete mode 100644 ring.c",                              ["ring.c"],                                  "a file that goes"],
    [" rename drivers/{wbus => bus}/ring.c (97%)",              ["drivers/wbus/ring.c", "drivers/bus/ring.c"], "a rename in the summary"],
    [" mode change 100644 => 100755 run.sh",                    ["run.sh"],                                  "a change of mode"],
    [" .../very/deep/ring.c | 12 +++++++-----",                 [],                                          "no place where git shortened it"],
    [" 3 files changed, 10 insertions(+)",                      [],                                          "none in the totals"],
    ["reads | writes | 12",                                     [],                                          "none in a table at the margin"],
    [" Ada Lund (2):",                                          [],                                          "none in a shortlog"],
  ];
  for (const [line, paths, because] of rows) test(because, () => assert.deepEqual(diffstatPaths([line]), paths));
});

test("a file that is named twice is one", () => {
  assert.deepEqual(
    diffstatPaths([" ring.c | 2 ++", " 1 file changed, 2 insertions(+)", " create mode 100644 ring.c"]),
    ["ring.c"],
  );
});

test("a megabyte of anything takes its length's time", () => {
  const started = performance.now();
  for (const text of [" ", " a |", " {", " a => ", " rename ", "|"]) diffstatPaths([text.repeat(200_000)]);
  diffstatPaths(Array.from({ length: 50_000 }, (_, n) => ` ${n}.c | 1 +`));
  assert.ok(performance.now() - started < 2000);
});
