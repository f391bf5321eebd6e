import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type AttributionStrength, attributionStrength } from "../../src/condense/attribution.ts";

describe("an attribution is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, strength: AttributionStrength, because: string][] = [
    ["On Mon, 4 Nov 2024 at 10:00, Ada Lark <ada@example.org> wrote:", "strong", "it says who and when"],
    ["On Nov 4 Ada Lark wrote:",                                       "weak",   "the year and the time are missing"],
    ["Ada Lark wrote:",                                                "weak",   "a name alone opens many a sentence"],
    ["Ada Lark <ada@example.org> wrote:",                              "strong", "the address is part of it"],
    ["Am 04.11.24 um 09:12 schrieb Ada Lark:",                         "strong", "the verb may stand before the name"],
    ["Le 04/11/2024 à 09:12, Ada Lark a écrit :",                      "strong", "a space may stand before the colon"],
    ["Il 04/11/24 09:12, Ada Lark ha scritto",                         "strong", "the colon may be missing"],
    ["在 2024/11/4 9:12, Ada Lark 写道:",                               "strong", "Chinese has no spaces around the verb"],
    ["2024-11-04 9:12 GMT+01:00 Ada Lark <ada@example.org>:",          "strong", "no verb, but all the rest"],
    ["пн, 4 нояб. 2024 г. в 09:12, Ada Lark <ada@example.org>:",       "strong", "no verb, but all the rest"],
    ["In article <1@example.org>, Ada Lark writes:",                   "strong", "it names the message"],
    ["Excerpts from Ada Lark's message of Mon Nov 04:",                "weak",   "it is an English sentence too"],
    [">>>>> \"Ada\" == Ada Lark <ada@example.org> writes:",            "strong", "Supercite"],
    ["At 09:12 04.11.2024, you wrote:",                                "strong", "you are quoted"],
    ["--- Ada Lark <ada@example.org> wrote:",                          "strong", "dashes may stand before"],
    ["The manual wrote in 2019 that this is fine.",                    "none",   "the sentence goes on"],
    ["The pull request you sent on Mon, 4 Nov 2024 09:12:44 +0100:",   "none",   "nobody wrote"],
    ["Please try this, at 10:00 if you can:",                          "none",   "nobody wrote"],
    ["Reviewed-by: Ada Lark <ada@example.org>",                        "none",   "a trailer"],
    ["wrote:",                                                         "none",   "nobody is named"],
  ];
  for (const [text, strength, because] of rows) {
    test(`${strength} in ${JSON.stringify(text)}, since ${because}`, () =>
      assert.equal(attributionStrength(text), strength));
  }
});
