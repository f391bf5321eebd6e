import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { attachedSeries, patchFiles } from "../../src/patch/attached.ts";
import type { AttachedPatch } from "../../src/patch/patch.ts";
import { readPatch } from "../../src/patch/read-patch.ts";
import { aMail } from "../support/mail-builder.ts";

const diff = (path: string) => `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1,2 @@\n a\n+b\n`;
const formatted = (subject: string, body = diff("ring.c")) =>
  `From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: Ines Marsh <ines@example.org>\nSubject: ${subject}\n\nBecause.\n---\n${body}-- \n2.51.0\n\n`;
const file = (name: string, patch: string) => ({ name, type: "text/x-patch", size: patch.length, patch });
const seriesOf = (...files: readonly (readonly [name: string, patch: string])[]) =>
  attachedSeries(patchFiles(files.map(([name, patch]) => file(name, patch))));
const said = ({ n, title }: AttachedPatch) => `${n ?? "?"} ${title}`;

describe("files are", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [because: string, files: readonly (readonly [string, string])[], version: number | undefined, total: number, patches: readonly string[]][] = [
    ["one patch, its number in the name",     [["v3-0001-Add-b.patch", formatted("[PATCH v3] Add b to a")]],      3,         1, ["1 Add b to a"]],
    ["version and count of the subjects",     [["1.patch", formatted("[PATCH v3 1/2] Add b")], ["2.patch", formatted("[PATCH v3 2/2] Add c")]], 3, 2, ["1 Add b", "2 Add c"]],
    ["version and number of the names",       [["v12-0001-Add-b.patch", diff("b.c")], ["v12-0002-Add-c.patch", diff("c.c")]], 12, 2, ["1 Add b", "2 Add c"]],
    ["in the order of their numbers",         [["v2-0002-Add-c.patch", diff("c.c")], ["v2-0001-Add-b.patch", diff("b.c")]], 2, 2, ["1 Add b", "2 Add c"]],
    ["the first version, which says none",    [["0001-Add-b.patch", diff("b.c")]],                                undefined, 1, ["1 Add b"]],
    ["some of a series",                      [["v4-0003-Add-d.patch", formatted("[PATCH v4 3/5] Add d")]],       4,         5, ["3 Add d"]],
    ["a cover letter and its patches",        [["v2-0000-cover-letter.patch", formatted("[PATCH v2 0/2] Add both", "")], ["v2-0001-Add-b.patch", diff("b.c")], ["v2-0002-Add-c.patch", diff("c.c")]], 2, 2, ["0 Add both", "1 Add b", "2 Add c"]],
    ["all patches of one file",               [["series.mbox", formatted("[PATCH v5 1/2] Add b") + formatted("[PATCH v5 2/2] Add c")]], 5, 2, ["1 Add b", "2 Add c"]],
    ["a diff with a version of its own kind", [["slot-lag-v3.diff", diff("b.c")]],                                3,         1, ["? slot lag v3"]],
    ["named as somebody likes",               [["fix.patch.txt", diff("b.c")], ["more.diff", diff("c.c")]],       undefined, 2, ["? fix", "? more"]],
    ["a point release",                       [["v5.1-0010-Add-b.patch", diff("b.c")]],                           5.1,       10, ["10 Add b"]],
    ["a subject that was folded and encoded", [["1.patch", formatted("[PATCH v3 1/1] =?UTF-8?q?caf=C3=A9?=\n =?UTF-8?q?_au_lait?=")]], 3, 1, ["1 café au lait"]],
  ];
  for (const [because, files, version, total, patches] of rows) {
    test(because, () => {
      const series = seriesOf(...files);
      assert.deepEqual([series?.version, series?.total, series?.patches.map(said)], [version, total, patches]);
    });
  }

  test("no series where there is no diff among them", () => {
    assert.equal(seriesOf(["v2-0000-cover-letter.patch", formatted("[PATCH v2 0/2] Add both", "")]), undefined);
    assert.equal(seriesOf(["notes.patch", "Later.\n"]), undefined);
  });
});

describe("a mail with files", () => {
  const attachments = [
    file("v3-0001-Add-b.patch", formatted("[PATCH v3 1/2] Add b", diff("b.c"))),
    file("v3-0002-Add-c.patch", formatted("[PATCH v3 2/2] Add c", diff("c.c"))),
  ];

  test("gives each patch its totals and its fingerprint, also in an answer", () => {
    const patch = readPatch(aMail({ subject: "Re: slot lag", text: "v3 attached.", attachments }));
    assert.deepEqual(
      patch?.attached?.patches.map(({ name, diffstat }) => [name, diffstat?.insertions]),
      [
        ["v3-0001-Add-b.patch", 1],
        ["v3-0002-Add-c.patch", 1],
      ],
    );
    const alone = readPatch(aMail({ subject: "[PATCH 1/2] Add b", text: diff("b.c") }));
    assert.equal(patch?.attached?.patches[0]?.id, alone?.id);
    assert.deepEqual(patch?.diffstat, { files: 2, insertions: 2, deletions: 0 });
  });

  test("has its change log around them", () => {
    const text = "Here is v3.\n\nChanges since v2:\n- shorter\n";
    assert.deepEqual(readPatch(aMail({ subject: "slot lag", text, attachments }))?.changeLog, [
      "Changes since v2:",
      "- shorter",
    ]);
  });

  test("that are no patches has no series", () => {
    const picture = { name: "v3-0001.png", type: "image/png", size: 9 };
    assert.equal(
      readPatch(aMail({ subject: "[PATCH] wbus", text: diff("b.c"), attachments: [picture] }))?.attached,
      undefined,
    );
  });
});

test("a megabyte of anything takes its length's time", () => {
  const started = performance.now();
  for (const line of [
    "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n",
    "From: a\nSubject: b\n\n",
    "Subject:\n",
    " \n",
    diff("a"),
  ]) {
    patchFiles([file("v".repeat(100), line.repeat(1_000_000 / line.length))]);
  }
  assert.ok(performance.now() - started < 4000);
});
