import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import { type TestReport, testReport } from "../../src/kind/test-report.ts";
import { robotVerdict } from "../../src/kind/verdict.ts";
import { aMail } from "../support/mail-builder.ts";

const lkp = { name: "kernel test robot", address: "lkp@intel.com" };

function report(from: { name: string; address: string }, subject: string, text: string, isRobots = true): TestReport {
  const mail = aMail({ from, subject });
  const { lines } = condense(text);
  return testReport(mail, lines, robotVerdict(mail.subject.text, lines), { isRobots });
}

describe("a test robot reports", () => {
  test("a build that failed: where, with what, and what is new", () => {
    const text = `Hi Nora,

kernel test robot noticed the following build errors:

[auto build test ERROR on wbus/for-next]

config: arm64-allmodconfig (https://ci.example.org/archive/config)
compiler: clang version 22.0.0git (https://git.example.org/llvm f43d6834093b)
reproduce (this is a W=1 build): (https://ci.example.org/archive/reproduce)

| Reported-by: kernel test robot <lkp@intel.com>

All errors (new ones prefixed by >>):

   In file included from drivers/wbus/ring.c:9:
   include/linux/wbus.h:3:1: warning: an old one
>> drivers/wbus/ring.c:240:3: error: 'len' is used uninitialized [-Werror=uninitialized]
     240 |   len += 1;
>> drivers/wbus/ring.c:250:3: error: another
`;
    assert.deepEqual(report(lkp, "Re: [PATCH v2 2/4] wbus: fill the ring", text), {
      kind: "test",
      who: "test robot",
      verdict: "red",
      arch: "arm64",
      config: "allmodconfig",
      compiler: "clang 22",
      complaint: { path: "drivers/wbus/ring.c", line: 240, says: "'len' is used uninitialized" },
    });
  });

  test("a branch that builds", () => {
    const text = "tree/branch: https://git.example.org/wbus.git for-next\n\nconfigs tested: 292\n\narm allmodconfig\n";
    assert.deepEqual(report(lkp, "[wbus:for-next] BUILD SUCCESS 3f2a91c", text), {
      kind: "test",
      who: "test robot",
      verdict: "green",
      of: "wbus:for-next",
    });
  });

  test("a branch that builds no longer, with the first complaint below the headings", () => {
    const text = `tree/branch: https://git.example.org/wbus.git for-next

Error/Warning reports:

https://lists.example.org/1

Error/Warning: (recently discovered and may have been fixed)

drivers/wbus/ring.c:240:3: error: 'len' undeclared

Error/Warning ids grouped by kconfigs:

|-- alpha-allyesconfig
|   \`-- drivers-wbus-ring.c:error:len-undeclared
`;
    const { of, complaint } = report(lkp, "[wbus:for-next] BUILD REGRESSION 3f2a91c", text);
    assert.deepEqual([of, complaint?.says], ["wbus:for-next", "'len' undeclared"]);
  });

  // biome-ignore format: the columns are the specification
  const complaints: readonly [subject: string, text: string, says: string, because: string][] = [
    ["[wbus:next] [wbus]  3f2a91c:  ltp.wbus01.fail",   'Hello,\n\nkernel test robot noticed "ltp.wbus01.fail" on:\n\ncommit: 3f2a91c', "ltp.wbus01.fail", "a test that failed"],
    ["[wbus:next] [wbus]  3f2a91c:  wbus.ops -12.4%",   "Hello,\n\nkernel test robot noticed a -12.4% regression of wbus.ops on:\n", "-12.4% regression of wbus.ops", "a benchmark that got slower"],
    ["[wbus:next 3/4] ERROR: modpost: \"fill\" undefined!", "tree: wbus\n",                                        'modpost: "fill" undefined!', "the subject alone says it"],
    ["RE: wbus: fill the ring",                         "Test Summary:\nCheckPatch                    FAIL      0.44 seconds\nGitLint   PASS  0.3 seconds\n", "CheckPatch", "a row of a table"],
    ["✗ i915.CI.BAT: failure for wbus: fill the ring",  "State : failure\n\n#### Possible regressions ####\n\n  * igt@wbus@fill:\n    - bat-1: [PASS][1] -> [FAIL][2]\n", "igt@wbus@fill", "a heading and a list"],
    ["[REGRESSION] next/master: (build) 'len' undeclared", "New build issue found on next/master:\n\n---\n 'len' undeclared in drivers/wbus/ring.o (drivers/wbus/ring.c) [logspec:kbuild,kbuild.compiler.error]\n---\n", "'len' undeclared in drivers/wbus/ring.o", "KernelCI's words"],
  ];
  for (const [subject, text, says, because] of complaints) {
    test(`${subject}: ${because}`, () => assert.equal(report(lkp, subject, text).complaint?.says, says));
  }
});

