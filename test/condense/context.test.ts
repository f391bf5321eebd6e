import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";

/** The context of the last remark in a mail whose quotes stand at the margin of `>`. */
function contextOf(mail: string): readonly string[] | undefined {
  return condense(`On Mon, 4 Nov 2024, Nora Lind wrote:\n${mail}`).passages.findLast(({ kind }) => kind !== "trailers")
    ?.context;
}

describe("of quoted prose a remark answers", () => {
  const rows: readonly [title: string, mail: string, context: readonly string[]][] = [
    [
      "the sentence at the end, from where it starts within a line",
      "> The ring is small. Two words of a burst fit in it\n> before it is full.\n\nThree.",
      ["Two words of a burst fit in it", "before it is full."],
    ],
    [
      "a short sentence with the one that it leans on",
      "> Add a node for the clock.\n> Also update the example.\n\nWhy?",
      ["Add a node for the clock.", "Also update the example."],
    ],
    ["a question alone, however short", "> The clock is wrong. Does it tick?\n\nIt does.", ["Does it tick?"]],
    [
      "with yes or no the question, also where a statement follows it",
      "> Can the poll path go away now that\n> interrupts work?\n> Nobody on the boards that we know of has been\n> using it for about three years.\n\nYes.",
      ["Can the poll path go away now that", "interrupts work?"],
    ],
    [
      "an item below what opens its list",
      "> This patch adds:\n> - a node for the clock\n> - an example\n\nUse the imperative mood.",
      ["This patch adds:", "- an example"],
    ],
    [
      "an item with a number, and not the one above",
      "> 1) a node for the clock and its parents\n> 2) an example of how the bus is described\n\nNot needed.",
      ["2) an example of how the bus is described"],
    ],
    [
      "the line that holds a name which it uses",
      "> There will be wbus_fill_atomic() for callers.\n> Nothing else is changed by this patch, and the\n> boards that we have boot as before.\n\nI do not like the suffix `_atomic`.",
      ["There will be wbus_fill_atomic() for callers."],
    ],
    [
      "a question, cut from what follows it in the line",
      "> Can the poll path go away? Nobody uses it.\n\nYes.",
      ["Can the poll path go away?"],
    ],
    [
      "a word to say that one wants to hear more, with what that is about",
      "> I would rather make wbus_fill() atomic everywhere. Any thoughts?\n\nGo ahead.",
      ["I would rather make wbus_fill() atomic everywhere. Any thoughts?"],
    ],
    [
      "a short remark of another with the line that was about",
      "> > +\tudelay(50);\n>\n> Same here.\n\nOk, will fix.",
      ["+\tudelay(50);", "Same here."],
    ],
    [
      "what stands above footnotes",
      "> Is that in the manual [1]?\n>\n> [1] https://www.example.org/manual\n\nOn page 12.",
      ["Is that in the manual [1]?"],
    ],
    [
      "what stands above the greeting at the end of a quoted mail",
      "> Shall I send another version?\n>\n> Thanks,\n> Nora\n\nPlease do.",
      ["Shall I send another version?"],
    ],
    [
      "an abbreviation's full stop is no end",
      "> Use another bus, e.g. The one on the second board.\n\nNo.",
      ["Use another bus, e.g. The one on the second board."],
    ],
  ];
  for (const [title, mail, context] of rows) test(title, () => assert.deepEqual(contextOf(mail), context));
});

