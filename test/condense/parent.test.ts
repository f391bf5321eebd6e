import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";

interface Row {
  readonly because: string;
  readonly parent: string;
  readonly mail: string;
  /** Lines that are the author's in the mail by itself. */
  readonly alone: readonly string[];
  /** Lines that are the author's where the parent is known. */
  readonly known: readonly string[];
}

const handler = "The handler runs with interrupts disabled on all of these boards, so it must not sleep there.";
const reason =
  "The bus resets itself when a frame is lost.\nWe count such resets now and print the sum\nwhen the device goes away.\n";

const rows: readonly Row[] = [
  {
    because: "a line that goes on in the parent's line is a tail, though it looks like a sentence",
    parent: handler,
    mail: "> The handler runs with interrupts disabled on all of\nthese boards, so it must not sleep there.\n\nAgreed.",
    alone: ["these boards, so it must not sleep there.", "Agreed."],
    known: ["Agreed."],
  },
  {
    because: "a tail may be wrapped once more",
    parent: handler,
    mail: "> The handler runs with interrupts\ndisabled on all of these boards,\nso it must not sleep there.\nAgreed.",
    alone: ["disabled on all of these boards,", "so it must not sleep there.", "Agreed."],
    known: ["Agreed."],
  },
  {
    because: "a line that stands below in the parent, too, may be an answer that says it again",
    parent: "Shall we take the lock in the first of them?\nIn the first of them.",
    mail: "> Shall we take the lock in the first of them?\nIn the first of them.",
    alone: ["In the first of them."],
    known: ["In the first of them."],
  },
  {
    because: "what looks like a tail is none where the parent goes on otherwise",
    parent:
      "The handler is entered with interrupts disabled on every board, so it must\nhurry.\nTherefore no lock is taken.",
    mail: "> The handler is entered with interrupts disabled on every board, so it must\nnot sleep\n> hurry.\n\nFine.",
    alone: ["Fine."],
    known: ["not sleep", "Fine."],
  },
  {
    because: "a parent that lacks the quoted line, too, says nothing of what is below it",
    parent: "Something else altogether.",
    mail: "> The handler is entered with interrupts disabled on every board, so it must\nnot sleep.\n> Ever.\n\nFine.",
    alone: ["Fine."],
    known: ["Fine."],
  },
  {
    because: "three lines of the parent are a quote without marks",
    parent: `Hello,\n\n${reason}`,
    mail: `${reason}\nWhy the sum?`,
    alone: [...reason.trimEnd().split("\n"), "Why the sum?"],
    known: ["Why the sum?"],
  },
  {
    because: "two may be said again",
    parent: reason,
    mail: `${reason.split("\n").slice(0, 2).join("\n")}\n\nWhy the sum?`,
    alone: [...reason.split("\n").slice(0, 2), "Why the sum?"],
    known: [...reason.split("\n").slice(0, 2), "Why the sum?"],
  },
  {
    because: "who sends the same mail again wants it read",
    parent: reason,
    mail: `${reason}\nThanks,\nNora`,
    alone: reason.trimEnd().split("\n"),
    known: reason.trimEnd().split("\n"),
  },
  {
    because: "a new version of a patch says again what the old one did",
    parent: reason,
    mail: `${reason}\n--- a/bus.c\n+++ b/bus.c\n@@ -1 +1 @@\n-a\n+b`,
    alone: [...reason.trimEnd().split("\n"), "--- a/bus.c", "+++ b/bus.c", "@@ -1 +1 @@", "-a", "+b"],
    known: [...reason.trimEnd().split("\n"), "--- a/bus.c", "+++ b/bus.c", "@@ -1 +1 @@", "-a", "+b"],
  },
  {
    because: "a log is shown again to speak of it",
    parent: "[   1.000001] wbus: lost a frame\n[   1.000002] wbus: lost a frame\n[   1.000003] wbus: reset",
    mail: "[   1.000001] wbus: lost a frame\n[   1.000002] wbus: lost a frame\n[   1.000003] wbus: reset\n\nWhich?",
    alone: [
      "[   1.000001] wbus: lost a frame",
      "[   1.000002] wbus: lost a frame",
      "[   1.000003] wbus: reset",
      "Which?",
    ],
    known: [
      "[   1.000001] wbus: lost a frame",
      "[   1.000002] wbus: lost a frame",
      "[   1.000003] wbus: reset",
      "Which?",
    ],
  },
];

const written = ({ reply }: { readonly reply: string }): readonly string[] =>
  reply.split("\n").filter((line) => line !== "");

describe("where the mail that is answered is known,", () => {
  for (const { because, parent, mail, alone, known } of rows) {
    test(because, () => {
      assert.deepEqual(written(condense(mail)), alone);
      assert.deepEqual(written(condense(mail, { parent })), known);
    });
  }

  test("a tail that stands there is no guess", () => {
    const mail =
      "> The handler is entered with interrupts disabled on every board, so it must\nnot sleep.\n> Ever.\n\nYes.";
    const parent = "The handler is entered with interrupts disabled on every board, so it must not sleep.\nEver.";
    assert.deepEqual([condense(mail).sure, condense(mail, { parent }).sure], [false, true]);
  });

  test("a copied stretch is what the text below it answers", () => {
    const [passage] = condense(`${reason}\nWhy the sum?`, { parent: reason }).passages;
    assert.deepEqual(passage?.text, ["Why the sum?"]);
    assert.equal(passage?.contextAt, 2);
  });

  for (const unit of ["a b ", "a b\n", "> a b\nc\n", "one two three four\n"]) {
    test(`${JSON.stringify(unit)} many times on both sides comes to an end`, () => {
      const text = unit.repeat(200_000 / unit.length);
      assert.equal(condense(text, { parent: text }).lines.length, text.split("\n").length);
    });
  }
});
