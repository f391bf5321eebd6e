import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import type { Kind } from "../../src/kind/kind.ts";
import { kindOf } from "../../src/kind/kind-of.ts";
import type { Mail } from "../../src/mail/mail.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { readPatch } from "../../src/patch/read-patch.ts";
import { givenTrailers } from "../../src/patch/trailers.ts";
import { aMail } from "../support/mail-builder.ts";

function kindOfMail(mail: Mail): Kind {
  const condensed = condense(mail.text);
  return kindOf({ mail, patch: readPatch(mail), condensed, givenTrailers: givenTrailers(condensed.lines) });
}

const diff = `---
 ring.c | 1 +
 1 file changed, 1 insertion(+)

diff --git a/ring.c b/ring.c
--- a/ring.c
+++ b/ring.c
@@ -1 +1,2 @@
 a
+b
`;

describe("by subject and text a mail is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [kind: Kind, subject: string, text: string, because: string][] = [
    ["patch",               "[PATCH v2 1/2] wbus: add b",       `Because.\n${diff}`,                  "PATCH and a diff"],
    ["patch",               "[RFC 1/2] wbus: add b",            `Because.\n${diff}`,                  "RFC alone says it as well"],
    ["patch-untagged",      "[v6,1/1] wbus: add b",             `Because.\n${diff}`,                  "a diff, and no word for it"],
    ["patch-untagged",      "wbus: the ring hangs",             `This helps:\n\n${diff}`,             "a question with a diff in it"],
    ["patch-nodiff",        "[PATCH] wbus: add b",              "See attachment.",                    "it was forgotten"],
    ["series-cover",        "[PATCH v2 0/2] wbus: add b",       "Two patches.",                       "0 of 2"],
    ["series-cover",        "[RFC 0/5] wbus: add b",            "Five patches.",                      "also of a request for comments"],
    ["pull-request",        "[GIT PULL] wbus fixes",            "Please pull.",                       "the tag"],
    ["pull-request",        "[PULL 0/3] wbus fixes",            "Please pull.",                       "also with a series behind it"],
    ["pull-request",        "wbus fixes",                       "The following changes since commit 1f:\n\nare available in the Git repository at:\n\n  git://x y", "git-request-pull(1)"],
    ["reply",               "Re: [GIT PULL] wbus fixes",        "What does this fix?",                "a reply to one is none"],
    ["reply",               "Re: [PATCH] wbus: add b",          `Rather this:\n\n${diff}`,            "a suggested change"],
    ["stable-autosel",      "[PATCH AUTOSEL 6.1 3/61] wbus: b", `Because.\n${diff}`,                  "the tag"],
    ["stable-review",       "[PATCH 6.1 052/464] wbus: b",      `6.1-stable review patch.\n\n------------------\n${diff}`, "it says so"],
    ["stable-review",       'FAILED: patch "[PATCH] wbus: b" failed to apply to 5.10-stable tree', "The patch below does not apply.", "the script's subject"],
    ["patch",               "[PATCH 6.1.y] wbus: b",            `Because.\n${diff}`,                  "a backport by a person is a patch"],
    ["applied-notice",      "Re: [PATCH] wbus: add b",          "Applied, thanks.",                   "in prose"],
    ["applied-notice",      "Re: [PATCH] wbus: add b",          "Reviewed-by: Ada <ada@example.org>\n\nApplied.", "applied says more than reviewed"],
    ["review-with-trailer", "Re: [PATCH] wbus: add b",          "Acked-by: Ada <ada@example.org>",    "a tag"],
    ["review-with-trailer", "Re: [PATCH] wbus: add b",          "With this patch applied it works.\n\nTested-by: Ada <ada@example.org>", "tried is not applied"],
    ["nak",                 "Re: [PATCH] wbus: add b",          "NAK, this breaks user space.",       "an explicit no"],
    ["reply",               "Re: [PATCH] wbus: add b",          "The chip will NACK this.",           "a chip's no is none"],
    ["reply",               "Re: [PATCH] wbus: add b",          "Why?",                               "anything else"],
    ["regression-report",   "Regression: wbus is slow",         "Since 6.5 it is slow.",              "the word in the subject"],
    ["regression-report",   "wbus is slow",                     "Since 6.5.\n\n#regzbot introduced: v6.4..v6.5", "regzbot's command"],
    ["reply",               "Re: Regression: wbus is slow",     "How slow?",                          "a reply to one is none"],
    ["reply",               "Fwd: wbus is slow",                "Since 6.5.\n\n#regzbot introduced: v6.4..v6.5", "it is handed on"],
    ["reply",               "[wbus] Fwd: [PATCH] wbus: b",      `Because.\n${diff}`,                  "also behind a list's tag"],
    ["patch",               "[PATCH] wbus: fix a regression",   `Because.\n${diff}`,                  "nor is its cure"],
    ["bug-report",          "KASAN: use-after-free in wbus_fill", "When fuzzing.",                    "a sanitizer's word"],
    ["bug-report",          "[bug report] wbus hangs",          "It hangs.",                          "the tag"],
    ["bug-report",          "wbus: deadlock with two writers",  "It hangs.",                          "what went wrong"],
    ["discussion",          "wbus: how to fill the ring",       "How does one call wbus_fill()?",     "anything else"],
    ["spam",                "Corporate and Personal Loan",      "We offer a loan at 3 %. Please get back to me.", "money, and a plea"],
  ];
  for (const [kind, subject, text, because] of rows) {
    test(`${subject}: ${kind}, since ${because}`, () => assert.equal(kindOfMail(aMail({ subject, text })), kind));
  }
});

