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

const oldMail = "From: Ada <ada@example.org>\nSent: Monday\nTo: Tom\nSubject: wbus\n\nReady?";

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

  const quote = "On Mon, 4 Nov 2024, Ada Lark wrote:\n> Ready?\n\n";
  const full = "> The handler is entered with interrupts disabled on every board, so it must";
  const rows: readonly [because: string, text: string, sure: boolean][] = [
    ["marks say what is quoted", `${quote}Yes.`, true],
    ["a delimiter says where the signature starts", `${quote}Yes.\n-- \nTom`, true],
    ["closing words come above the name", `${quote}Yes.\n\nThanks,\nTom`, true],
    ["a dash stands before the name", `${quote}Yes.\n-Tom`, true],
    ["a name stands alone", `${quote}Yes.\n\nTom`, true],
    ["a line without a mark may be the author's", `${full}\nnot sleep.\n> Ever.\n\nFine.`, false],
    ["three dashes part text, too", `${quote}Yes.\n---\nTom Okafor`, false],
    ["contacts without a delimiter may be what is asked for", "Ask her.\n\nNora Lind\nnora@example.org", false],
    ["what follows such a line need not be the old mail", "Yes.\n\nSent from my phone\n\nAnd the docs?", false],
    ["a head on top may be the text", "From: Ada <ada@example.org>\nDate: Monday\nSubject: wbus\n\nReady.", false],
    ["words and dashes part the old mail", `Yes.\n\n-----Original Message-----\n${oldMail}`, true],
    ["nothing parts the old mail", `Yes.\n\n${oldMail}`, false],
  ];
  for (const [because, text, sure] of rows) {
    test(`is ${sure ? "sure" : "not sure"} where ${because}`, () => assert.equal(condense(text).sure, sure));
  }

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
