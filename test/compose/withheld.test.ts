import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { inShort, withheld } from "../../src/compose/withheld.ts";

describe("of a mail's line is withheld", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [line: string, shown: string, because: string][] = [
    ["Reviewed-by: Ada Berg <adaberg@example.org>",          "Reviewed-by: Ada Berg <ada...@example.org>",   "an address is no business of the channel's"],
    ["ab@example.org, (cd.ef@lists.example.org)",            "a...@example.org, (cd....@lists.example.org)", "however many there are"],
    ["mailto:adaberg@example.org?subject=x",                 "mailto:ada...@example.org?subject=x",          "in a link too"],
    ["dev+list=example.org@bounce.example.org",              "dev...@bounce.example.org",                    "in a subscriber's own bounce address"],
    ["12345678@example.org",                                 "123...@example.org",                           "some people are called by number"],
    ["dev12345678@example.org",                              "dev...@example.org",                           "or have one in their name"],
    ["kit@example.org1 and kit@7e80.c",                      "k...@example.org1 and kit@7e80.c",             "a digit behind it hides nobody"],
    ["👩‍👩‍👧‍👦👍🏽éé@example.org",                                  "👩‍👩‍👧‍👦👍🏽é...@example.org",                          "a letter stays whole"],
    ["<20261103-burst-v2-0@dev.example.org>",                "<20261103-burst-v2-0@dev.example.org>",        "a Message-ID names a mail, not a person"],
    ["Link: https://archive.example.org/r/v2-0@example.org", "Link: https://archive.example.org/r/v2-0@example.org", "so does one in a link"],
    ["https://example.org@evil.example/x /adaberg@example.org", "https://exa...@evil.example/x /ada...@example.org", "a slash alone is no link, nor is a login"],
    ["@pytest.mark, a@b, i2c@7e804000, @ x, \"@\"",          "@pytest.mark, a@b, i2c@7e804000, @ x, \"@\"",  "not every @ makes an address"],
    ["https://lists.example.org/unsub/x/4711/ now",          "[link left out] now",                          "whoever opens it leaves the list in our name"],
    ["<https://l.example.org/mailman/options/wbus/me>",      "<[link left out]>",                            "Mailman's page of one subscriber"],
    ["mailto:wbus+unsubscribe@lists.example.org",            "[link left out]",                              "unsubscribing by mail"],
    ["HTTPS://L.EXAMPLE.ORG/confirm?token=1",                "[link left out]",                              "in capitals too"],
    ["https://lists.example.org/mailman/listinfo/wbus",      "https://lists.example.org/mailman/listinfo/wbus", "the list's own page is anybody's"],
    ["https://git.example.org/wbus/confirm.c",               "https://git.example.org/wbus/confirm.c",       "a file may be called so"],
    ["",                                                     "",                                             "nothing stays nothing"],
  ];
  for (const [line, shown, because] of rows) {
    test(`${line} → ${shown}, since ${because}`, () => assert.equal(withheld(line), shown));
  }
});

test("no address of the usual form gets through, whatever stands around it", () => {
  const local = fc.stringMatching(/^[a-z]{2,20}$/);
  const around = fc.string().filter((text) => !/[/@]/.test(text));
  fc.assert(
    fc.property(around, local, around, (before, name, after) => {
      assert.ok(!withheld(`${before} ${name}@example.org ${after}`).includes(` ${name}@`));
    }),
  );
});

test("an address is cut before the line is, so that no cut leaves the most of one", () => {
  assert.equal(inShort("Ask adaberg@example.org about it", 24), "Ask ada...@example.org…");
  assert.equal(inShort("Ask adaberg@example.org", 100), "Ask ada...@example.org");
});

test("a line of a megabyte takes no longer than its length asks for", () => {
  for (const filling of ["a", "@", "a@", "a@b.cd ", "https://x", `${"a".repeat(300)}@b`]) {
    const line = filling.repeat(Math.ceil(1_000_000 / filling.length));
    const start = performance.now();
    withheld(line);
    assert.ok(performance.now() - start < 2000, filling);
  }
});
