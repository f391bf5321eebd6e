import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import { nakSentence, nakWithdrawn } from "../../src/kind/nak.ts";

describe("an explicit no is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, sentence: string][] = [
    ["NAK",                                                         "NAK"],
    ["NAK. This breaks old boards. Also, see below.",               "NAK. This breaks old boards."],
    ["NAK.\n\nThis breaks old boards.",                             "NAK. This breaks old boards."],
    ["Nothing improved. NAK.",                                      "Nothing improved. NAK."],
    ["It breaks old boards.\n\nNAK from me.\n\nThanks,\nInes",      "It breaks old boards. NAK from me."],
    ["NAK, you never tested this.",                                 "NAK, you never tested this."],
    ["NAK, you never tested this.\n\n> +\tint i;\n\nUnsigned.",    "NAK, you never tested this."],
    ["NAK on this for the way\nit uses the ring. See v10.",         "NAK on this for the way it uses the ring. See v10."],
    ["IOWs, this is a NACK on the cached lookup. The rest is fine.", "IOWs, this is a NACK on the cached lookup. The rest is fine."],
    ["So that's a big NAK from me.",                                "So that's a big NAK from me."],
    ["I have to NAK this.",                                         "I have to NAK this."],
    ["Consider this a NAK.",                                        "Consider this a NAK."],
    ["Nacked-by: Ines Marsh <ines@example.org>",                    "Nacked-by: Ines Marsh <ines@example.org>"],
    ["It breaks old boards.\n\nNacked-by: Ines <i@example.org>",    "It breaks old boards. Nacked-by: Ines <i@example.org>"],
  ];
  for (const [text, sentence] of rows) {
    test(JSON.stringify(text), () => assert.equal(nakSentence(condense(text).lines), sentence));
  }
});

describe("no explicit no is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, because: string][] = [
    ["The chip will NACK the transfer.",           "on an I2C bus that is daily bread"],
    ["NAK from the device ends the loop.",         "likewise"],
    ["I withdraw my NAK.",                         "it is taken back"],
    ["This is not a NAK, only a question.",        "it says so"],
    ["Does your NAK still stand?",                 "it is another's"],
    ["> NAK\n\nWhy?",                              "it is quoted"],
    ["No, this is wrong.",                         "a review is not a veto"],
    ["NAK withdrawn.",                             "it is taken back, in two words"],
  ];
  for (const [text, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(nakSentence(condense(text).lines), undefined));
  }
});

describe("a NAK is taken back by", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, sentence?: string][] = [
    ["I withdraw my NAK."],
    ["I hereby withdraw my earlier NAK."],
    ["I would like to retract my NACK (for what it is worth)."],
    ["OK, I'll drop my NAK then."],
    ["With that I am lifting my NAK."],
    ["I take my NAK back."],
    ["It is not as bad as I thought, so I take back my NAK."],
    ["Please consider my NAK withdrawn."],
    ["Consider my NAK lifted."],
    ["You can ignore my nak."],
    ["My NAK is gone."],
    ["Thanks, this works here.\n\nNAK withdrawn. Please go on.",   "NAK withdrawn."],
    ["I no longer NAK this."],
    ["I don't NAK this any more."],
    ["Un-NAK from me."],
  ];
  for (const [text, sentence = text] of rows) {
    test(JSON.stringify(text), () => assert.equal(nakWithdrawn(condense(text).lines), sentence));
  }
});

describe("no NAK is taken back by", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, because: string][] = [
    ["NAK.",                                                "it is given"],
    ["My NAK still stands.",                                "it is kept"],
    ["I will not withdraw my NAK.",                         "it is denied"],
    ["I won't drop my NAK for this.",                       "likewise"],
    ["Once this is fixed I will withdraw my NAK.",          "something has to come first"],
    ["If v3 has a quirk table, I take my NAK back.",        "it depends"],
    ["I may be willing to retract my NAK.",                 "it is only thought of"],
    ["Would you drop the NAK?",                             "it is asked for"],
    ["Please withdraw your NAK.",                           "it is asked of somebody"],
    ["Could you please drop the NAK here.",                 "likewise"],
    ["Tom said he would withdraw the NAK.",                 "another would"],
    ["The chip no longer NAKs the address.",                "it is a bus"],
    ["This drops the NAK interrupt.",                       "likewise"],
    ["> I withdraw my NAK.\n\nThanks!",                     "it is quoted"],
  ];
  for (const [text, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(nakWithdrawn(condense(text).lines), undefined));
  }
});

test("a megabyte of words takes its length's time", () => {
  const started = performance.now();
  for (const words of ["withdraw my ", "NAK ", "not ", "you, ", "don't NAK "]) {
    const lines = Array.from({ length: 10_000 }, () => ({ text: words.repeat(100 / words.length), label: "new" }));
    nakWithdrawn(lines);
    nakSentence(lines);
  }
  assert.ok(performance.now() - started < 2000);
});
