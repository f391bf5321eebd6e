import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parseMaintainers } from "../../src/route/maintainers.ts";

const file = `List of maintainers
===================

	M: *Mail* patches to: Name <address>

Maintainers List
----------------

W-BUS CORE
M:	Ines Marsh <ines@example.org>
L:	W-Bus-Devel@lists.example.org (moderated for non-subscribers)
L:	wbus-private@example.org (subscribers-only)
S:	Maintained
F:	drivers/wbus/
X:	drivers/wbus/legacy/
N:	wbus
K:	\\bwbus_[a-z]+

# a comment
THE REST
F:	*
F:	*/
`;

describe("a MAINTAINERS file gives", () => {
  test("sections with title, lists, status and rules, in its order", () => {
    const { sections, problems } = parseMaintainers(file);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      sections.map(({ name, line }) => [name, line]),
      [
        ["W-BUS CORE", 9],
        ["THE REST", 20],
      ],
    );
    assert.deepEqual(sections[0]?.lists, ["w-bus-devel@lists.example.org", "wbus-private@example.org"]);
    assert.equal(sections[0]?.status, "Maintained");
    assert.deepEqual(
      sections[0]?.rules.map(({ kind }) => kind),
      ["file", "except", "name"],
    );
    assert.deepEqual(
      sections[0]?.keywords.map(({ written }) => written),
      ["\\bwbus_[a-z]+"],
    );
  });

  test("the same with CRLF line ends", () => {
    assert.deepEqual(parseMaintainers(file.replaceAll("\n", "\r\n")), parseMaintainers(file));
  });

  // biome-ignore format: the columns are the specification
  const wrong: readonly [rows: string, says: RegExp][] = [
    ["F:",               /line 3: F:: nothing stands behind the tag/],
    ["F: /drivers/wbus", /line 3: .*start at the top of the tree/],
    ["N: (a+)+",         /line 3: .*without limit/],
    ["K: [",             /line 3: /],
    ["L: nobody",        /line 3: .*no address/],
    ["drivers/wbus/",    /line 3: "drivers\/wbus\/" has no tag/],
  ];
  for (const [row, says] of wrong) {
    test(`the number of the wrong line ${row}, and all the rest`, () => {
      const { sections, problems } = parseMaintainers(`WBUS\nF: a/\n${row}\nF: b/\n\nCLK\nF: c/\n`);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", says);
      assert.deepEqual(
        sections.flatMap(({ rules }) => rules.map((rule) => (rule.kind === "name" ? "" : rule.pattern))),
        ["a/", "b/", "c/"],
      );
    });
  }

  test("a word on lines above the first title", () => {
    assert.match(parseMaintainers("F: a/\n").problems[0] ?? "", /line 1: .*under no title/);
  });

  test("something for any text at all", () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseMaintainers(text).sections)));
    assert.equal(parseMaintainers("x".repeat(2_000_000)).sections.length, 0);
  });
});
