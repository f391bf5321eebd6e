import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";

const mail = [
  "On Mon, 4 Nov 2024 at 10:00, Ada Lark <ada@example.org> wrote:",
  "> > Ready?",
  "> Yes.",
  "",
  "Good.",
  "",
  "Acked-by: Tom <tom@example.org>",
  "",
  "Thanks,",
  "Tom",
  "-- ",
  "Tom Okafor",
  "_______________________________________________",
  "wbus mailing list",
].join("\n");

describe("condensing", () => {
  test("gives each line one label, its depth and the rule", () => {
    assert.deepEqual(
      condense(mail).lines.map(({ label, depth, rule }) => `${label} ${depth} ${rule}`),
      [
        "attribution 0 wrote",
        "quote 2 greater-than",
        "quote 1 greater-than",
        "blank 0 blank",
        "new 0 written",
        "blank 0 blank",
        "trailer 0 person-trailer",
        "blank 0 blank",
        "sign-off 0 closing",
        "sign-off 0 closing",
        "signature 0 dash-dash-space",
        "signature 0 dash-dash-space",
        "list-footer 0 mailman",
        "list-footer 0 mailman",
      ],
    );
  });

  test("keeps what the author wrote and counts the rest", () => {
    const { reply, elided, quotesOnly, sure } = condense(mail);
    assert.equal(reply, "Good.\n\nAcked-by: Tom <tom@example.org>");
    assert.deepEqual(elided, { attribution: 1, quote: 2, blank: 2, "sign-off": 2, signature: 2, "list-footer": 2 });
    assert.equal(quotesOnly, false);
    assert.equal(sure, true);
  });

  test("does not mind how lines end", () => {
    assert.deepEqual(condense(mail.replaceAll("\n", "\r\n")), condense(mail));
  });

  test("says so where only quotes are left", () => {
    const { reply, quotesOnly, passages } = condense("> Ready?\n");
    assert.deepEqual([reply, quotesOnly, passages], ["", true, []]);
  });

  test("takes a line that a test robot points at for code, and the same line elsewhere for a quote", () => {
    const listing = "  237\t\tint n;\n> 238\t\tn = ring;";
    assert.equal(condense(`warnings (new ones prefixed by >>):\n\n${listing}`).lines.at(-1)?.label, "log");
    assert.equal(condense(`It says\n\n${listing}`).lines.at(-1)?.label, "quote");
  });

  test("is not sure of a tail without a mark", () => {
    const full = "> The handler is entered with interrupts disabled on every board, so it must";
    assert.equal(condense(`${full}\nnot sleep.\n> Ever.\n\nFine.`).sure, false);
  });

  for (const text of ["", "\n\n", "\0", "a".repeat(1_000_000), `${">".repeat(1_000_000)} a`]) {
    test(`survives ${JSON.stringify(text.slice(0, 8))} … of ${text.length} characters`, () => {
      assert.equal(
        condense(text)
          .lines.map((line) => line.text)
          .join("\n"),
        text,
      );
    });
  }
});
