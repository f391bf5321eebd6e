import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodeOctets, decodeWords } from "../../src/mail/encoded-words.ts";

describe("header text", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [header: string, text: string, because: string][] = [
    ["plain",                                             "plain",       "most has no encoded words"],
    ["=?utf-8?Q?Gr=C3=BC=C3=9Fe?=",                       "Grüße",       "Q"],
    ["=?UTF-8?B?R3LDvMOfZQ==?=",                          "Grüße",       "B"],
    ["=?utf-8?q?a_b?= c =?utf-8?q?d?=",                   "a b c d",     "blanks beside other words stay"],
    ["=?utf-8?q?a?=\r\n =?utf-8?q?b?=",                   "ab",          "between two words they go"],
    ["=?utf-8?b?w7w=?= =?iso-8859-1?q?=FC?=",             "üü",          "also between two charsets"],
    ["=?utf-8?q?=C3?= =?utf-8?q?=BC?=",                   "ü",           "a letter may be split over two"],
    ["=?utf-8?b?5L+?= =?utf-8?b?oQ==?=",                  "信",          "in base64 too"],
    ["=?iso-2022-jp?B?GyRCJCIkJBsoQg==?=",                "あい",        "Japanese"],
    ["=?utf-8*en?q?a?=",                                  "a",           "a language may be named (RFC 2231)"],
    ["=?y?q?=C3=BC?=",                                    "ü",           "the charset \"y\" is guessed"],
    ["[PATCH] =?utf-8?q?broken",                          "[PATCH] =?utf-8?q?broken", "a word that never ends is text"],
    ["=?utf-8?q?a=0D=0Ab=00?=",                           "a\r\nb\0",    "it may hold anything: cleaning comes later"],
  ];
  for (const [header, text, because] of rows) {
    test(`${JSON.stringify(header)}: ${because}`, () => assert.equal(decodeWords(header), text));
  }

  test("of 8,000 words is decoded in a moment", () => {
    const started = performance.now();
    decodeWords("=?utf-8?q?a?= ".repeat(8000));
    decodeWords("=?a?q?".repeat(8000));
    assert.ok(performance.now() - started < 1000);
  });

  test("in raw octets is UTF-8, or what people used before", () => {
    assert.equal(decodeOctets("\xc3\xbc"), "ü");
    assert.equal(decodeOctets("\xfc"), "ü");
  });
});
