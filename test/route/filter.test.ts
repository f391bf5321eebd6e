import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type Filter, filterWords, leftOut, parseFilter, shutOut } from "../../src/route/filter.ts";
import type { WantedMail } from "../../src/route/wants.ts";

const patch: WantedMail = {
  lists: ["wbus.lists.example.org"],
  subsystems: [],
  kind: "patch",
  isReply: false,
  author: "Nora Lind",
  addresses: ["nora@dev.example.org"],
  subject: "[PATCH v2 2/4] dt-bindings: wbus: add burst words",
  paths: ["Documentation/wbus.yaml"],
  thread: [],
  isBareTrailer: false,
};

function read(words: string): Filter {
  const filter = parseFilter(words, "web:local");
  assert.ok(typeof filter === "object", `${words}: ${JSON.stringify(filter)}`);
  return filter;
}

describe("a filter is read", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [words: string, action: string, field: string, pattern: string][] = [
    ["exclude robots",                   "exclude", "robots",  ""],
    [" Exclude  SUBJECT  dt-bindings ",  "exclude", "subject", "dt-bindings"],
    ["include subject /a  b|c d/",       "include", "subject", "/a  b|c d/"],
    ["include path drivers/wbus/",       "include", "path",    "drivers/wbus/"],
    ["exclude kind NAK",                 "exclude", "kind",    "nak"],
    ["exclude author Nora Lind",         "exclude", "author",  "Nora Lind"],
  ];
  for (const [words, action, field, pattern] of rows) {
    test(JSON.stringify(words), () => {
      assert.deepEqual(parseFilter(words, "web:local"), { action, field, pattern, by: "web:local" });
    });
  }

  test("again from the words that it is shown in", () => {
    for (const words of ["exclude robots", "include subject /a b/", "exclude kind noise"])
      assert.equal(filterWords(read(words)), words);
  });
});

describe("a filter that cannot be read says what to write instead:", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [words: string, says: RegExp][] = [
    ["",                                   /^A filter begins with one of include, exclude\.$/],
    ["exlude robots",                      /^A filter begins with `exclude`, or one of include, exclude\.$/],
    ["exclude",                            /^There is no field of that name; write one of kind, author, subject, path, robots\.$/],
    ["exclude subjct x",                   /^There is no field of that name; write `subject`, or one of/],
    ["exclude subject",                    /^Something is missing behind `subject`; write words, or an expression between slashes/],
    ["exclude robots of mine",             /^Nothing stands behind `robots`; leave the rest out\.$/],
    ["exclude kind trailr",                /^There is no kind of that name; write `trailer`, or one of regression, series, /],
    ["exclude kind constructor",           /^There is no kind of that name; write one of/],
    ["exclude subject /[a/",               /^The expression is not right: missing closing \]: `\[a`; write one as RE2 has them, or plain words/],
    ["exclude subject /(?=a)/",            /^The expression is not right: .*; write one as RE2 has them/],
    ["exclude subject //",                 /^The expression is empty and would match everything/],
    ["exclude subject /\\pL{1,900}z/",     /^The expression repeats too much/],
    [`exclude subject ${"x".repeat(201)}`, /^That is longer than 200 characters/],
  ];
  for (const [words, says] of rows) {
    test(words.slice(0, 60), () => {
      const problem = parseFilter(words, "web:local");
      assert.ok(typeof problem === "string", "was taken");
      assert.match(problem, says);
    });
  }
});

