import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Complaint, complaintIn } from "../../src/kind/complaint.ts";

describe("a line complains", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [line: string, complaint: Complaint, because: string][] = [
    ["drivers/wbus/ring.c:240:3: error: 'len' is used uninitialized [-Werror=uninitialized]", { path: "drivers/wbus/ring.c", line: 240, says: "'len' is used uninitialized" }, "as compilers write it"],
    ["drivers/wbus/ring.c:240: warning: odd",                   { path: "drivers/wbus/ring.c", line: 240, says: "odd" },    "without a column"],
    ["ring.c:240: warning: odd",                                { path: "ring.c", line: 240, says: "odd" },                 "of a file without a directory"],
    ["   lib/../ring.c:2:1: fatal error: x.h: No such file or directory", { path: "ring.c", line: 2, says: "x.h: No such file or directory" }, "of a path with dots in it"],
    ["drivers/wbus/ring.c:240 wbus_fill() warn: 'len' unsigned <= 0", { path: "drivers/wbus/ring.c", line: 240, says: "wbus_fill() 'len' unsigned <= 0" }, "as smatch does"],
    ["drivers/wbus/ring.c:240:3: sparse: sparse: warning: odd", { path: "drivers/wbus/ring.c", line: 240, says: "odd" },    "as sparse does"],
    ["Warning: drivers/wbus/ring.c:240 function parameter 'a' not described", { path: "drivers/wbus/ring.c", line: 240, says: "function parameter 'a' not described" }, "as kernel-doc does"],
    ["Documentation/wbus.rst: WARNING: document isn't included [toc.not_included]", { path: "Documentation/wbus.rst", says: "document isn't included" }, "of no line"],
    ["drivers/wbus/ring.c:240:(.text+0x1f): undefined reference to `wbus_fill'", { path: "drivers/wbus/ring.c", line: 240, says: "undefined reference to `wbus_fill'" }, "as linkers do"],
    ["ld.lld: error: undefined symbol: wbus_fill",              { says: "ld.lld: undefined symbol: wbus_fill" },            "of a program"],
    ['ERROR: modpost: "wbus_fill" [drivers/wbus/ring.ko] undefined!', { says: 'modpost: "wbus_fill" [drivers/wbus/ring.ko] undefined!' }, "of a module"],
    ["drivers/wbus/ring.c:1:1: internal compiler error: Segmentation fault", { path: "drivers/wbus/ring.c", line: 1, says: "internal compiler error: Segmentation fault" }, "of the compiler itself"],
  ];
  for (const [line, complaint, because] of rows) {
    test(`${line}: ${because}`, () => assert.deepEqual(complaintIn(line), complaint));
  }
});

describe("no line complains that is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [line: string, because: string][] = [
    ["include/linux/wbus.h:3:1: note: expanded from macro",     "a remark"],
    ["In file included from drivers/wbus/ring.c:3:",            "on the way there"],
    ["Error/Warning: (recently discovered and may have been fixed)", "a heading"],
    ["|   `-- drivers-wbus-ring.c:warning:odd",                 "a row of a table"],
    ["[    7.9][    T1] WARNING: CPU: 0 PID: 1",                "of the kernel's log"],
    ["All errors (new ones prefixed by >>)",                    "prose"],
  ];
  for (const [line, because] of rows) test(`${line}: ${because}`, () => assert.equal(complaintIn(line), undefined));
});

test("a long line takes its length's time", () => {
  const started = performance.now();
  for (const piece of ["a/", "a.", "error: ", "a.c:", "sparse: "]) complaintIn(`error: ${piece.repeat(200_000)}`);
  assert.ok(performance.now() - started < 2000);
});
