import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import type { Kind } from "../../src/kind/kind.ts";
import { robotReport } from "../../src/kind/robot-report.ts";
import { aMail } from "../support/mail-builder.ts";

const syzbot = { name: "syzbot", address: "syzbot+0123@syzkaller.appspotmail.com" };
const report = (kind: Kind, from: { name: string; address: string }, subject: string, text: string) =>
  robotReport(aMail({ from, subject }), kind, condense(text).lines);

describe("a robot's mail is", () => {
  test("a test's result", () => {
    const lkp = { name: "kernel test robot", address: "lkp@intel.com" };
    assert.equal(report("kernel-test-robot", lkp, "[wbus:next] BUILD SUCCESS 3f", "")?.kind, "test");
  });

  test("a crash", () => {
    assert.equal(report("syzbot", syzbot, "[syzbot] WARNING in fill", "HEAD commit:    8d1f Merge\n")?.kind, "crash");
  });

  test("a list of crashes", () => {
    const text = "This is a 31-day syzbot report for the wbus subsystem.\n";
    assert.equal(report("syzbot", syzbot, "[syzbot] Monthly wbus report (Nov 2026)", text)?.kind, "crash-list");
  });

  // biome-ignore format: the columns are the specification
  const answers: readonly [text: string, verdict: string, says: string | undefined][] = [
    ["Hello,\n\nsyzbot has tested the proposed patch and the reproducer did not trigger any issue:\n\nTested-by: syzbot\n",  "green", undefined],
    ["Hello,\n\nsyzbot has tested the proposed patch but the reproducer is still triggering an issue:\nWARNING in fill\n", "red", "WARNING in fill"],
    ["Hello,\n\nsyzbot tried to test the proposed patch but the build/boot failed:\n\n[    1.0][    T1] WARNING: CPU: 0\n", "red", "build/boot failed"],
  ];
  for (const [text, verdict, says] of answers) {
    test(`syzbot's answer to a proposal: ${verdict}, ${says}`, () => {
      const told = report("syzbot", syzbot, "Re: [syzbot] [wbus?] WARNING in fill", text);
      assert.ok(told?.kind === "test");
      assert.deepEqual([told.who, told.verdict, told.complaint?.says], ["syzbot", verdict, says]);
    });
  }

  test("syzbot CI's verdict on a series", () => {
    const text = `syzbot ci has tested the following series

[v2] wbus: add burst mode
https://lists.example.org/r/1@x
* [PATCH v2 1/2] wbus: name the limits

and found the following issue:
general protection fault in wbus_fill

Full report is available here:
https://ci.example.org/series/1

***

general protection fault in wbus_fill

arch:      amd64
compiler:  Debian clang version 20.1.8
`;
    const ci = { name: "syzbot ci", address: "syzbot+ci0123@syzkaller.appspotmail.com" };
    assert.deepEqual(report("syzbot", ci, "[syzbot ci] Re: wbus: add burst mode", text), {
      kind: "test",
      who: "syzbot CI",
      verdict: "red",
      arch: "amd64",
      compiler: "clang 20",
      complaint: { says: "general protection fault in wbus_fill" },
    });
  });

  test("nothing, where it only talks", () => {
    assert.equal(report("syzbot", syzbot, "Re: [syzbot] WARNING in fill", 'unknown command "dupe"\n'), undefined);
    assert.equal(report("reply", { name: "Ada", address: "ada@example.org" }, "Re: x", "HEAD commit: 1\n"), undefined);
  });
});
