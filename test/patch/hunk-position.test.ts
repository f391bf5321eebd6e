import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { hunkPositions } from "../../src/patch/hunk-position.ts";

const depthOf = (text: string) => /^[> ]*/.exec(text)?.[0].replaceAll(" ", "").length ?? 0;

/** `path:line function()` of each line, `path` where the number is not certain, `-` where it is no line of a diff. */
function places(text: string): string[] {
  const lines = text.split("\n").map((line) => ({ text: line, depth: depthOf(line) }));
  return hunkPositions(lines).map((position) => {
    if (position === undefined) return "-";
    const { path, line, functionName } = position;
    return `${path}${line === undefined ? "" : `:${line}`}${functionName === undefined ? "" : ` ${functionName}`}`;
  });
}

const head = "> diff --git a/ring.c b/ring.c\n> --- a/ring.c\n> +++ b/ring.c";
const start = `${head}\n> @@ -10,5 +10,6 @@ static int wbus_fill(struct ring *r)`;

describe("the last line of a quoted diff stands at", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [quote: string, place: string, because: string][] = [
    [`${start}\n>  a\n>  b\n>  c\n> +d`,               "ring.c:13 wbus_fill()", "an added line counts in the new file"],
    [`${start}\n>  a\n>  b\n>  c\n> +d\n> -e`,         "ring.c:13 wbus_fill()", "a removed one in the old file"],
    [`${start}\n>  a\n>\n>  c\n> +d`,                  "ring.c:13 wbus_fill()", "a blank context line may lose its blank"],
    [`${start}\n>  a\n>  b\n>  c\n> +d\n> +int drain(void)\n> +x`, "ring.c:15 drain()", "a function that begins in the hunk takes over"],
    [`${start.replaceAll("> ", ">")}\n> a\n> b\n> c\n>+d`, "ring.c:13 wbus_fill()", "marks without a blank behind them"],
    [`${start.replaceAll(/^/gm, "> ")}\n> >  a\n> >  b\n> >  c\n> > +d`, "ring.c:13 wbus_fill()", "at any depth"],
    ["> --- /dev/null\n> +++ b/n.c\n> @@ -0,0 +1,2 @@\n> +a\n> +b", "n.c:2", "a new file begins at 1"],
    ["> --- a/o.c\n> +++ /dev/null\n> @@ -1,2 +0,0 @@\n> -a\n> -b", "o.c:2", "a deleted file keeps its name"],
    [`${start}\n>  a\n> +d`,                           "ring.c wbus_fill()",   "three unchanged lines come first: some were cut"],
    [`${start}\n>  a\n>  b\n>  c\n> [...]\n> +d`,      "ring.c wbus_fill()",   "something was left out and says so"],
    [`${start}\n>  a\n>  b\n>  c\n\nWhy?\n\n> +d`,     "ring.c wbus_fill()",   "behind an answer lines may be missing"],
    [`${start}\n>  a\n>  b\n>  c\n\nWhy?\n\n> +d\n>  e\n>  f`, "ring.c:15 wbus_fill()", "unless the hunk is whole in the end"],
    [`${head}\n> +d`,                                  "ring.c",               "no @@ was kept"],
    ["> @@ -10,5 +10,6 @@\n>  a",                      "-",                    "no file was kept"],
    [`${start}\n> a wrapped line`,                     "ring.c wbus_fill()",   "a mail client broke the line above"],
    [`${head}\n> @@ -1,2 +1,2 @@\n>  a\n> -b\n> +c\n> -- \n> 2.40`, "-",       "the diff is over"],
    ["> Why not\n> - shorter",                         "-",                    "a list is no diff"],
  ];
  for (const [quote, place, because] of rows) test(because, () => assert.equal(places(quote).at(-1), place));
});

test("an answer between quoted lines stands nowhere, and an unquoted suggestion for itself", () => {
  const text = `${start}\n>  a\nRather:\n--- a/wbus.c\n+++ b/wbus.c\n@@ -1 +1 @@\n-x\n+y`;
  assert.deepEqual(places(text).slice(4), [
    "ring.c:10 wbus_fill()",
    "-",
    "wbus.c",
    "wbus.c",
    "wbus.c:1",
    "wbus.c:1",
    "wbus.c:1",
  ]);
});

test("every line of anything gets an answer", () => {
  const line = fc.record({
    text: fc.string({ unit: fc.constantFrom(">", " ", "+", "-", "@@ -1 +1 @@", "+++ b/x", "--- a/x", "a") }),
    depth: fc.nat(3),
  });
  fc.assert(fc.property(fc.array(line), (lines) => assert.equal(hunkPositions(lines).length, lines.length)));
});

test("ten megabytes of anything are read in a moment", () => {
  const started = performance.now();
  for (const piece of ["diff --git a/ b/", "@@ -1,9 +1,9 @@ f(", "+a(", " ", "> "]) {
    hunkPositions([{ text: piece.repeat(2_000_000 / piece.length), depth: 1 }]);
    hunkPositions(Array.from({ length: 200_000 }, () => ({ text: `> ${piece}`, depth: 1 })));
  }
  assert.ok(performance.now() - started < 5000);
});
