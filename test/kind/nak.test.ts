import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import { nakSentence } from "../../src/kind/nak.ts";

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
  ];
  for (const [text, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(nakSentence(condense(text).lines), undefined));
  }
});
