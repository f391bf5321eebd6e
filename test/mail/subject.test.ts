import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parseSubject, type Subject } from "../../src/mail/subject.ts";

describe("a subject's brackets say", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [subject: string, tags: readonly string[], version: number | undefined, n: number | undefined, total: number | undefined, because: string][] = [
    ["[PATCH] wbus: add x",                   ["PATCH"],                      undefined, undefined, undefined, "no version means 1"],
    ["[PATCH v3 2/7] wbus: add x",            ["PATCH"],                      3,   2,   7,   "git-format-patch(1)"],
    ["[PATCHv2] wbus: add x",                 ["PATCH"],                      2,   undefined, undefined, "the version may stick to the word"],
    ["[RFC PATCH net-next v3 02/10] x",       ["RFC", "PATCH", "net-next"],   3,   2,   10,  "words stand in any order"],
    ["[PATCH v2 RFC 0/4] x",                  ["PATCH", "RFC"],               2,   0,   4,   "0 is the cover letter"],
    ["[v6,1/1] x",                            [],                             6,   1,   1,   "patchwork separates by commas"],
    ["[PATCH 6.12 178/189] x",                ["PATCH", "6.12"],              undefined, 178, 189, "a stable tree is no version"],
    ["[PATCH AUTOSEL 6.17-5.15] x",           ["PATCH", "AUTOSEL", "6.17-5.15"], undefined, undefined, undefined, "nor are two"],
    ["[PATCH 5.10,5.15,6.1 RESEND] x",        ["PATCH", "5.10", "5.15", "6.1", "RESEND"], undefined, undefined, undefined, "commas part words too"],
    ["[PATCH V2 0/3] x",                      ["PATCH"],                      2,   0,   3,   "a capital V counts"],
    ["[PATCH v01] x",                         ["PATCH"],                      1,   undefined, undefined, "so does a leading zero"],
    ["[PATCH v5.1 10/12] x",                  ["PATCH"],                      5.1, 10,  12,  "one patch of v5 was replaced"],
    ["[PATCH 2 of 5 V2] x",                   ["PATCH"],                      2,   2,   5,   "Mercurial's patchbomb"],
    ["[PATCH_v4 1/2] x",                      ["PATCH"],                      4,   1,   2,   "an underscore happens"],
    ["[syzbot] [io-uring?] KASAN: bad read",  ["syzbot", "io-uring?"],        undefined, undefined, undefined, "two brackets, both the robot's"],
    ["[GIT PULL] wbus fixes for 6.2-rc4",     ["GIT", "PULL"],                undefined, undefined, undefined, "a pull request"],
    ["[bug report] wbus hangs",               ["bug", "report"],              undefined, undefined, undefined, "a word each"],
    ["[tree:branch 33/45] a.c:48:15: warning", ["tree:branch"],               undefined, 33, 45,  "a robot counts patches too"],
    ["[PATCH v2 oops no end",                 [],                             undefined, undefined, undefined, "a bracket that never closes is title"],
  ];
  for (const [subject, tags, version, n, total, because] of rows) {
    test(`${subject}: ${because}`, () => {
      const read = parseSubject(subject);
      assert.deepEqual([read.tags, read.version, read.n, read.total], [tags, version, n, total]);
    });
  }
});

