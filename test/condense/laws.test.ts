import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { condense } from "../../src/condense/condense.ts";
import type { LineLabel } from "../../src/condense/condensed.ts";

/** Lines that rules look for, so that they meet in every order. */
const telling = [
  "",
  " ",
  "> quoted",
  ">> quoted twice",
  "> > nested",
  ">",
  "   > indented",
  "| barred",
  "AL> by initials",
  ">From here",
  "On Mon, 4 Nov 2024 at 10:00, Ada Lark <ada@example.org> wrote:",
  "Ada Lark wrote:",
  "Am 04.11.24 um 09:12 schrieb Ada Lark:",
  "yes On Mon, 4 Nov 2024, Ada Lark wrote:",
  "* Ada Lark",
  "> On Mon, 4 Nov 2024, Tom wrote:",
  "...",
  "[snip]",
  "-- ",
  "--",
  "---",
  "--------------",
  "_______________________________________________",
  "wbus mailing list",
  "To unsubscribe send a mail to wbus@example.org",
  "-----Original Message-----",
  "---------- Forwarded message ---------",
  "From: Ada <ada@example.org>",
  "Sent: Monday",
  "To: Tom",
  "Subject: Re: wbus",
  "Dear Tom,",
  "diff --git a/a b/a",
  "--- a/a",
  "+++ b/a",
  "@@ -1,2 +1,2 @@",
  " context",
  "-removed",
  "+added",
  "2.47.0",
  "Acked-by: Ada <ada@example.org>",
  "Thanks,",
  "Thanks!",
  "Ada",
  "A",
  "-ada",
  "Sent from my phone",
  "-----BEGIN PGP SIGNED MESSAGE-----",
  "Hash: SHA512",
  "-----BEGIN PGP SIGNATURE-----",
  "aGVsbG8=",
  "-----END PGP SIGNATURE-----",
  ">> ring.c:1:1: error: no",
  "errors (new ones prefixed by >>):",
  " > 238\tcode",
  "-- >8 --",
  "A sentence of the author, long enough to look like one.",
  "> A quoted line that runs to the full width of what a mail program takes for",
  "tail",
];

const mail = fc
  .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...telling) }, fc.string(), fc.string({ unit: "binary" })), {
    maxLength: 30,
  })
  .chain((lines) => fc.constantFrom("\n", "\r\n").map((end) => lines.join(end)));

const shown: ReadonlySet<LineLabel> = new Set(["new", "trailer", "diff", "log", "forward-head", "scissors"]);

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

describe("whatever the mail,", () => {
  test("condensing what is left changes nothing", () => {
    fc.assert(
      fc.property(mail, (text) => {
        const { reply } = condense(text);
        assert.equal(condense(reply).reply, reply);
      }),
      { numRuns: 1000 },
    );
  });

  test("every line is in the reply or counted as left out", () => {
    fc.assert(
      fc.property(mail, (text) => {
        const { lines, reply, elided, quotesOnly } = condense(text);
        const kept = quotesOnly ? 0 : reply.split("\n").length;
        assert.equal(kept + total(elided), lines.length);
      }),
    );
  });

  test("the lines are the mail's, each with one label and the rule that gave it", () => {
    fc.assert(
      fc.property(mail, (text) => {
        const { lines } = condense(text);
        assert.equal(
          lines
            .map((line) => line.text)
            .join("\n")
            .replaceAll("\n", ""),
          text.replace(/[\r\n]/g, ""),
        );
        for (const { label, rule, depth } of lines) {
          assert.match(rule, /^[a-z-]+$/);
          assert.equal(depth > 0, label === "quote");
        }
      }),
    );
  });

  test("a reply is made of the author's lines, in order", () => {
    fc.assert(
      fc.property(mail, (text) => {
        const { lines, reply, quotesOnly } = condense(text);
        const authored = lines.filter((line) => shown.has(line.label)).map((line) => line.text);
        const texts = quotesOnly ? [] : reply.split("\n").filter((line) => line.trim() !== "");
        assert.deepEqual(
          texts,
          authored.filter((line) => line.trim() !== ""),
        );
      }),
    );
  });

  test("passages hold the reply's lines, and their context is a quoted line above", () => {
    fc.assert(
      fc.property(mail, (text) => {
        const { lines, reply, passages } = condense(text);
        const inPassages = passages.flatMap((passage) => passage.text).filter((line) => line.trim() !== "");
        assert.deepEqual(
          inPassages,
          reply.split("\n").filter((line) => line.trim() !== ""),
        );
        for (const { context, contextAt } of passages) {
          assert.equal(context.length === 0, contextAt === -1);
          assert.ok(context.length <= 3);
          if (contextAt >= 0) assert.equal(lines[contextAt]?.label, "quote");
        }
      }),
    );
  });
});