describe("a report is by", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [name: string, address: string, isRobots: boolean, who: string][] = [
    ["kernel test robot", "lkp@intel.com",                                true,  "test robot"],
    ["",                  "lkp@intel.com",                                true,  "test robot"],
    ["Tom Okafor",        "tom@example.org",                              false, "test robot"], // who sends one on
    ["KernelCI bot",      "bot@kernelci.org",                             true,  "KernelCI"],
    ["Patchwork",         "patchwork@emeril.freedesktop.org",             true,  "Intel CI"],
    ["",                  "bluez.test.bot@gmail.com",                     true,  "BlueZ CI"],
    ["syzbot ci",         "syzbot+ci0123@syzkaller.appspotmail.com",      true,  "syzbot CI"],
    ["syzbot",            "syzbot+0123@syzkaller.appspotmail.com",        true,  "syzbot"],
    ["wbus CI",           "ci@example.org",                               true,  "wbus CI"], // an operator's
  ];
  for (const [name, address, isRobots, who] of rows) {
    test(`${who}: ${name} <${address}>`, () => assert.equal(report({ name, address }, "x", "", isRobots).who, who));
  }
});

describe("it was built with", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, arch: string | undefined, config: string | undefined, compiler: string | undefined][] = [
    ["config: xtensa-randconfig-001-20261107 (x)\ncompiler: xtensa-linux-gcc (GCC) 13.2.0", "xtensa", "randconfig-001-20261107", "gcc 13"],
    ["config: x86_64-rhel-9.4-func\ncompiler: gcc-12",                          "x86_64", "rhel-9.4-func",  "gcc 12"],
    ["config: alpha-kismet-CONFIG_WBUS-CONFIG_WBUS_RING-0-0 (x)",               "alpha",  "kismet",         undefined],
    ["arch:      amd64\ncompiler:  Debian clang version 20.1.8 (x), Debian LLD\nconfig:    https://ci.example.org/config", "amd64", undefined, "clang 20"],
    ["compiler:       gcc (Debian 10.2.1-6) 10.2.1 20210110, GNU ld",           undefined, undefined,       "gcc 10"],
    ["  > Config: multi_v7_defconfig\n    - Architecture/compiler: arm/gcc-12", "arm",    "multi_v7_defconfig", "gcc 12"],
    ["reproduce: (https://ci.example.org/reproduce)",                           undefined, undefined,       undefined],
  ];
  for (const [text, arch, config, compiler] of rows) {
    test(JSON.stringify(text), () => {
      const told = report(lkp, "Re: [PATCH] wbus", text);
      assert.deepEqual([told.arch, told.config, told.compiler], [arch, config, compiler]);
    });
  }
});

test("what a person quotes of it is not reported again", () => {
  const text = "On Tue, 3 Nov 2026, Tom wrote:\n> compiler: gcc-12\n> >> ring.c:2:1: error: odd\n\nFixed.\n";
  assert.deepEqual(report(lkp, "Re: [PATCH] wbus", text), { kind: "test", who: "test robot", verdict: "green" });
});

test("a megabyte of complaints takes its length's time", () => {
  const started = performance.now();
  for (const line of [
    ">> ",
    "error: a/",
    "config: a-",
    "compiler: gcc (",
    "kernel test robot noticed a ",
    " * {igt@",
  ]) {
    const lines = Array.from({ length: 20_000 }, () => ({ text: line.repeat(50 / line.length), label: "new" }));
    testReport(aMail({ from: lkp }), [...lines, { text: line.repeat(1_000_000), label: "new" }], "red", {
      isRobots: true,
    });
  }
  assert.ok(performance.now() - started < 4000);
});
