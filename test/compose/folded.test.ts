import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { folded } from "../../src/compose/folded.ts";
import { mails } from "../support/telling-mails.ts";

const fold = (text: string): string =>
  folded(text)
    .map((line) => line.text)
    .join("\n");

describe("a folded mail", () => {
  const rows: readonly { readonly what: string; readonly mail: string; readonly folded: string }[] = [
    {
      what: "keeps who is quoted and the lines that are answered, and counts the rest",
      mail: `Hello Nora,

On Tue, 3 Nov 2026, Nora Lind wrote:
> The ring is filled from the interrupt handler.
> It was not before.
>
> Why it was not, nobody knows.

I do.

> +	udelay(50);

Why 50?

> Signed-off-by: Nora Lind <nora@example.org>

Thanks,
Ines

-- 
Ines Marsh`,
      folded: `Hello Nora,

On Tue, 3 Nov 2026, Nora Lind wrote:
> [… 3 lines]
> Why it was not, nobody knows.

I do.

> +	udelay(50);

Why 50?

> [… 1 line]

[… 4 lines of signature]`,
    },
    {
      what: "on top of the old mail keeps the new text and one line",
      mail: `Applied, thanks.

On Tue, 3 Nov 2026, Nora Lind wrote:
> one
>
> two`,
      folded: `Applied, thanks.

> [… 4 lines]`,
    },
    {
      what: "that is quotes only stays whole",
      mail: "On Tue, 3 Nov 2026, Nora Lind wrote:\n> one\n> two",
      folded: "On Tue, 3 Nov 2026, Nora Lind wrote:\n> one\n> two",
    },
    {
      what: "that is a patch stays whole but for git's version line and the list's footer",
      mail: `Fill it earlier.

Signed-off-by: Nora Lind <nora@example.org>
---
 ring.c | 1 +

diff --git a/ring.c b/ring.c
--- a/ring.c
+++ b/ring.c
@@ -1 +1,2 @@
 int i;
+int j;
-- 
2.51.0
_______________________________________________
wbus mailing list
wbus@lists.example.org`,
      folded: `Fill it earlier.

Signed-off-by: Nora Lind <nora@example.org>
---
 ring.c | 1 +

diff --git a/ring.c b/ring.c
--- a/ring.c
+++ b/ring.c
@@ -1 +1,2 @@
 int i;
+int j;
[… 2 lines of signature]
[… 3 lines of footer]`,
    },
  ];
  for (const row of rows)
    test(row.what, () => {
      assert.equal(fold(row.mail), row.folded);
      assert.equal(fold(row.folded), row.folded, "folding it again changes nothing");
    });

  test("is folded once, whatever it is; one that quotes it, like any other", () => {
    fc.assert(
      fc.property(mails, (text) => {
        const once = fold(text);
        assert.equal(fold(once), once);
      }),
      { numRuns: 2000 },
    );
    assert.equal(
      fold("> > [… 5 lines]\n> [… 4 lines of signature]\n> a.\n> Is it?\nYes."),
      "> [… 3 lines]\n> Is it?\nYes.",
    );
  });

  test("has each of its lines as it stood, or counted", () => {
    const line = fc.constantFrom<string>(
      "> one",
      "> > two",
      "three.",
      "",
      "-- ",
      "Nora",
      "On Tue, 3 Nov 2026, Nora wrote:",
      "+four",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const out = folded(lines.join("\n"));
        const own = out.filter(({ label }) => label !== "fold").map(({ text }) => text);
        const counted = out.reduce(
          (sum, { text, label }) => sum + (label === "fold" ? Number(/\d+/.exec(text)) : 0),
          0,
        );
        const dropped = lines.filter((text) => text === "").length - own.filter((text) => text === "").length;
        if (lines.length > 0) assert.equal(own.length + counted + dropped, lines.length);
        let next = 0;
        for (const text of own) {
          const at = lines.indexOf(text, next);
          assert.ok(at >= next || text === "", `${text} stands in its place`);
          next = at + 1;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
