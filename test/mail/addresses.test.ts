import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { mailboxes } from "../../src/mail/addresses.ts";

describe("the mailboxes of", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [header: string, mailboxes: [name: string, address: string][], because: string][] = [
    ["Ada <ada@example.org>",             [["Ada", "ada@example.org"]], "the usual"],
    ["ada@example.org",                   [["ada", "ada@example.org"]], "no name: the local part"],
    ["ada@example.org (Ada L.)",          [["Ada L.", "ada@example.org"]], "the name of old stands in a comment"],
    ['"L., Ada" <ada@example.org>',       [["L., Ada", "ada@example.org"]], "a comma in quotes parts nothing"],
    ['"A \\"the\\" B" <a@example.org>',   [['A "the" B', "a@example.org"]], "quotes in quotes"],
    ["a@example.org, B <b@example.org>",  [["a", "a@example.org"], ["B", "b@example.org"]], "several"],
    ["=?utf-8?q?M=C3=BCller=2C_J?= <j@example.org>", [["Müller, J", "j@example.org"]], "a comma in an encoded word parts nothing"],
    ["undisclosed-recipients:;",          [],                           "an empty group"],
    ["Team: a@example.org, b@example.org;", [["a", "a@example.org"], ["b", "b@example.org"]], "a group"],
    ["'Ada' <ada@example.org>",           [["Ada", "ada@example.org"]], "Outlook's quotes"],
    ["\"ada@example.org\" <ada@example.org>", [["ada", "ada@example.org"]], "an address is no name"],
    ["\"boss@example.org\" <x@evil.example>", [["x", "x@evil.example"]], "least of all another's"],
    ['"boss@example.org x"@evil.example', [["boss", '"boss@example.org x"@evil.example']], "the domain comes after the last @"],
    ["Ada (in (a) comment) <ada@example.org>", [["Ada", "ada@example.org"]], "comments nest"],
    ["Ada < ada@example.org >",           [["Ada", "ada@example.org"]], "blanks"],
    ["MAILER-DAEMON",                     [["MAILER-DAEMON", ""]],      "no address at all"],
    ["<>",                                [],                           "nobody"],
    ["Ada <ada@example.org>, b@example.org, \"C, D\" <c@example.org>, E (F) <e@example.org>", [["Ada", "ada@example.org"], ["b", "b@example.org"], ["C, D", "c@example.org"], ["E", "e@example.org"]], "plain ones before others"],
    ["Ada <ada@example.org",              [["Ada", "ada@example.org"]], "a bracket that never closes"],
    ["=?utf-8?q?A=0D=0ABcc=3A_x=00?= <a@example.org>", [["A Bcc: x", "a@example.org"]], "line ends and NUL are cleaned away"],
  ];
  for (const [header, expected, because] of rows) {
    test(`${header}: ${because}`, () =>
      assert.deepEqual(
        mailboxes(header).map(({ name, address }) => [name, address]),
        expected,
      ));
  }

  test("20,000 addresses are the first hundred", () => {
    const found = mailboxes(Array.from({ length: 20_000 }, (_, n) => `a${n}@example.org`).join(", "));
    assert.equal(found.length, 100);
  });

  test("openings that never close take no time to speak of", () => {
    for (const piece of ['"', "(", "<", ":", "\\", '\\"', "a: ", "(a", "((("]) {
      const started = performance.now();
      mailboxes(piece.repeat(60_000));
      assert.ok(performance.now() - started < 2000, piece);
    }
  });

  test("a list are the same behind an empty entry", () => {
    const entry = fc.oneof(
      fc.constantFrom(
        "Ada <a@b.c>",
        "a@b.c",
        '"A, B" <a@b.c>',
        "<a@b.c>",
        "A: ",
        ";",
        "(c)",
        "a b",
        '"',
        "Ada <a@b.c> x",
      ),
      fc.string({ unit: fc.constantFrom(..."ab.@<>\"(),: '=?") }),
    );
    fc.assert(
      fc.property(fc.array(entry), fc.constantFrom(",", ", ", " "), (entries, between) => {
        const header = entries.join(between);
        assert.deepEqual(mailboxes(header), mailboxes(`,${header}`));
      }),
    );
  });

  test("anything are one line each", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (header) => {
        for (const { name, address } of mailboxes(header)) assert.doesNotMatch(name + address, /[\r\n\0]/);
      }),
    );
  });
});