describe("of quoted code a remark answers", () => {
  const rows: readonly [title: string, mail: string, context: readonly string[]][] = [
    [
      "up to three lines that the author trimmed the quote to",
      "> +#define WBUS_A BIT(0)\n> +#define WBUS_B BIT(1)\n\nDrop these.",
      ["+#define WBUS_A BIT(0)", "+#define WBUS_B BIT(1)"],
    ],
    ["the last line of a longer quote", "> +\ta();\n> +\tb();\n> +\tc();\n> +\td();\n\nWhy?", ["+\td();"]],
    [
      "a block, where it is closed: its head and its last line",
      "> +static int fill(void)\n> +{\n> +\ta();\n> +\tb();\n> +\tc();\n> +\treturn 0;\n> +}\n\nCheck the length first.",
      ["+static int fill(void)", "+\treturn 0;"],
    ],
    [
      "what a lone bracket closes",
      "> +static int fill(void)\n> +{\n> +\ta();\n\nWhy a?\n\n> +}\n\nNothing returned?",
      ["+static int fill(void)"],
    ],
    [
      "a call from where it starts, across the remark before",
      "> +\tx = fill(ring,\n\nWhat is x?\n\n> +\t\t words);\n\nOne line, please.",
      ["+\tx = fill(ring,", "+\t\t words);"],
    ],
    [
      "a call over more lines: its start and its end",
      "> +\ta();\n> +\tb();\n> +\tx = fill(ring,\n> +\t\t head,\n> +\t\t tail,\n> +\t\t words);\n\nToo many.",
      ["+\tx = fill(ring,", "+\t\t tail,", "+\t\t words);"],
    ],
    [
      "a condition with what it asks about",
      "> +\ta();\n> +\tb();\n> +\tret = fill(ring);\n> +\tif (ret)\n> +\t\treturn ret;\n\nWhy give up?",
      ["+\tret = fill(ring);", "+\tif (ret)", "+\t\treturn ret;"],
    ],
    [
      "a condition over two lines, from its start",
      "> +\ta();\n> +\tb();\n> +\tif (ring->head &&\n> +\t    ring->tail)\n> +\t\tfill(ring);\n\nTake the lock.",
      ["+\tif (ring->head &&", "+\t\tfill(ring);"],
    ],
    [
      "the line that it says how to write, and the last one",
      "> +\ta();\n> +\tif (full(ring))\n> +\t\tb();\n> +\tc();\n> +\td();\n\nLike this:\n\n\tif (full(ring)) {\n\t\te();",
      ["+\tif (full(ring))", "+\td();"],
    ],
    [
      "an added line with the removed one",
      "> @@ -1,4 +1,4 @@\n>  \ta();\n>  \tb();\n>  \tc();\n> -\treturn 1;\n> +\treturn 0;\n\nWhy?",
      ["-\treturn 1;", "+\treturn 0;"],
    ],
    [
      "the change, below the three unchanged lines that end a hunk",
      "> @@ -1,3 +1,4 @@\n> +\tname=wbus\n>  one $name\n>  two $name\n>  three $name\n\nMake it an option.",
      ["+\tname=wbus"],
    ],
    [
      "the change, below the two that are left of them where the third was blank",
      "> @@ -1,3 +1,4 @@\n> +\ta();\n>  \treturn b();\n>  }\n\nThis one hurts.",
      ["+\ta();"],
    ],
    [
      "what is done before the block is left",
      '> +\tx();\n> +\tret = fill(ring);\n> +\tif (ret) {\n> +\t\tdev_err(dev, "full");\n> +\t\treturn ret;\n\ndev_err_probe().',
      ["+\tif (ret) {", '+\t\tdev_err(dev, "full");', "+\t\treturn ret;"],
    ],
    [
      "an unchanged line, where the quote ends within them",
      "> @@ -1,3 +1,4 @@\n> +\ta();\n>  \tb();\n>  \tc();\n\nThis one is not needed then.",
      [" \tc();"],
    ],
    [
      "a property below its key",
      "> +  clock-names:\n> +    description:\n> +      The clock of the bus.\n> +    $ref: /schemas/strings\n\nThere is one already.",
      ["+  clock-names:", "+    $ref: /schemas/strings"],
    ],
    [
      "the line that it names, and the last one",
      "> +\tcase WBUS_OLD_CLOCK:\n> +\ta();\n> +\tb();\n> +\tc();\n> +\td();\n\nWBUS_OLD_CLOCK has no boards.",
      ["+\tcase WBUS_OLD_CLOCK:", "+\td();"],
    ],
    [
      "a file, within a diffstat",
      ">  wbus/Kconfig |  3 +++\n>  wbus/Makefile |  3 +++\n>  wbus/core.c |  3 +++\n>  wbus/ring.c  | 30 +++++++\n\nIs there more to come?\n\n>  2 files changed, 33 insertions(+)",
      [" wbus/ring.c  | 30 +++++++"],
    ],
  ];
  for (const [title, mail, context] of rows) test(title, () => assert.deepEqual(contextOf(mail), context));
});

describe("nothing quoted is answered by", () => {
  const rows: readonly [title: string, mail: string][] = [
    ["a remark below trailers", "> It fills.\n>\n> Signed-off-by: Nora Lind <nora@example.org>\n\nSent twice."],
    ["a remark below a whole diffstat", ">  wbus/ring.c | 3 +++\n>  1 file changed, 3 insertions(+)\n\nNo cover?"],
    ["a remark below a whole patch", "> +\ta();\n> -- \n> 2.43.0\n\nWhich tree is this for?"],
    ["praise above a tag", "> It fills the ring.\n\nLooks good.\n\nReviewed-by: Tom Okafor <tom@example.org>"],
    ["a word on the series", "> v2: a new name\n\nHi Nora,\n\nI am fine with the series as it is."],
    ["thanks", "> It fills the ring.\n\nThanks for sending this, but it is fixed already."],
    ["an announcement", "> It fills the ring.\n\nA few small comments below.\n\n> +\ta();\n"],
    ["a mark for something left out", "> It fills the ring.\n\n[...]\n\n> +\ta();\n"],
    ["what comes below such a mark, under prose", "> v2: a new name\n\n[ ... ]\n\nI looked at the ring again."],
  ];
  for (const [title, mail] of rows) {
    test(title, () => {
      const [first] = condense(`On Mon, 4 Nov 2024, Nora Lind wrote:\n${mail}`).passages;
      assert.deepEqual(first?.context, []);
    });
  }

  test("but a remark that speaks of a trailer is shown below it", () => {
    const trailer = "Signed-off-by: Nora Lind <nora@example.org>";
    assert.deepEqual(contextOf(`> It fills.\n>\n> ${trailer}\n\nYour sign-off differs from the author.`), [trailer]);
  });

  test("but the one that it speaks of, where there are several", () => {
    const trailers = "> Reviewed-by: Kit Walsh <kit@example.org>\n> Signed-off-by: Nora Lind <nora@example.org>";
    assert.deepEqual(contextOf(`> It fills.\n>\n${trailers}\n\nWhat I reviewed was another version.`), [
      "Reviewed-by: Kit Walsh <kit@example.org>",
    ]);
  });

  test("but praise that says more is shown below the code it is about", () => {
    const mail = "> +\ta();\n\nThis overflows. With that fixed:\n\nReviewed-by: Tom Okafor <tom@example.org>";
    assert.deepEqual(contextOf(mail), ["+\ta();"]);
  });
});
