import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import { type Applied, appliedTo, mergedInto } from "../../src/kind/applied.ts";

const linesOf = (text: string) => condense(text).lines;

describe("somebody applied patches who writes", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, says: Partial<Applied>][] = [
    ["Applied.",                                                    {}],
    ["Applied, thanks!",                                            {}],
    ["Thanks Tom, applied!",                                        {}],
    ["Applied to wbus-next.",                                       { branch: "wbus-next" }],
    ["Applied to 6.5/wbus-fixes, thanks!",                          { branch: "6.5/wbus-fixes" }],
    ["Nevertheless, applied on top of the last one to wbus-next.",  { branch: "wbus-next" }],
    ["Applied, but please keep the change log below ---.",          {}],
    ["Patch applied for Linux 7.0!",                                {}],
    ["Both applied.",                                               {}],
    ["Series applied to block/for-next, thanks",                    { branch: "block/for-next" }],
    ["I like the noise, but not all do, so I just applied this.",   {}],
    ["I found this and applied it (with a few fixes).",             {}],
    ["I've applied the series to my tree, thank you.",              {}],
    ["Queued up for 6.12, thanks.",                                 {}],
    ["Taken to wbus-next, thanks.",                                 { branch: "wbus-next" }],
    ["I've taken both, thank you.",                                 {}],
    ["> Signed-off-by: Tom <tom@example.org>\n\nThanks, taken.",      {}],
    ["> @@ -1,3 +1,4 @@ wbus_fill(void)\n> +\tint i;\n\nTaken, thanks.", {}],
    ["Pulled, thanks!",                                             {}],
    ["Pulled into wbus-next.",                                      { branch: "wbus-next" }],
    ["Committed, thanks.",                                          {}],
    ["Both committed to master.",                                   { branch: "master" }],
    ["Thanks Nora, landed!",                                        {}],
    ["Pushed to drm-misc-fixes.",                                   { branch: "drm-misc-fixes" }],
    ["Applied #7 and #24 to 6.5/staging, thanks!",                  { branch: "6.5/staging", patches: [7, 24] }],
    ["Applied 1-3, thanks",                                         { patches: [1, 2, 3] }],
    ["Applied 1/4 and 2/4, thanks",                                 { patches: [1, 2] }],
    ["Applied again patches 1-3 to my dma-for-next branch.",        { branch: "dma-for-next", patches: [1, 2, 3] }],
    ["Merged the topic branch and applied, 3,4,5,6 to the togreg\nbranch of iio.git.", { tree: "iio.git", branch: "togreg", patches: [3, 4, 5, 6] }],
  ];
  for (const [text, says] of rows) {
    test(text, () => assert.deepEqual(appliedTo(linesOf(text)), { commits: [], ...says }));
  }
});

describe("nobody applied anything who writes", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, because: string][] = [
    ["This patch series was applied (using b4) to base:",         "a robot that checks bindings says what it built on"],
    ["Can someone get this applied?",                             "it is asked for"],
    ["I am waiting for this to be applied.",                      "it is waited for"],
    ["With the patch applied, the module loads again.",           "it was tried"],
    ["I applied this patch to 6.5 and it boots.",                 "it was tried, in the first person"],
    ["I applied the series on top of v6.1 and see no hang.",      "likewise"],
    ["Applied your suggestion, thanks.",                          "an author answers a review"],
    ["Thank you, both taken.",                                    "likewise"],
    ["> > @@ -1,3 +1,4 @@\n> > +\tint i;\n> Use a table.\n\nThanks, taken.", "likewise: the patch is quoted from a review"],
    ["I've pulled it, and it may be correct.",                    "it was looked at"],
    ["We are committed to a clean fix.",                          "it is promised"],
    ["I committed a fix to my own tree.",                         "it is another's work"],
    ["That line is already pulled in.",                           "it speaks of something else"],
    ["The version that landed here was another.",                 "likewise"],
    ["Done, applied in v3.",                                      "likewise"],
    ["The old ones are gone, and applied reverse tree ordering.", "an author tells what changed"],
    ["There is a property proposed and applied for this:",        "it speaks of another patch"],
    ["I have merged your patch with my rewritten one.",           "two patches became one"],
    ["If your patch is applied to the wrong tree, drop a note.",  "a robot's form letter"],
    ["... assuming the patch will be applied later.",             "it lies ahead"],
    ["A full fix is already queued in the hwmon branch.",         "it speaks of another patch"],
    ["The notification, is queued.",                              "data are queued too"],
    ["I'd say that it should be merged in one batch.",            "it is proposed"],
    ["> Applied, thanks!\n\nWhere to?",                           "somebody else wrote it"],
  ];
  for (const [text, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(appliedTo(linesOf(text)), undefined));
  }
});

test("patchwork-bot names tree, branch, commits and which patches of the series", () => {
  const text = `Hello:

This series was applied to wbus/wbus-next.git (main)
by Ines Marsh <ines@example.org>:

On Tue, 27 Jun 2023 16:43:15 +0200 you wrote:
> two things

Here is the summary with links:
  - [v2,02/24] wbus: count twice
    https://git.example.org/wbus/wbus-next/c/32d462a5c3e5
  - [v2,04/24] wbus: count once
    https://git.example.org/wbus/wbus-next/c/a13de901e8d5

You are awesome, thank you!
`;
  assert.deepEqual(appliedTo(linesOf(text)), {
    tree: "wbus/wbus-next.git",
    branch: "main",
    commits: ["32d462a5c3e5", "a13de901e8d5"],
    patches: [2, 4],
  });
});

test("b4 ty names commits and patches, and may find no commit", () => {
  const text = `On Thu, 01 Jan 2026 18:19:26 +0100, Tom Okafor wrote:
> Two of three.

Applied to

   https://git.example.org/pub/scm/linux/kernel/git/ines/wbus.git for-next

Thanks!

[1/3] wbus: add burst mode
      commit: df3cfc33b24dd238a85b7c51ec052ffcf00aaf09
[3/3] wbus: document it
      (no commit info)
`;
  assert.deepEqual(appliedTo(linesOf(text)), {
    tree: "ines/wbus.git",
    branch: "for-next",
    commits: ["df3cfc33b24dd238a85b7c51ec052ffcf00aaf09"],
    patches: [1, 3],
  });
});

test("tip-bot2 names the branch of tip", () => {
  assert.deepEqual(appliedTo(linesOf("The following commit has been merged into the x86/urgent branch of tip:\n")), {
    tree: "tip",
    branch: "x86/urgent",
    commits: [],
  });
});

test("pr-tracker-bot names the tree and the merge", () => {
  const text = `The pull request you sent on Fri, 13 Mar 2020 11:50:42 -0600:

> https://git.example.org/wbus tags/wbus-6.2

has been merged into torvalds/linux.git:
https://git.example.org/torvalds/c/5007928eaeb7681501e94ac7516f6c6200f993fa

Thank you!
`;
  assert.deepEqual(mergedInto(linesOf(text)), {
    tree: "torvalds/linux.git",
    commit: "5007928eaeb7681501e94ac7516f6c6200f993fa",
  });
  assert.equal(mergedInto(linesOf("Merged, thanks.")), undefined);
});
