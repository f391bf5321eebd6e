import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { comparableLines } from "../../src/series/comparable.ts";

const diff = `diff --git a/drivers/ring.c b/drivers/ring.c
index 1111111..2222222 100644
--- a/drivers/ring.c
+++ b/drivers/ring.c
@@ -240,3 +240,3 @@ int wbus_fill(struct ring *ring)
 int head;
-udelay(50);
+udelay(5);

diff --git a/old.c b/new.c
similarity index 100%
rename from old.c
rename to new.c
diff --git a/logo.png b/logo.png
new file mode 100644
index 0000000..3f2a91c
Binary files /dev/null and b/logo.png differ
`;

describe("a diff is compared by", () => {
  test("its files, what happens to them and its lines, each with its place", () => {
    assert.deepEqual(
      comparableLines(diff).map(({ text, place }) => `${text} | ${place}`),
      [
        "## drivers/ring.c ## | drivers/ring.c",
        " int head; | drivers/ring.c int wbus_fill(struct ring *ring)",
        "-udelay(50); | drivers/ring.c int wbus_fill(struct ring *ring)",
        "+udelay(5); | drivers/ring.c int wbus_fill(struct ring *ring)",
        "  | drivers/ring.c int wbus_fill(struct ring *ring)",
        "## new.c ## | new.c",
        "## rename from old.c ## | new.c",
        "## logo.png ## | logo.png",
        "## new file mode 100644 ## | logo.png",
        "## binary 3f2a91c ## | logo.png",
      ],
    );
  });

  test("nothing that only the tree below it moves", () => {
    const moved = diff
      .replace("index 1111111..2222222", "index 3333333..4444444")
      .replace("-240,3 +240,3", "-251,3 +249,3");
    assert.deepEqual(comparableLines(moved), comparableLines(diff));
  });

  test("as much as there is, where it is cut off or makes no sense", () => {
    for (const text of ["", "\n", "@@ -1,9 +1,9 @@\n+a", "diff --git", "+++ b/x\n--- a/x", diff.slice(0, 150)])
      assert.ok(comparableLines(text).length <= text.split("\n").length + 2);
  });
});
