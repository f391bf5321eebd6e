import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { label } from "../../src/condense/label.ts";
import { look } from "../../src/condense/look.ts";
import { hint } from "../../src/condense/sheet.ts";
import { mails } from "../support/telling-mails.ts";

describe("looked at once, a line", () => {
  for (const text of ["Interrupts are off while it runs.", ""]) {
    test(`is nothing that a rule looks for: ${JSON.stringify(text)}`, () => assert.equal(look(text)[0]?.hints, 0));
  }

  // What is looked for begins and ends in many ways; a line may be taken for more than it is.
  const rows: readonly [text: string, hint: keyof typeof hint][] = [
    ["Am 4. November schrieb Ada", "attribution"],
    ["Sent: Monday", "head"],
    ["Sent from my phone", "device"],
    ["diff --git a/a b/a", "diff"],
    ["AL> yes", "otherQuote"],
    ["> Dear Tom:", "quoted"],
    ["$ make", "special"],
    ["-- ", "delimiter"],
    ["To unsubscribe, write to wbus@example.org", "footer"],
    ["-----BEGIN PGP SIGNATURE-----", "armour"],
  ];
  for (const [text, name] of rows) {
    test(`may be ${name}: ${JSON.stringify(text)}`, () => assert.ok(((look(text)[0]?.hints ?? 0) & hint[name]) > 0));
  }

  test("is passed over by no rule that would have marked it", () => {
    // Marked or not is no guess.
    const every = Object.values(hint).reduce((bits, bit) => bits | bit, 0) & ~hint.quoted;
    fc.assert(
      fc.property(mails, (text) => {
        const looked = look(text);
        const anything = looked.map((line) => (line.blank || line.depth > 0 ? line : { ...line, hints: every }));
        assert.deepEqual(label(looked), label(anything));
      }),
      { numRuns: 1000 },
    );
  });
});
