import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { condense } from "../../src/condense/condense.ts";
import type { LineLabel } from "../../src/condense/condensed.ts";
import { answers, mails } from "../support/telling-mails.ts";

const shown: ReadonlySet<LineLabel> = new Set(["new", "trailer", "diff", "log", "forward-head", "scissors"]);

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

describe("whatever the mail,", () => {
  test("condensing what is left changes nothing", () => {
    fc.assert(
      fc.property(answers, ([text, answered]) => {
        const { reply } = condense(text, answered);
        assert.equal(condense(reply, answered).reply, reply);
      }),
      { numRuns: 1000 },
    );
  });

  test("every line is in the reply or counted as left out", () => {
    fc.assert(
      fc.property(answers, ([text, answered]) => {
        const { lines, reply, elided, quotesOnly } = condense(text, answered);
        const kept = quotesOnly ? 0 : reply.split("\n").length;
        assert.equal(kept + total(elided), lines.length);
      }),
    );
  });

  test("the lines are the mail's, each with one label and the rule that gave it", () => {
    fc.assert(
      fc.property(answers, ([text, answered]) => {
        const { lines } = condense(text, answered);
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
      fc.property(answers, ([text, answered]) => {
        const { lines, reply, quotesOnly } = condense(text, answered);
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
      fc.property(answers, ([text, answered]) => {
        const { lines, reply, passages } = condense(text, answered);
        const inPassages = passages.flatMap((passage) => passage.text).filter((line) => line.trim() !== "");
        assert.deepEqual(
          inPassages,
          reply.split("\n").filter((line) => line.trim() !== ""),
        );
        for (const { context, contextAt, above } of passages) {
          assert.equal(above === undefined, contextAt === -1);
          if (contextAt === -1) assert.deepEqual(context, []);
          assert.ok(context.length <= 3);
          if (contextAt >= 0) assert.equal(lines[contextAt]?.label, "quote");
        }
      }),
    );
  });

  test("a parent without a word of it changes nothing", () => {
    fc.assert(
      fc.property(mails, (text) => {
        assert.deepEqual(condense(text, { parent: "λόγος ἄλλος\n> τέλος" }), condense(text));
      }),
    );
  });

  test("what is quoted for the parent's sake stands there", () => {
    fc.assert(
      fc.property(answers, ([text, answered]) => {
        const words = ` ${(answered.parent ?? "").replace(/(^|\n)[> ]+/g, "\n").replace(/\s+/g, " ")} `;
        for (const { text: line, rule } of condense(text, answered).lines)
          if (rule === "tail-in-parent" || rule === "copied")
            assert.ok(words.includes(` ${line.trim().replace(/\s+/g, " ")} `));
      }),
      { numRuns: 1000 },
    );
  });
});
