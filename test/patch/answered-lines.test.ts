import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answeredLines, patchLines } from "../../src/patch/answered-lines.ts";
import type { HunkPosition } from "../../src/patch/hunk-position.ts";

const patch = patchLines(`diff --git a/ring.c b/ring.c
--- a/ring.c
+++ b/ring.c
@@ -10,5 +10,8 @@ int wbus_fill(struct ring *r)
 	int len = r->len;
 
+	if (len > 32)
+		return -EINVAL;
 	lock(r);
-	copy(r, len);
+	copy(r, len, 0);
+	kick(r);
 	unlock(r);
@@ -40,3 +43,5 @@ int wbus_drain(struct ring *r)
 	lock(r);
+	if (!r->len)
+		return -EINVAL;
 	unlock(r);
 	return 0;
diff --git a/bus.c b/bus.c
--- a/bus.c
+++ b/bus.c
@@ -1,2 +1,3 @@
 #include "bus.h"
+#include "ring.h"
 int bus;
`);

const quoted = (line: string) => ({ text: line, depth: /^[> ]*/.exec(line)?.[0].replace(/ /g, "").length ?? 0 });

/** What is told of the last quoted line. */
function ofLast(text: string): HunkPosition | undefined {
  const lines = text.split("\n").map(quoted);
  return answeredLines(patch, lines)[lines.findLastIndex(({ depth }) => depth === 1)];
}

const fill = "wbus_fill()";
const drain = "wbus_drain()";

describe("a quoted line stands in the patch", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, position: HunkPosition | undefined, because: string][] = [
    ["> +\tkick(r);",                                        { path: "ring.c", line: 16, functionName: fill },  "where it stands once, with no header quoted"],
    [">+\tkick(r);",                                         { path: "ring.c", line: 16, functionName: fill },  "whatever the quote mark looks like"],
    ["> +    kick(r);",                                      { path: "ring.c", line: 16, functionName: fill },  "whatever a mail client made of the tab"],
    ["> -\tcopy(r, len);",                                   { path: "ring.c", line: 13, functionName: fill },  "in the old file where it was removed"],
    ["> +#include \"ring.h\"",                               { path: "bus.c", line: 2 },                        "in the second file"],
    ["> +\t\treturn -EINVAL;",                               { path: "ring.c" },                                "somewhere in a file where it stands twice"],
    ["> +\tif (!r->len)\n> +\t\treturn -EINVAL;",            { path: "ring.c", line: 45, functionName: drain }, "behind a line that stands once"],
    ["> +\tif (len > 32)\n\nWhy 32?\n\n> +\t\treturn -EINVAL;", { path: "ring.c", line: 13, functionName: fill }, "next to the line before the answer"],
    ["> +\tkick(r);\n\nWhy?\n\n> +\t\treturn -EINVAL;",      { path: "ring.c", line: 45, functionName: drain }, "behind what was quoted before"],
    ["> +\tcopy(r, len, 1);",                                undefined,                                         "not at all where it is another version's"],
    ["> I count the ring.",                                  undefined,                                         "nor where it is prose"],
    [">> +\tkick(r);\n> I do not see why.",                  undefined,                                         "nor where another quoted it"],
  ];
  for (const [text, position, because] of rows) test(because, () => assert.deepEqual(ofLast(text), position));
});

test("an answer to an answer is looked up at its depth", () => {
  const lines = ["> > +\tkick(r);", "> Why?", "Because."].map(quoted);
  assert.equal(answeredLines(patch, lines, 2)[0]?.line, 16);
});

test("a patch of equal lines takes its length's time", () => {
  const many = patchLines(`--- a/x\n+++ b/x\n@@ -0,0 +1,50000 @@\n${"+same\n".repeat(50_000)}`);
  const lines = Array.from({ length: 50_000 }, (_, at) => ({ text: at % 2 ? "> +same" : "> other", depth: 1 }));
  const started = performance.now();
  answeredLines(many, lines);
  answeredLines(many, [{ text: `${"> ".repeat(200_000)}x`, depth: 1 }]);
  assert.ok(performance.now() - started < 2000);
});
