import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import { crashList, crashReport } from "../../src/kind/crash-report.ts";
import { aMail } from "../support/mail-builder.ts";

const linesOf = (text: string) => condense(text).lines;
const head = `Hello,

syzbot found the following issue on:

HEAD commit:    8d1f2c90e4ab Merge tag 'wbus-7.3-rc5'
git tree:       upstream
compiler:       gcc (Debian 15.2.0-4) 15.2.0
`;
const report = (subject: string, text: string) => crashReport(aMail({ subject }), linesOf(head + text));

test("syzbot reports a crash: type, place, subsystem, reproducer, trace", () => {
  const text = `C reproducer:   https://fuzz.example.org/x/repro.c?x=11
syz repro:      https://fuzz.example.org/x/repro.syz?x=12

The issue was bisected to:

commit 9c1f02d
Author: Nora Lind <nora@example.org>

BUG: KASAN: slab-use-after-free in wbus_fill+0x91/0x140 drivers/wbus/ring.c:192
Read of size 4 at addr ffff88807b2f1c40 by task syz.0.17/5902

CPU: 1 UID: 0 PID: 5902 Comm: syz.0.17 Not tainted 7.3.0-rc5-syzkaller #0
Call Trace:
 <TASK>
 __dump_stack lib/dump_stack.c:94 [inline]
 dump_stack_lvl+0x116/0x1f0 lib/dump_stack.c:120
 print_report+0xca/0x240 mm/kasan/report.c:482
 kasan_report+0xe0/0x110 mm/kasan/report.c:595
 wbus_fill+0x91/0x140 drivers/wbus/ring.c:192
 wbus_xfer_one drivers/wbus/xfer.c:9 [inline]
 wbus_xfer.constprop.0+0x5b/0xd0 drivers/wbus/xfer.c:22
 wbus_ioctl+0x188/0x2f0 drivers/wbus/xfer.c:39
 do_syscall_64+0x31/0x70 arch/x86/entry/common.c:46
 </TASK>

Allocated by task 5880:
 kasan_save_stack+0x33/0x60 mm/kasan/common.c:56
`;
  assert.deepEqual(report("[syzbot] [wbus?] KASAN: slab-use-after-free Read in wbus_fill (2)", text), {
    kind: "crash",
    type: "KASAN: slab-use-after-free Read",
    in: "wbus_fill",
    subsystems: ["wbus"],
    reproducer: "C",
    isBisected: true,
    frames: ["wbus_fill", "wbus_xfer", "wbus_ioctl"],
  });
});

describe("its title says", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [subject: string, type: string, place: string | undefined, subsystems: string[]][] = [
    ["possible deadlock in wbus_fill",                          "possible deadlock",        "wbus_fill",  []],
    ["[syzbot] [wbus?] [clk?] general protection fault in fill", "general protection fault", "fill",      ["wbus", "clk"]],
    ["[syzbot] [wbus] WARNING: locking bug in wbus_fill/wbus_xfer", "WARNING: locking bug", "wbus_fill/wbus_xfer", ["wbus"]],
    ["[syzbot] kernel panic: stack is corrupted",               "kernel panic: stack is corrupted", undefined, []],
  ];
  for (const [subject, type, place, subsystems] of rows) {
    test(subject, () => {
      const told = report(subject, "");
      assert.deepEqual([told?.type, told?.in, told?.subsystems], [type, place, subsystems]);
    });
  }
});

describe("there is a reproducer", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, reproducer: "C" | "syz" | undefined][] = [
    ["C reproducer:   https://x",                                   "C"],
    ["syz repro:      https://x",                                   "syz"],
    ["Unfortunately, I don't have any reproducer for this issue yet.", undefined],
  ];
  for (const [text, reproducer] of rows)
    test(`${text}: ${reproducer}`, () =>
      assert.equal(report("[syzbot] WARNING in fill", text)?.reproducer, reproducer));
});

describe("the trace begins", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [because: string, text: string, frames: string[]][] = [
    ["at the function of the title",            "Call Trace:\n lock_acquire+0x1/0x2 kernel/lock.c:1\n fill+0x1/0x2 ring.c:1\n xfer+0x1/0x2 ring.c:2\n", ["fill", "xfer"]],
    ["at the first that does not only report",  "Call Trace:\n dump_stack+0x1/0x2 lib/d.c:1\n other+0x1/0x2 ring.c:1\n xfer+0x1/0x2 ring.c:2\n", ["other", "xfer"]],
    ["at the instruction that failed",          "RIP: 0010:one ring.c:9 [inline]\nRIP: 0010:fill+0x1/0x2 ring.c:1\nCall Trace:\n <TASK>\n xfer+0x1/0x2 ring.c:2\n </TASK>\n", ["fill", "xfer"]],
    ["behind a time stamp, too",                "[   12.2][ T5902] Call Trace:\n[   12.2][ T5902]  fill+0x1/0x2\n[   12.2][ T5902]  xfer+0x1/0x2\n", ["fill", "xfer"]],
    ["nowhere, where there is none",            "no trace\n", []],
  ];
  for (const [because, text, frames] of rows)
    test(because, () => assert.deepEqual(report("[syzbot] WARNING in fill", text)?.frames, frames));
});

test("a mail that names no commit reports no crash", () => {
  assert.equal(
    crashReport(aMail({ subject: "Re: [syzbot] WARNING in fill" }), linesOf('unknown command "dupe"\n')),
    undefined,
  );
});

test("once a month it lists what is open", () => {
  const text = `Hello wbus maintainers/developers,

This is a 31-day syzbot report for the wbus subsystem.
All related reports/information can be found at:
https://fuzz.example.org/upstream/s/wbus

During the period, 2 new issues were detected and 1 were fixed.
In total, 7 issues are still open and 26 have already been fixed.

Some of the still happening issues:

Ref Crashes Repro Title
<1> 1814    Yes   WARNING in wbus_fill (2)
                  https://fuzz.example.org/bug?extid=a8
<2> 12      No    possible deadlock in wbus_xfer
                  https://fuzz.example.org/bug?extid=1d
`;
  assert.deepEqual(crashList(linesOf(text)), {
    kind: "crash-list",
    subsystem: "wbus",
    detected: 2,
    fixed: 1,
    open: 7,
    fixedInAll: 26,
    issues: [
      { crashes: 1814, hasReproducer: true, title: "WARNING in wbus_fill (2)" },
      { crashes: 12, hasReproducer: false, title: "possible deadlock in wbus_xfer" },
    ],
  });
  assert.equal(crashList(linesOf(head)), undefined);
});

test("a megabyte of trace takes its length's time", () => {
  const started = performance.now();
  for (const line of ["Call Trace:", " fill+0x1/0x2 ", "RIP: 0010:", "<1> 1 Yes ", "[ 1 ][ T ", " a.a.a"]) {
    const many = Array.from({ length: 20_000 }, () => ({ text: line.repeat(3), label: "new" }));
    const lines = [
      { text: "HEAD commit: 1", label: "new" },
      ...many,
      { text: line.repeat(1_000_000 / line.length), label: "new" },
    ];
    crashReport(aMail({ subject: "[syzbot] WARNING in fill" }), lines);
    crashList(lines);
  }
  assert.ok(performance.now() - started < 4000);
});
