import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";
import type { Kind } from "../../src/kind/kind.ts";
import { kindOf } from "../../src/kind/kind-of.ts";
import { beginsWith, type KindTables, noTables } from "../../src/kind/tables.ts";
import { aMail } from "../support/mail-builder.ts";

const tables: KindTables = {
  robots: [{ robot: "ci", marks: ["<ci@example.org>"] }],
  applied: ["Landed in", "merged as"],
  nak: ["vetoed", "-1"],
};

function kindWith(more: KindTables, text: string, address = "ada@example.org"): Kind {
  const mail = aMail({ subject: "Re: [PATCH] wbus: add b", text, from: { name: "", address } });
  return kindOf({ mail, patch: undefined, condensed: condense(text), givenTrailers: [] }, more);
}

describe("with an operator's tables an answer is", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [kind: Kind, text: string, because: string][] = [
    ["applied-notice", "Landed in main.",                       "it begins so"],
    ["applied-notice", "Thanks Tom, landed  in\nmain.",         "behind a thank-you, whatever the blanks"],
    ["applied-notice", "Nice.\n\nMerged as 3f2a91c.",           "in a later sentence"],
    ["applied-notice", "Applied, thanks.",                      "our own words stay"],
    ["nak",            "Vetoed: it breaks old boards.",         "it begins so"],
    ["nak",            "-1, it breaks old boards.",             "a sign is a word, too"],
    ["nak",            "NAK.",                                  "our own words stay"],
  ];
  for (const [kind, text, because] of rows) {
    test(`${JSON.stringify(text)}: ${kind}, since ${because}`, () => assert.equal(kindWith(tables, text), kind));
  }
});

describe("with an operator's tables a reply stays", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, because: string][] = [
    ["Landed in main?",                                         "a question"],
    ["Can someone get this landed in main?",                    "it is asked for"],
    ["I wait for this to be landed in main.",                   "it is waited for"],
    ["With the patch landed in my tree the module loads.",      "it was tried"],
    ["Landed in my tree for testing.",                          "it was tried, at the head of a sentence"],
    ["This was applied (using b4) to base: main",               "a robot says what it built on"],
    ["Can someone get this applied?",                           "it is asked for"],
    ["With the patch applied, the module loads again.",         "it was tried"],
    ["> Landed in main.\n\nWhere?",                             "it is quoted"],
    ["Landed inside of main().",                                "another word"],
    ["Vetoed?",                                                 "a question"],
    ["Who vetoed this, and why?",                               "amid a sentence"],
    ["-10 is no frequency.",                                    "another number"],
    ["It returns -1 here.",                                     "amid a sentence"],
  ];
  for (const [text, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(kindWith(tables, text), "reply"));
  }
});

test("without them the same words say nothing", () => {
  for (const text of ["Landed in main.", "Merged as 3f2a91c.", "Vetoed: it breaks.", "-1, it breaks."])
    assert.equal(kindWith(noTables, text), "reply");
});

test("an operator's robot is one", () => {
  assert.equal(kindWith(tables, "All passed.", "CI@Example.org"), "kernel-test-robot");
  assert.equal(kindWith(noTables, "All passed.", "CI@Example.org"), "reply");
});

test("no phrase is no head, nor is an empty one", () => {
  assert.equal(beginsWith("Landed.", []), false);
  assert.equal(beginsWith("Landed.", [" "]), false);
});
