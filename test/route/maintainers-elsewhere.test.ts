import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseMaintainers } from "../../src/route/maintainers.ts";
import { sectionIndex } from "../../src/route/sections-of.ts";

/** As QEMU writes it: headings with a line below them, and sub-headings that are the sections. */
const likeQemu = `Kiln Maintainers
================

The intention of this file is not to establish who owns what.

Descriptions of section entries:

	M: Mail patches to: FullName <address@domain>
	F: Files and directories with wildcard patterns.

General Project Administration
------------------------------
M: Ines Marsh <ines@example.org>

All patches CC here
L: kiln-devel@example.org
F: *
F: */

Guest CPU cores (Interpreter)
-----------------------------
Overall Interpreter CPUs
M: Nora Lind <nora@example.org>
S: Maintained
F: accel/interp/
F: include/exec/cpu*.h
X: accel/interp/host/

Devices
-------
W-Bus
M: Tom Okafor <tom@example.org>
S: Odd Fixes
F: hw/*/wbus*
F: docs/system/devices/wbus.rst
`;

/** As Xen writes it: a head of several screens, a tag of its own, and what everybody gets at the end. */
const likeXen = `
	List of maintainers and how to submit changes

Please try to follow the guidelines below.

1.	Always test your changes, however small, on at least 4 or
	5 people, preferably many more.

		Check-in policy
		===============

Descriptions of section entries:

	M: Mail patches to: FullName <address@domain>
	V: Version of this file.
	F: Files and directories with wildcard patterns.
	   F:	drivers/net/	all files in and below drivers/net

	Maintainers List (try to look for most precise areas first)

		-----------------------------------

W-BUS
M:	Tom Okafor <tom@example.org>
R:	Kit Walsh <kit@example.org>
S:	Supported
F:	xen/drivers/wbus/
F:	xen/include/xen/wbus*

SCHEDULING
M:	Ines Marsh <ines@example.org>
S:	Supported
F:	xen/common/sched/

THE REST
M:	Ines Marsh <ines@example.org>
L:	kiln-devel@lists.example.org
S:	Supported
F:	*
F:	*/
V:	kiln-1
`;

/** As U-Boot has it: a file for each board, put one behind the other. */
const likeUBoot = `W-BUS
M:	Tom Okafor <tom@example.org>
S:	Maintained
T:	git https://git.example.org/u-wbus.git
F:	drivers/wbus/
N:	wbus

THE REST
F:	*
F:	*/

KILN BOARD
M:	Nora Lind <nora@example.org>
F:	board/example/kiln/
F:	configs/kiln_defconfig
BELLOWS BOARD
M:	Kit Walsh <kit@example.org>
F:	board/example/bellows/
`;

describe("a MAINTAINERS file is read", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [whose: string, text: string, names: readonly string[], path: string, sections: readonly string[]][] = [
    ["of QEMU's kind",   likeQemu,  ["General Project Administration", "All patches CC here", "Overall Interpreter CPUs", "W-Bus"], "hw/misc/wbus-core.c",        ["W-Bus", "All patches CC here"]],
    ["of QEMU's kind",   likeQemu,  ["General Project Administration", "All patches CC here", "Overall Interpreter CPUs", "W-Bus"], "accel/interp/host/x.c",      ["All patches CC here"]],
    ["of Xen's kind",    likeXen,   ["W-BUS", "SCHEDULING", "THE REST"],               "xen/include/xen/wbus_ring.h", ["W-BUS", "THE REST"]],
    ["of U-Boot's kind", likeUBoot, ["W-BUS", "THE REST", "KILN BOARD", "BELLOWS BOARD"], "board/example/kiln/wbus.c",  ["KILN BOARD", "W-BUS", "THE REST"]],
  ];
  for (const [whose, text, names, path, sections] of rows) {
    test(`${whose}: ${path}`, () => {
      const maintainers = parseMaintainers(text);
      assert.deepEqual(
        maintainers.sections.map(({ name }) => name),
        names,
      );
      assert.deepEqual(
        sectionIndex(maintainers)(path).map(({ name }) => name),
        sections,
      );
    });
  }

  test("with no word about headings, and one where two boards' files meet without a blank line", () => {
    assert.deepEqual(
      [likeQemu, likeXen].flatMap((text) => parseMaintainers(text).problems),
      [],
    );
    assert.deepEqual(parseMaintainers(likeUBoot).problems.length, 1);
    assert.match(parseMaintainers(likeUBoot).problems[0] ?? "", /"BELLOWS BOARD" has no tag and begins a new section/);
  });
});
