import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { diffstatOf, hunkHead, pathOf, readDiff } from "../../src/patch/diff.ts";
import type { FileDiff } from "../../src/patch/patch.ts";

const read = (text: string) => readDiff(text.split("\n"));

const modified = `diff --git a/ring.c b/ring.c
index 1f0a..2e0b 100644
--- a/ring.c
+++ b/ring.c
@@ -1,3 +1,4 @@ wbus_fill(void)
 a
-b
+B
+c
 d
`;

describe("a diff tells of a file that it was", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, text: string, file: FileDiff][] = [
    ["modified", modified, { path: "ring.c", change: "modified", insertions: 2, deletions: 1 }],
    ["added", "diff --git a/n.c b/n.c\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1,2 @@\n+a\n+b\n",
      { path: "n.c", change: "added", insertions: 2, deletions: 0 }],
    ["deleted", "diff --git a/o.c b/o.c\ndeleted file mode 100644\n--- a/o.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
      { path: "o.c", change: "deleted", insertions: 0, deletions: 1 }],
    ["renamed and nothing else", "diff --git a/o.c b/n.c\nsimilarity index 100%\nrename from o.c\nrename to n.c\n",
      { path: "n.c", oldPath: "o.c", change: "renamed", insertions: 0, deletions: 0 }],
    ["copied and changed", "diff --git a/o.c b/n.c\nsimilarity index 90%\ncopy from o.c\ncopy to n.c\n--- a/o.c\n+++ b/n.c\n@@ -1 +1 @@\n-a\n+b\n",
      { path: "n.c", oldPath: "o.c", change: "copied", insertions: 1, deletions: 1 }],
    ["given another mode", "diff --git a/run b/run\nold mode 100644\nnew mode 100755\n",
      { path: "run", change: "modified", insertions: 0, deletions: 0 }],
    ["binary", "diff --git a/logo.png b/logo.png\nindex 1..2 100644\nBinary files a/logo.png and b/logo.png differ\n",
      { path: "logo.png", change: "binary", insertions: 0, deletions: 0 }],
    ["binary with its octets", "diff --git a/l.png b/l.png\nnew file mode 100644\nindex 0..1\nGIT binary patch\nliteral 3\nKcmZ?wbhEHbRA5\n\nliteral 0\nHcmV?d00001\n\n",
      { path: "l.png", change: "binary", insertions: 0, deletions: 0 }],
    ["without its last line end", "diff --git a/r b/r\n--- a/r\n+++ b/r\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n",
      { path: "r", change: "modified", insertions: 1, deletions: 1 }],
    ["named with blanks", "diff --git a/a b.c b/a b.c\nold mode 100644\nnew mode 100755\n",
      { path: "a b.c", change: "modified", insertions: 0, deletions: 0 }],
    ["named in quotes", 'diff --git "a/caf\\303\\251" "b/caf\\303\\251"\n--- "a/caf\\303\\251"\n+++ "b/caf\\303\\251"\n@@ -1 +1 @@\n-a\n+b\n',
      { path: "café", change: "modified", insertions: 1, deletions: 1 }],
    ["compared by diff(1)", "--- linux.orig/ring.c\t2020-01-01 00:00:00\n+++ linux/ring.c\t2020-01-02 00:00:00\n@@ -1 +1 @@\n-a\n+b\n",
      { path: "ring.c", change: "modified", insertions: 1, deletions: 1 }],
    ["named without a prefix", "diff --git src/ring.c src/ring.c\n--- src/ring.c\n+++ src/ring.c\n@@ -1 +1 @@\n-a\n+b\n",
      { path: "src/ring.c", change: "modified", insertions: 1, deletions: 1 }],
    ["shorn of blank context lines' blank", "--- a/r\n+++ b/r\n@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n",
      { path: "r", change: "modified", insertions: 1, deletions: 1 }],
    ["cut off in a hunk", "--- a/r\n+++ b/r\n@@ -1,9 +1,9 @@\n a\n-b\n+c\n-- \n2.40\n",
      { path: "r", change: "modified", insertions: 1, deletions: 1 }],
  ];
  for (const [what, text, file] of rows) test(what, () => assert.deepEqual(read(text)?.files, [file]));
});

test("a removed line that begins with two dashes is no header", () => {
  const diff = read("--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,2 @@\n--- old\n+-- new\n c\n-- \n2.40.1\n");
  assert.deepEqual(diff && diffstatOf(diff.files), { files: 1, insertions: 1, deletions: 1 });
  assert.ok(diff?.text.endsWith(" c\n"));
});

describe("what is no diff", () => {
  for (const text of [
    "",
    "---\n a | 2 +-\n",
    "--- a heading\n+++ another\n",
    "diff --git in prose\n",
    "@@ -1 +1 @@\n-a\n+b\n",
  ]) {
    test(JSON.stringify(text), () => assert.equal(read(text), undefined));
  }
});

test("the text is the diff alone, without what stands before, between and behind", () => {
  const diff = read(`A message.\n---\n\n${modified}\n-- \n2.40\n`);
  assert.equal(diff?.text, modified);
  assert.equal(diff?.start, 3);
});

test("git counts the same and takes the text", (context) => {
  if (spawnSync("git", ["--version"]).status !== 0) return context.skip("git is not installed");
  const text = `Prose.\n---\n${modified}diff --git a/o.c b/n.c\nsimilarity index 100%\nrename from o.c\nrename to n.c\n-- \n2.40\n`;
  const diff = read(text);
  const git = spawnSync("git", ["apply", "--numstat", "-"], { input: diff?.text ?? "", encoding: "utf8" });
  assert.equal(git.stdout, "2\t1\tring.c\n0\t0\tn.c\n");
});

test("of a diff beyond a mebibyte whole files are kept, and all are counted", () => {
  const file = (name: string) =>
    `--- a/${name}\n+++ b/${name}\n@@ -0,0 +1,9000 @@\n${`+${"x".repeat(80)}\n`.repeat(9000)}`;
  const diff = read(file("a") + file("b"));
  assert.equal(diff?.text, file("a"));
  assert.equal(diff && diffstatOf(diff.files).insertions, 18_000);
});

test("a hunk's head says where it starts, and 1 where it gives no count", () => {
  assert.deepEqual(hunkHead("@@ -12 +13,2 @@ fill(void)"), {
    oldStart: 12,
    oldCount: 1,
    newStart: 13,
    newCount: 2,
    behind: "fill(void)",
  });
  assert.equal(hunkHead("@@ more @@"), undefined);
});

test("a path loses its prefix and time stamp", () => {
  assert.deepEqual(["a/x/y.c", "b/x y.c\t2020", "/dev/null", "drivers/x.c"].map(pathOf), [
    "x/y.c",
    "x y.c",
    undefined,
    "drivers/x.c",
  ]);
});

test("ten megabytes of anything are read in a moment", () => {
  const started = performance.now();
  for (const line of [
    "diff --git a/x b/x\n",
    "--- a\n",
    "--- a/x\n+++ b/x\n",
    "@@ -1,9 +1,9 @@\n",
    "+\n",
    `${"x".repeat(1e6)}\n`,
    'diff --git "a\n',
  ]) {
    read(line.repeat(10_000_000 / line.length));
  }
  assert.ok(performance.now() - started < 8000);
});
