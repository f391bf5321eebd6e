import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { changeLog } from "../../src/patch/change-log.ts";

describe("a change log begins at", () => {
  for (const heading of [
    "Changes in v3:",
    "Changes since v2:",
    "v1 -> v2:",
    "v2: fix the build",
    "V3:",
    "Changelog:",
    "Change log",
    "Revision history:",
    "* v2:",
    "v3 (2026-01-02):",
  ]) {
    test(JSON.stringify(heading), () =>
      assert.deepEqual(changeLog(["Prose.", "", heading, "- shorter", ""]), [heading, "- shorter"]),
    );
  }
});

describe("no change log is", () => {
  for (const line of [
    "Prose.",
    "Changes to the ring are made under its lock, so that two writers never see the same head twice, ever.",
    "v2 of the hardware has one more register",
    "versions differ",
  ]) {
    test(JSON.stringify(line), () => assert.deepEqual(changeLog([line, "- shorter"]), []));
  }
});

describe("a change log ends above", () => {
  for (const end of [
    " ring.c | 9 +++++----",
    " 1 file changed, 1 insertion(+)",
    "Ines Marsh (2):",
    "---",
    "-- ",
    "base-commit: 5007928eaeb7",
    "diff --git a/x b/x",
  ]) {
    test(JSON.stringify(end), () =>
      assert.deepEqual(changeLog(["Changes in v3:", "- shorter", "", end, "more"]), ["Changes in v3:", "- shorter"]),
    );
  }
});
