import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { spamSigns } from "../../src/kind/spam-signs.ts";
import { aMail } from "../support/mail-builder.ts";

describe("looks like spam", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [subject: string, text: string][] = [
    ["Corporate and Personal Loan",                    "We offer a loan at 3 %. Please get back to me."],
    ["BEST CRYPTOCURRENCY RECOVERY COMPANY",           "They got my coins back."],
    ["Good news",                                      "Telegram @example, buy weed online"],
  ];
  for (const [subject, text] of rows) {
    test(subject, () => assert.notDeepEqual(spamSigns(aMail({ subject, text }), text), []));
  }
  test("what the mail server marked", () => assert.notDeepEqual(spamSigns(aMail({ spamFlag: true }), "Hello"), []));
});

describe("does not look like spam", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [subject: string, text: string][] = [
    ["How do I fill the ring?",                        "I am new here. Which function does it?"],
    ["wbus: WARNING IN WBUS FILL",                     "The kernel says so."],
    ["A casino simulator crashes",                     "The bug is in wbus_fill(), commit 1f0a2e0b."],
    ["(no subject)",                                   "Where can I read more?"],
  ];
  for (const [subject, text] of rows) {
    test(subject, () => assert.deepEqual(spamSigns(aMail({ subject, text }), text), []));
  }
});
