import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { messageIds, ownMessageId } from "../../src/mail/message-id.ts";

describe("the ids in a References or In-Reply-To value", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [header: string, ids: string[], because: string][] = [
    ["<a@x> <b@x>",                   ["a@x", "b@x"], "the order is kept"],
    ["<a@x><b@x>",                    ["a@x", "b@x"], "blanks are not needed"],
    ["<a@x>\r\n\t<b@x>",              ["a@x", "b@x"], "lines may be folded"],
    ["<a@x> (was: b) <c@y>",          ["a@x", "c@y"], "other words do not count"],
    ["Your message of <a@x>",         ["a@x"],        "nor do they before it"],
    ["a@x",                           ["a@x"],        "brackets are forgotten at times"],
    ["Dev's message of 3 Nov",        [],             "words alone are no id"],
    ["https://lists.example.org/a@x", [],             "a link is none"],
    ["<a@x> <b@",                     ["a@x"],        "a cut-off one is dropped"],
    ["<a b@x>",                       [],             "one with a blank inside is damage"],
    ["<a\u202eb@x> <c@x>",            ["c@x"],        "one with hidden characters names nobody"],
    [`<${"a".repeat(1000)}@x> <c@x>`, ["c@x"],        "nor does an endless one"],
    ["",                              [],             "nothing is nothing"],
  ];
  for (const [header, ids, because] of rows) {
    test(`${JSON.stringify(header.slice(0, 40))}: ${because}`, () => assert.deepEqual(messageIds(header), ids));
  }

  test("are the first and the nearest ones of very many", () => {
    const ids = messageIds(Array.from({ length: 5000 }, (_, n) => `<${n}@x>`).join(" "));
    assert.equal(ids.length, 200);
    assert.deepEqual([ids[0], ids[1], ids.at(-1)], ["0@x", "4801@x", "4999@x"]);
  });
});

test("a megabyte of anything is looked through in a moment", () => {
  for (const piece of ["@", "<", "<a", "a@", " ", "> <"]) {
    const started = performance.now();
    messageIds(`${piece.repeat(1_000_000 / piece.length)} x`);
    assert.ok(performance.now() - started < 1000, piece);
  }
});

describe("the id of a mail itself", () => {
  const rows: readonly [header: string, id: string | undefined][] = [
    ["<a@x>", "a@x"],
    [" < a@x > ", "a@x"],
    ["a@x", "a@x"],
    ["<1234>", "1234"],
    ["1234", "1234"],
    ["__proto__", "__proto__"],
    ["", undefined],
    ["<>", undefined],
    [`<${"a".repeat(4000)}@x>`, undefined],
  ];
  for (const [header, id] of rows) {
    test(`${JSON.stringify(header.slice(0, 40))} gives ${id}`, () => assert.equal(ownMessageId(header), id));
  }
});