describe("a mail is left out by", () => {
  const robot: Partial<WantedMail> = { isByRobot: true };
  // biome-ignore format: the columns are the specification
  const rows: readonly [filters: string[], mail: Partial<WantedMail>, reason: string | undefined][] = [
    [["exclude subject dt-bindings"],                        {},                    'filter 1 leaves it out: subject has "dt-bindings"'],
    [["exclude subject DT-Bindings"],                        {},                    'filter 1 leaves it out: subject has "DT-Bindings"'],
    [["exclude subject /dt-.*WORDS$/"],                      {},                    'filter 1 leaves it out: subject has "/dt-.*WORDS$/"'],
    [["exclude subject /^wbus/"],                            {},                    undefined],
    [["exclude author nora"],                                {},                    'filter 1 leaves it out: author has "nora"'],
    [["exclude author /@dev\\.example\\.org$/"],             {},                    'filter 1 leaves it out: author has "/@dev\\.example\\.org$/"'],
    [["exclude author tom"],                                 {},                    undefined],
    [["exclude path Documentation/"],                        {},                    "filter 1 leaves it out: it is about Documentation/wbus.yaml"],
    [["exclude path drivers/"],                              {},                    undefined],
    [["exclude kind patch"],                                 {},                    "filter 1 leaves it out: its kind is patch"],
    [["exclude kind series"],                                {},                    "filter 1 leaves it out: its kind is series"],
    [["exclude kind noise"],                                 { kind: "stable-review" }, "filter 1 leaves it out: its kind is noise"],
    [["exclude robots"],                                     robot,                 "filter 1 leaves it out: a robot wrote it"],
    [["exclude robots"],                                     {},                    undefined],
    [["include subject wbus"],                               {},                    undefined],
    [["include subject clk", "include subject wbus"],        {},                    undefined],
    [["include subject clk", "include subject mm"],          {},                    "none of what is let in here: 1. subject clk, 2. subject mm"],
    [["include subject wbus", "include path drivers/"],      {},                    "none of what is let in here: 2. path drivers/"],
    [["include subject wbus", "exclude robots"],             robot,                 "filter 2 leaves it out: a robot wrote it"],
    [["include subject clk", "exclude subject dt-bindings"], {},                    'filter 2 leaves it out: subject has "dt-bindings"'],
    [["include robots"],                                     {},                    "none of what is let in here: 1. robots"],
  ];
  for (const [filters, mail, reason] of rows) {
    test(`${filters.join(", ")}: ${reason ?? "not at all"}`, () => {
      assert.equal(leftOut(filters.map(read), { ...patch, ...mail }), reason);
    });
  }

  test("one that cannot be read any more: not at all", () => {
    const broken = { ...read("exclude robots"), field: "subject", pattern: "/[a/" } as const;
    assert.equal(leftOut([broken], patch), undefined);
  });
});

describe("whatever the filters and the mail,", () => {
  const piece = fc.constantFrom(
    "a",
    "(",
    ")",
    "*",
    "+",
    "?",
    "{1,9}",
    "{30}",
    "|",
    ".",
    "[",
    "]",
    "\\",
    "\\pL",
    "^",
    "$",
    "x",
    "/",
  );
  const hostile = fc.array(piece, { minLength: 1, maxLength: 40 }).map((pieces) => `/${pieces.join("")}/`);
  const field = fc.constantFrom<Filter["field"]>("kind", "author", "subject", "path", "robots");
  const filter = fc.record<Filter>({
    action: fc.constantFrom("include", "exclude"),
    field,
    pattern: fc.oneof(
      hostile,
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("wbus", "nak", "drivers/"),
    ),
    by: fc.constant("web:local"),
  });
  const mail = fc
    .record({ subject: fc.string({ unit: "binary", maxLength: 600 }), author: fc.string({ unit: "binary" }) })
    .map((words): WantedMail => ({ ...patch, ...words }));

  test("nothing throws", () => {
    fc.assert(
      fc.property(fc.array(filter, { maxLength: 4 }), mail, (filters, one) => {
        leftOut(filters, one);
        for (const { action, field: name, pattern } of filters)
          parseFilter(`${action} ${name} ${pattern}`, "web:local");
      }),
    );
  });

  test("an exclude that matches wins over every include", () => {
    fc.assert(
      fc.property(fc.array(filter, { maxLength: 4 }), mail, (filters, one) => {
        const out = shutOut(filters, one);
        if (out !== undefined) assert.equal(leftOut(filters, one), out);
        assert.notEqual(leftOut([...filters, read("exclude kind patch")], one), undefined);
      }),
    );
  });

  test("a match takes little time, also for expressions made to take for ever and a subject without end", () => {
    const patterns = [
      "(a+)+$",
      "(a|a)*b",
      "(a|aa)+$",
      "(.*)(.*)(.*)(.*)(.*)x",
      "(a?){30}a{30}",
      "((a*)*)*b",
      "(a|b)*a(a|b){99}",
    ];
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...patterns.map((one) => `/${one}/`)), hostile),
        fc.constantFrom(499, 1_000_000),
        (pattern, length) => {
          const started = process.cpuUsage();
          leftOut([{ ...read("exclude subject x"), pattern }], { ...patch, subject: `${"a".repeat(length)}!` });
          const { user } = process.cpuUsage(started);
          assert.ok(user < 1_000_000, `${pattern} took ${user} µs`);
        },
      ),
    );
  });
});
