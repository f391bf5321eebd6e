import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import { givenTrailers } from "../../src/patch/trailers.ts";

const tag = "Reviewed-by: Ada <ada@example.org>";

/** What the first tag of a mail is for: `1,2,3`, `all`, or nothing that the words say. */
const isFor = (text: string) => {
  const [given] = givenTrailers(condense(text).lines);
  return given?.forAll === true ? "all" : (given?.patches?.join() ?? "");
};

describe("a tag is for", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, patches: string, because: string][] = [
    [`For patches 1-3:\n\n${tag}`,                           "1,2,3",       "a lead above says so"],
    [`For patches 1-3,\n${tag}`,                             "1,2,3",       "a lead that ends in a comma"],
    [`Patches 1-3\n${tag}`,                                  "1,2,3",       "a lead of no more words"],
    [`I looked at it, and for patches 1, 2, and 5:\n\n${tag}`, "1,2,5",     "a sentence leads to it"],
    [`For patches 1-7, 9-10 and\n12:\n${tag}`,               "1,2,3,4,5,6,7,9,10,12", "the lead was wrapped"],
    [`For patch 4:\n\nAcked-by: Ada <ada@example.org>\n${tag}`, "4",        "a block below one lead"],
    [`Fine.\n\n${tag} # patches 1-3`,                        "1,2,3",       "a remark behind it"],
    [`${tag} # 1-3`,                                         "1,2,3",       "the numbers alone behind the mark"],
    [`${tag} # 4`,                                           "4",           "one number behind the mark"],
    [`${tag} (patches 1-3)`,                                 "1,2,3",       "a remark in brackets"],
    [`${tag} for patches 1 and 2.`,                          "1,2",         "words behind it"],
    [`${tag} # 2/4`,                                         "2",           "as the subject counts"],
    [`Ah, and formally\n${tag}\nfor patches 1-5.`,           "1,2,3,4,5",   "the line below goes on"],
    [`With that fixed, for patches 1 and 2: ${tag}`,         "1,2",         "the sentence it ends"],
    [`On 2/4: ${tag}`,                                       "2",           "as the subject counts"],
    [`Thanks. Patches 1-3: ${tag}`,                          "1,2,3",       "the sentence it ends has no other words"],
    [`For patch 1 ${tag}, for patch 2 ${tag}`,               "1",           "each has its own"],
    [`For the series:\n\n${tag}`,                            "all",         "the series is named"],
    [`For the whole series, feel free to add:\n\n${tag}`,    "all",         "with more words behind"],
    [`${tag}  # for the series`,                             "all",         "in a remark"],
    [`For both patches:\n${tag}`,                            "all",         "there are two"],
    [`For all:\n${tag}`,                                     "all",         "in two words"],
    [`For patches 1 and 2, but with the typo fixed:\n${tag}`, "1,2",       "a condition behind it"],
    [`For all 12 patches:\n${tag}`,                          "all",         "they are counted"],
    [`With the nit fixed, you can add to the entire series: ${tag}`, "all", "at the end of a sentence"],
  ];
  for (const [text, patches, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(isFor(text), patches));
  }
});

describe("no patch in particular is named by", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, because: string][] = [
    [tag,                                                    "a tag alone"],
    [`Thanks for patches 1-3.\n\n${tag}`,                    "thanks"],
    [`Thanks a lot for the series,\n${tag}`,                 "thanks, in the lead"],
    [`I have a comment for the series:\nUse a table.\n\n${tag}`, "a comment"],
    [`With patch 3 fixed: ${tag}`,                           "a condition"],
    [`For the rest of the series:\n${tag}`,                  "the rest"],
    [`For the series except patch 4:\n${tag}`,               "an exception"],
    [`For the series, but not patch 4:\n${tag}`,             "an exception behind a comma"],
    [`All,\n\n${tag}`,                                       "a greeting"],
    [`Hi all,\n${tag}`,                                      "likewise"],
    [`Except for patch 4:\n${tag}`,                          "an exception, in front"],
    [`This needs a word on patch 3. Apart from that:\n${tag}`, "another sentence"],
    [`I tested it for the series on 6.1.\n\n${tag}`,         "a sentence that has ended"],
    [`${tag} # 6.1`,                                         "a version in the remark"],
    [`${tag} # RK3588, 2 boards`,                            "what it was tested on"],
    [`${tag} [1]`,                                           "a footnote"],
    [`For patches 1-3:\n> for the series\n\n${tag}`,         "what stands above a quote"],
    [`${tag}\n\nFor patch 4:\nPlease split it.`,             "the lead of something else below"],
  ];
  for (const [text, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(isFor(text), ""));
  }
});

test("two blocks have their own", () => {
  const text = `For patches 1-2:\n${tag}\nTested-by: Ada <ada@example.org>\n\nFor patch 3:\n\nAcked-by: Ada <ada@example.org>\n`;
  assert.deepEqual(
    givenTrailers(condense(text).lines).map(({ name, patches }) => `${name} ${patches}`),
    ["Reviewed-by 1,2", "Tested-by 1,2", "Acked-by 3"],
  );
});

test("a megabyte of leads takes its length's time", () => {
  const started = performance.now();
  for (const piece of ["for patches 1", ", 1", "for the ", "1-", ". ", "all of "]) {
    const long = piece.repeat(1_000_000 / piece.length);
    givenTrailers([
      { text: long, label: "new" },
      { text: tag, label: "trailer" },
      { text: long, label: "new" },
    ]);
    const many = Array.from({ length: 5_000 }, () => ({ text: `${piece.repeat(20)} ${tag}`, label: "new" }));
    givenTrailers(many);
  }
  assert.ok(performance.now() - started < 4000);
});
