import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { builtWith, reportBlocks, verdictWords } from "../../src/compose/report.ts";
import type { RobotReport } from "../../src/kind/robot-report.ts";
import type { TestReport } from "../../src/kind/test-report.ts";

const failed: TestReport = {
  kind: "test",
  who: "test robot",
  verdict: "red",
  arch: "arm64",
  config: "allmodconfig",
  compiler: "clang 22",
  complaint: { path: "drivers/wbus/ring.c", line: 240, says: "'len' is used uninitialized" },
};

describe("a robot's report is told as", () => {
  const crash = {
    kind: "crash",
    type: "KASAN: slab-use-after-free Read",
    in: "wbus_fill",
    subsystems: ["wbus"],
    reproducer: "C",
    isBisected: false,
    frames: ["wbus_fill", "wbus_xfer", "wbus_ioctl"],
  } as const;
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, report: RobotReport, lines: readonly string[]][] = [
    ["the place and the complaint",     failed, ["ring.c:240: 'len' is used uninitialized"]],
    ["the complaint alone",             { ...failed, complaint: { says: "build failed" } }, ["build failed"]],
    ["nothing where it complains of nothing", { kind: "test", who: "test robot", verdict: "green" }, []],
    ["what crashed, whether it can be repeated, and where", crash, ["KASAN: slab-use-after-free Read, wbus · C repro: yes · bisected: no", "wbus_fill ← wbus_xfer ← wbus_ioctl"]],
    ["a crash that nobody can repeat yet", { kind: "crash", type: "WARNING", subsystems: [], isBisected: true, frames: [] }, ["WARNING · repro: none yet · bisected: yes"]],
    ["a list of crashes, those first named", { kind: "crash-list", subsystem: "wbus", detected: 2, fixed: 1, open: 3, fixedInAll: 9, issues: [{ crashes: 14, hasReproducer: true, title: "WARNING in wbus_fill" }] }, ["wbus: 2 new, 1 fixed, 3 open", "WARNING in wbus_fill, 14 crashes"]],
  ];
  for (const [what, report, lines] of rows) {
    test(what, () =>
      assert.deepEqual(
        reportBlocks(report).flatMap((block) =>
          block.kind === "list"
            ? block.items
            : block.kind === "text" || block.kind === "code"
              ? block.lines
              : [block.kind],
        ),
        lines,
      ),
    );
  }

  test("whether it fails and where, and what it was built with as far as the robot says", () => {
    assert.equal(`${verdictWords(failed)}; ${builtWith(failed)}`, "fails on arm64; allmodconfig, clang 22");
    const { arch: _, config: __, ...bare } = failed;
    assert.equal(`${verdictWords(bare)}; ${builtWith(bare)}`, "fails; clang 22");
    assert.equal(verdictWords({ ...failed, verdict: "green" }), "passes");
  });

  test("one line, however long the complaint is", () => {
    const [block] = reportBlocks({ ...failed, complaint: { says: "x".repeat(5000) } });
    assert.ok(block?.kind === "code" && block.lines.length === 1 && block.lines[0]!.length <= 240);
  });
});