describe("what stands in front of a title", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [subject: string, expected: Partial<Subject>, because: string][] = [
    ["Re: [PATCH] a: b",                    { isReply: true, title: "a: b" },                             "RFC 5322 §3.6.5"],
    ["RE: Re: a",                           { isReply: true, title: "a" },                                "marks pile up"],
    ["Re:Re: a",                            { isReply: true, title: "a" },                                "without a blank as well"],
    ["Re[2]: a",                            { isReply: true, title: "a" },                                "some clients count"],
    ["AW: a",                               { isReply: true, title: "a" },                                "German"],
    ["回复: a",                              { isReply: true, title: "a" },                                "Chinese"],
    ["答复：a",                              { isReply: true, title: "a" },                                "with a colon of its own width"],
    ["re-enable the ring",                  { isReply: false, title: "re-enable the ring" },              "no colon, no mark"],
    ["sv: fix the ring",                    { isReply: false, title: "sv: fix the ring" },                "a small sv is a driver"],
    ["Fwd: a",                              { isReply: false, title: "a" },                               "a forward answers nobody"],
    ["Re: (subset) [PATCH v6 0/7] a",       { isReply: true, subset: true, version: 6, title: "a" },      "b4 ty applied some"],
    ["[Wbus-dev] Re: [PATCH 1/2] a",        { isReply: true, listTags: ["Wbus-dev"], tags: ["PATCH"] },   "Mailman puts its tag in front of Re:"],
    ["Re: [Wbus-dev] [PATCH 1/2] a",        { isReply: true, listTags: ["Wbus-dev"], tags: ["PATCH"] },   "the answer of a subscriber keeps it"],
    ["[Wbus-dev] a question",               { isReply: false, listTags: ["Wbus-dev"], title: "a question" }, "Mailman's default prefix"],
    ["[wbus] Re: a",                        { isReply: true, listTags: ["wbus"], tags: [] },              "only a list writes before Re:"],
    ["[PATCH] Re: a",                       { isReply: true, listTags: [], tags: ["PATCH"] },             "but PATCH is never a list"],
    ["(no subject)",                        { isReply: false, title: "(no subject)" },                    "what some clients write"],
    ["Re: ",                                { isReply: true, title: "", text: "Re:" },                    "nothing is left"],
    ["\u200b ",                             { text: "(no subject)", title: "" },                          "nothing to be seen"],
    ["a\r\n\tb",                            { text: "a b" },                                              "one line"],
  ];
  for (const [subject, expected, because] of rows) {
    test(`${JSON.stringify(subject)}: ${because}`, () => {
      const read = parseSubject(subject);
      for (const [key, value] of Object.entries(expected)) assert.deepEqual(read[key as keyof Subject], value, key);
    });
  }
});

describe("a bracket with the name of the delivering list", () => {
  test("is the list's own tag, also without Re:", () => {
    assert.deepEqual(parseSubject("[wbus] a question", ["wbus.lists.example.org"]).listTags, ["wbus"]);
  });
  test("is the author's where the list software never writes into subjects", () => {
    const read = parseSubject("[wbus] WARNING in wbus_fill", ["wbus.vger.kernel.org"]);
    assert.deepEqual([read.listTags, read.tags], [[], ["wbus"]]);
  });
});

describe("a title's words", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [subject: string, prefixes: readonly string[], component: string | undefined, because: string][] = [
    ["[PATCH] net: phy: foo: add a: b",       ["net", "phy", "foo"], undefined,  "three are enough"],
    ["hwmon: (foo/bar) fix it",               ["hwmon"],             "foo/bar",  "hwmon names the driver in parentheses"],
    ["dt-bindings: hwmon: foo,bar: add it",   ["dt-bindings", "hwmon", "foo,bar"], undefined, "commas belong to a compatible"],
    ["wbus/ring.c:48:15: warning: odd cast",  [],                    undefined,  "no blank behind the colon"],
    ['Revert "hwmon: foo"',                   [],                    undefined,  "a revert quotes"],
    ["struct ring: grow",                     ["struct ring"],       undefined,  "two words happen"],
    ["foo : a question",                      ["foo"],               undefined,  "a blank before the colon happens"],
  ];
  for (const [subject, prefixes, component, because] of rows) {
    test(`${subject}: ${because}`, () => {
      const read = parseSubject(subject);
      assert.deepEqual([read.prefixes, read.component], [prefixes, component]);
    });
  }
});

test("two subjects with the same base are about the same thing (RFC 5256 §2.1)", () => {
  for (const subject of ["a: b", "Re: [x] a: b", "[Wbus-dev] Re: [PATCH v2 1/2] a: b", "Fwd: a: b (fwd)"]) {
    assert.equal(parseSubject(subject).base, "a: b", subject);
  }
});

test("any string gives a subject of one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (written) => {
      assert.match(parseSubject(written).text, /^[^\n\r]+$/);
    }),
  );
});

test("a megabyte of brackets takes no longer than its length asks for", () => {
  const started = performance.now();
  for (const hostile of ["[", "[a] ", "Re: ", "(subset)", "a: "])
    parseSubject(hostile.repeat(1_000_000 / hostile.length));
  assert.ok(performance.now() - started < 1000);
});
