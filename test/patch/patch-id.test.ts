import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { readDiff } from "../../src/patch/diff.ts";

const idOf = (text: string) => readDiff(text.split("\n"))?.id;

const ring = `diff --git a/ring.c b/ring.c
index 1f0a..2e0b 100644
--- a/ring.c
+++ b/ring.c
@@ -10,3 +10,4 @@ wbus_fill(void)
 a
-b
+\tint c = d;
+e
 f
`;

describe("the same patch is one", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, text: string][] = [
    ["at other lines",              ring.replace("-10,3 +10,4", "-90,3 +95,4")],
    ["on another blob",             ring.replace("1f0a..2e0b", "3c4d..5e6f")],
    ["in another function",         ring.replace("wbus_fill(void)", "wbus_empty(void)")],
    ["among other lines",           ring.replace("\n a\n", "\n x\n").replace("\n f\n", "\n y\n")],
    ["with more lines around",      ring.replace("-10,3 +10,4", "-9,4 +9,5").replace("\n a\n", "\n z\n a\n")],
    ["with other white space",      ring.replace("+\tint c = d;", "+    int c=d;")],
    ["with other line ends",        ring.replaceAll("\n", "\r\n").replace("+10,4 @@ wbus_fill(void)\r", "+10,4 @@")],
    ["with a mail around it",       `Why.\n---\n${ring}-- \n2.47.0\n`],
    ["made by diff(1)",             ring.slice(ring.indexOf("---"))],
  ];
  for (const [what, text] of rows) test(what, () => assert.equal(idOf(text), idOf(ring)));
});

describe("another patch is one", () => {
  const mode = "diff --git a/run b/run\nold mode 100644\nnew mode 100755\n";
  const logo =
    "diff --git a/logo.png b/logo.png\nindex 1f0a..2e0b 100644\nBinary files a/logo.png and b/logo.png differ\n";
  const moved = "diff --git a/o.c b/n.c\nsimilarity index 100%\nrename from o.c\nrename to n.c\n";
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, text: string, other: string][] = [
    ["that adds another line",      ring, ring.replace("+e", "+E")],
    ["that removes another line",   ring, ring.replace("-b", "-B")],
    ["that adds what it removed",   ring, ring.replace("-b", "+b").replace("-10,3", "-10,2").replace("+10,4", "+10,5")],
    ["that adds in another order",  ring, ring.replace("+\tint c = d;\n+e", "+e\n+\tint c = d;")],
    ["to another file",             ring, ring.replaceAll("ring.c", "wbus.c")],
    ["that sets another mode",      mode, mode.replace("100755", "100700")],
    ["with another picture",        logo, logo.replace("2e0b", "5e6f")],
    ["that moves another file",     moved, moved.replaceAll("o.c", "p.c")],
  ];
  for (const [what, text, other] of rows) test(what, () => assert.notEqual(idOf(text), idOf(other)));
});

test("neither the order of files nor their place matters", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const change = fc.record({ sign: fc.constantFrom("+", "-"), text: word });
  const files = fc.uniqueArray(fc.record({ path: word, changes: fc.array(change, { minLength: 1, maxLength: 6 }) }), {
    selector: ({ path }) => path,
    minLength: 1,
    maxLength: 6,
  });
  const written = (
    all: readonly { path: string; changes: readonly { sign: string; text: string }[] }[],
    first: number,
  ) =>
    all
      .map(({ path, changes }) => {
        const count = (sign: string) => changes.filter((each) => each.sign === sign).length;
        const at = `@@ -${first},${count("-") + 1} +${first},${count("+") + 1} @@`;
        return [
          `--- a/${path}`,
          `+++ b/${path}`,
          at,
          ` line ${first}`,
          ...changes.map(({ sign, text }) => sign + text),
          "",
        ].join("\n");
      })
      .join("");
  const property = fc.property(files, fc.nat({ max: 999 }), fc.nat({ max: 5 }), (all, first, turn) => {
    const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
    assert.equal(idOf(written(turned, first)), idOf(written(all, 1)));
    const [{ path, changes }] = all as [(typeof all)[number]];
    const more = [{ path, changes: [...changes, { sign: "+", text: "more" }] }, ...all.slice(1)];
    assert.notEqual(idOf(written(more, first)), idOf(written(all, first)));
  });
  fc.assert(property);
});
