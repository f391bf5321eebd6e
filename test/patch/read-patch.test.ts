import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readPatch } from "../../src/patch/read-patch.ts";
import { aMail } from "../support/mail-builder.ts";

const diff = `diff --git a/ring.c b/ring.c
index 1f0a..2e0b 100644
--- a/ring.c
+++ b/ring.c
@@ -1 +1,2 @@
 a
+b
`;
const format = `From: Ines Marsh <ines@example.org>
Subject: wbus: add b

It was missing.

Fixes: 1f0a2e0b3c4d ("wbus: add a")
Cc: stable@vger.kernel.org
Signed-off-by: Ines Marsh <ines@example.org>
---
Changes in v2:
- shorter

 ring.c | 1 +
 1 file changed, 1 insertion(+)

${diff}
base-commit: 5007928eaeb7681501e94ac7516f6c6200f993fa
change-id: 20260101-wbus-0123456789ab
-- 
2.40.1
`;

test("a mail by git format-patch is read whole", () => {
  assert.deepEqual(readPatch(aMail({ subject: "[PATCH v2] wbus: add b", text: format })), {
    diffstat: { files: 1, insertions: 1, deletions: 0 },
    diffstatStated: { files: 1, insertions: 1, deletions: 0 },
    files: [{ path: "ring.c", change: "modified", insertions: 1, deletions: 0 }],
    diff,
    id: "94d41af513fefd48b531",
    message: "It was missing.",
    changeLog: ["Changes in v2:", "- shorter"],
    commitTrailers: [
      { name: "Fixes", value: '1f0a2e0b3c4d ("wbus: add a")' },
      { name: "Cc", value: "stable@vger.kernel.org" },
      { name: "Signed-off-by", value: "Ines Marsh <ines@example.org>" },
    ],
    fixes: ['1f0a2e0b3c4d ("wbus: add a")'],
    ccStable: true,
    changeId: "20260101-wbus-0123456789ab",
    baseCommit: "5007928eaeb7681501e94ac7516f6c6200f993fa",
  });
});

test("a cover letter states its diffstat, ids and change log, and vouches for no commit", () => {
  const text = `Two patches.

Tested-by: Ada <ada@example.org>

---
Changes in v3:
- drop the DMA path
- new example

Changes in v2: https://example.org/v2
- shorter

---
Ines Marsh (2):
      wbus: add a
      wbus: add b

 ring.c | 9 +++++----
 wbus.c | 2 ++
 2 files changed, 7 insertions(+), 4 deletions(-)
---
base-commit: 5007928eaeb7
change-id: 20260101-wbus-0123456789ab
`;
  const patch = readPatch(aMail({ subject: "[PATCH v3 0/2] wbus: add burst mode", text }));
  assert.deepEqual(patch, {
    diffstatStated: { files: 2, insertions: 7, deletions: 4 },
    statedPaths: ["ring.c", "wbus.c"],
    files: [],
    diff: "",
    message: "Two patches.",
    changeLog: [
      "Changes in v3:",
      "- drop the DMA path",
      "- new example",
      "",
      "Changes in v2: https://example.org/v2",
      "- shorter",
    ],
    commitTrailers: [],
    fixes: [],
    ccStable: false,
    changeId: "20260101-wbus-0123456789ab",
    baseCommit: "5007928eaeb7",
  });
});

describe("a mail carries", () => {
  const attached = (patch: string) => ({
    name: "v3-0001-add-b.patch",
    type: "text/x-patch",
    size: patch.length,
    patch,
  });
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, mail: Parameters<typeof aMail>[0], files: number | undefined, because: string][] = [
    ["a patch",       { subject: "[PATCH] wbus: add b", text: `Why.\n---\n${diff}` },            1, "inline"],
    ["a patch",       { subject: "wbus: it hangs", text: `This helps:\n\n${diff}` },              1, "whatever its subject says"],
    ["a patch",       { subject: "wbus: v3", text: "See attachment.", attachments: [attached(format)] }, 1, "attached"],
    ["a patch",       { subject: "Re: wbus", text: "v3 attached.", attachments: [attached(format)] }, 1, "attached to an answer"],
    ["two patches",   { subject: "wbus: v3", attachments: [attached(diff), attached(diff.replaceAll("ring", "wbus"))] }, 2, "all attached ones count"],
    ["a patch",       { subject: "Re: [PATCH] wbus", text: `Rather:\n\n${diff}` },                1, "a suggestion"],
    ["word of one",   { subject: "[PATCH] wbus: add b", text: "Forgot the diff." },               0, "the subject says PATCH"],
    ["word of some",  { subject: "[GIT PULL] wbus", text: " 2 files changed, 7 insertions(+)" },  0, "a diffstat is stated"],
    ["none",          { subject: "Re: [PATCH] wbus", text: diff.replaceAll(/^/gm, "> ") },        undefined, "it only quotes one"],
    ["none",          { subject: "Re: [PATCH] wbus", text: `Fine.\n\n-----Original Message-----\n${diff}` }, undefined, "the diff stands below the answer"],
    ["none",          { subject: "wbus: a question", text: "How?" },                              undefined, "plain mail"],
    ["none",          { subject: "[wbus:next 3/4] ring.c:4: warning: odd", text: "tree: wbus" },  undefined, "a robot counts patches too"],
  ];
  for (const [what, mail, files, because] of rows) {
    test(`${what}: ${because}`, () => assert.equal(readPatch(aMail(mail))?.files.length, files));
  }

  test("an attached patch's message and trailers, not the mail's", () => {
    const mail = aMail({
      subject: "wbus: v3",
      text: "Hello",
      attachments: [
        attached(
          `From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: Ines\nSubject: [PATCH] wbus\n\n${format}`,
        ),
      ],
    });
    assert.equal(readPatch(mail)?.message, "It was missing.");
    assert.equal(readPatch(mail)?.commitTrailers.length, 3);
  });

  test("a suggestion has no message: what stands above it is conversation", () => {
    const patch = readPatch(
      aMail({ subject: "Re: [PATCH] wbus", text: `Rather:\n\nReviewed-by: Ada <a@x.org>\n\n${diff}` }),
    );
    assert.deepEqual([patch?.message, patch?.commitTrailers], ["", []]);
  });
});
