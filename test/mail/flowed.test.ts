import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { unflowed } from "../../src/mail/flowed.ts";

describe("flowed text", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, joined: string, because: string][] = [
    ["one \ntwo\nthree\n",      "one two\nthree\n",     "a blank at the end of a line joins it to the next"],
    ["> one \n> two\n",         "> one two\n",          "in a quote too"],
    ["> one \n>> two\n",        "> one \n>> two\n",     "but not across depths"],
    ["> one \nmine\n",          "> one \nmine\n",       "nor out of a quote"],
    ["text \n-- \nAda\n",       "text \n-- \nAda\n",    "the signature's line stands alone"],
    ["> text \n> -- \n> Ada",   "> text \n> -- \n> Ada", "also a quoted one"],
    [" From here\n >not a quote", "From here\n>not a quote", "the blank that protects goes"],
    ["a\n \nb",                 "a\n\nb",               "a line of that blank alone is empty"],
    [">one \n>two",             ">one two",             "quote marks without a blank"],
    ["> > a \n> > b",           "> > a \n> > b",        "quotes of another style are left alone"],
    ["one \n\ntwo",             "one \n\ntwo".replace(" \n", " "), "an empty line ends the paragraph"],
    ["> one\n>  \n> two",        "> one\n>  \n> two",     "a quoted line of blanks is an empty one that was padded"],
    ["",                        "",                     "nothing"],
  ];
  for (const [text, joined, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(unflowed(text, false), joined));
  }

  test("with DelSp loses the blank that marked the break", () => {
    assert.equal(unflowed("super \ncalifragi \nlistic\n", true), "supercalifragilistic\n");
    assert.equal(unflowed("> 世 \n> 界", true), "> 世界");
    assert.equal(unflowed("-- \nAda", true), "-- \nAda");
  });

  test("loses nothing but line ends and blanks", () => {
    const solid = (text: string) => text.replace(/[\s>]/g, "");
    const line = fc.string({ unit: fc.constantFrom("a", " ", ">", "-", "\n") });
    fc.assert(
      fc.property(line, fc.boolean(), (text, delSp) => assert.equal(solid(unflowed(text, delSp)), solid(text))),
    );
  });

  test("of 4 MB is joined in a moment", () => {
    const started = performance.now();
    unflowed("word \n".repeat(700_000), false);
    unflowed(`${">".repeat(1_000_000)} \n`.repeat(4), false);
    assert.ok(performance.now() - started < 3000);
  });
});
