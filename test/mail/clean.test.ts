import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { cleanLine, cleanText } from "../../src/mail/clean.ts";
import { lineFaults, textFaults } from "../support/text-rules.ts";

describe("text of a mail", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, cleaned: string, because: string][] = [
    ["a\r\nb\rc\nd",               "a\nb\nc\nd",    "every line end is LF"],
    ["a\u2028b\u2029c\u0085d",     "a\nb\nc\nd",    "Unicode's line ends are line ends"],
    ["\tif (a)\n",                 "\tif (a)\n",    "TAB is code"],
    ["a\0b\x07c\x7fd\x9be",        "abcde",         "control characters go"],
    ["\x1b[1;31mred\x1b[0m",       "red",           "colours of a pasted log go whole"],
    ["\x1b]0;title\x07",           "]0;title",      "of other escapes only the control characters do"],
    ["a\u202eb\u2066c\u2069",      "abc",           "bidi overrides and isolates go"],
    ["a\u{e0041}b",                "ab",            "tag characters go"],
    ["a\u200b\u2060\ufeffb",       "ab",            "so do characters of no width"],
    ["می\u200cخواهم",              "می\u200cخواهم", "a single joiner is Persian"],
    ["👩\u200d💻",                 "👩\u200d💻",    "or part of an emoji"],
    ["a\u200d\u200d\u200cb",       "ab",            "a run of them hides something"],
    ["e\u0301\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301", "four marks a letter are enough"],
    ["e\u0301\u0301\u200d\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301", "a joiner between them does not count anew"],
    ["a\ud800b",                   "a\ufffdb",      "half a character is none"],
    ["Grüße, 世界",                "Grüße, 世界",   "letters stay"],
  ];
  for (const [text, cleaned, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(cleanText(text), cleaned));
  }
});

describe("a field of one line", () => {
  const rows: readonly [text: string, cleaned: string, because: string][] = [
    [" a\r\n b\t\tc ", "a b c", "white space is one blank"],
    ["a\u2028b", "a b", "whatever its name"],
    ["\u200b\u2800\u3164 ", "", "what nobody sees is nothing"],
    ["\u0301\u0301", "", "marks without a letter are nothing"],
    ["Ada", "Ada", "a name is a name"],
  ];
  for (const [text, cleaned, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(cleanLine(text), cleaned));
  }

  test("is cut between characters as a reader counts them", () => {
    assert.equal(cleanLine("ab👩‍💻cd", 5), "ab");
    assert.equal(cleanLine("abe\u0301\u0301cd", 4), "ab");
    assert.equal(cleanLine("abcdef", 4), "abcd");
  });
});

describe("whatever comes in", () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(
        "\r",
        "\n",
        "\x1b",
        "[",
        "m",
        "\u202e",
        "\u200d",
        "\u0301",
        "\u{e0061}",
        "\ufe0f",
        "a",
        " ",
        "\u2028",
      ),
    ),
    maxLength: 80,
  });

  test("a line keeps the rules of a line, and cleaning it again changes nothing", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = cleanLine(text);
        assert.deepEqual(lineFaults(line), []);
        assert.equal(cleanLine(line), line);
      }),
    );
  });

  test("text has LF as its line end, whatever it came with", () => {
    assert.equal(cleanText("a\r\nb\rc\nd\r\r\ne"), "a\nb\nc\nd\ne");
  });

  test("text keeps the rules of text, and cleaning it again changes nothing", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const cleaned = cleanText(text);
        assert.deepEqual(textFaults(cleaned), []);
        assert.equal(cleanText(cleaned), cleaned);
      }),
    );
  });

  test("a megabyte of marks, joiners or escapes takes no time to speak of", () => {
    for (const piece of ["\u0301", "\u200d", "\x1b[", "\r", "a\u0301\u200d", "\ud800"]) {
      const started = performance.now();
      cleanText(piece.repeat(500_000));
      assert.ok(performance.now() - started < 3000, JSON.stringify(piece));
    }
  });
});