describe("by its sender a mail is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [kind: Kind, address: string, subject: string][] = [
    ["kernel-test-robot",  "lkp@intel.com",                              "[wbus:next 3/4] ring.c:48: warning: odd cast"],
    ["kernel-test-robot",  "lkp@intel.com",                              "Re: [PATCH] wbus: add b"],
    ["syzbot",             "syzbot+0123@syzkaller.appspotmail.com",      "Re: [syzbot] [wbus?] KASAN: bad read"],
    ["ai-review-bot",      "sashiko-bot@kernel.org",                     "Re: [PATCH] wbus: add b"],
    ["applied-notice",     "patchwork-bot+wbus@kernel.org",              "Re: [PATCH] wbus: add b"],
    ["applied-notice",     "tip-bot2@linutronix.de",                     "[tip: x86/urgent] wbus: add b"],
    ["pull-merged-notice", "pr-tracker-bot@kernel.org",                  "Re: [GIT PULL] wbus fixes"],
  ];
  for (const [kind, address, subject] of rows) {
    test(`${address}, ${subject}: ${kind}`, () =>
      assert.equal(kindOfMail(aMail({ subject, from: { name: "", address } })), kind));
  }
});

test("a report to the regressions list is one, whatever its subject says", () => {
  const recipients = [{ name: "", address: "regressions@lists.linux.dev" }];
  assert.equal(kindOfMail(aMail({ subject: "wbus is gone", text: "Since 6.5.", recipients })), "regression-report");
});

test("a robot's report that a person sends on stays the robot's", () => {
  const text = "Hi,\n\nkindly add:\n| Reported-by: kernel test robot <lkp@intel.com>\n\nring.c:5 warn: odd";
  assert.equal(kindOfMail(aMail({ subject: "Re: [PATCH] wbus: add b", text })), "kernel-test-robot");
});

describe("without a reply mark an answer is told by what it quotes", () => {
  const ancestors = ["1@example.org" as MessageId];
  const attribution = "On Tue, 3 Nov 2026, Dev wrote:\n> Two patches.\n\n";
  // biome-ignore format: the columns are the specification
  const rows: readonly [kind: Kind, subject: string, text: string, because: string][] = [
    ["reply",          "[PATCH] wbus: add b",      `${attribution}Why?`,             "it quotes"],
    ["applied-notice", "[PATCH] wbus: add b",      `${attribution}Applied, thanks.`, "and says so"],
    ["reply",          "wbus: the ring hangs",     `${attribution}Since when?`,      "without a tag, too"],
    ["patch",          "[PATCH 1/2] wbus: add b",  `Because.\n${diff}`,              "a patch below its cover quotes nothing"],
    ["patch-nodiff",   "[PATCH 1/2] wbus: add b",  "See attachment.",                "nor does one that was forgotten"],
    ["series-cover",   "[PATCH v2 0/2] wbus: b",   `${attribution}I did both.`,      "a new version answers reviews"],
  ];
  for (const [kind, subject, text, because] of rows) {
    test(`${subject}: ${kind}, since ${because}`, () =>
      assert.equal(kindOfMail(aMail({ subject, text, ancestors })), kind));
  }
});
