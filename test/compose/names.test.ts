import assert from "node:assert/strict";
import { test } from "node:test";
import { authorName, subjectLine } from "../../src/compose/names.ts";

test("a subject is shortened, and never blank", () => {
  assert.equal(subjectLine("wbus: add burst mode", 100), "wbus: add burst mode");
  assert.equal(subjectLine("wbus: add burst mode", 12), "wbus: add…");
  assert.equal(subjectLine("", 100), "(no subject)");
  assert.equal(subjectLine("\u2800", 100), "(no subject)", "nor one that cannot be seen");
});

test("an author has a name, and never a whole address", () => {
  assert.equal(authorName("Ada Berg"), "Ada Berg");
  assert.equal(authorName("adaberg@example.org"), "ada...@example.org");
  assert.equal(authorName(""), "(no name)");
});
