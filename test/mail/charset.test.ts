import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodeCharset } from "../../src/mail/charset.ts";

const octets = (latin1: string) => Buffer.from(latin1, "latin1");

describe("octets in a charset", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [charset: string, octets: Buffer, text: string, because: string][] = [
    ["utf-8",        Buffer.from("Grüße 世界"),       "Grüße 世界", "it is what it says"],
    ["UTF8",         Buffer.from("\ufeffa"),          "a",        "a byte order mark says nothing"],
    ["",             Buffer.from("ü"),                "ü",        "none stated: UTF-8"],
    ["",             octets("Gr\xfc\xdfe"),           "Grüße",    "or what people used before"],
    ["us-ascii",     Buffer.from("ü"),                "ü",        "us-ascii with more than ASCII is the same guess"],
    ["utf-8",        octets("Gr\xfc\xdfe"),           "Grüße",    "so is UTF-8 that cannot be"],
    ["utf-8",        Buffer.from("世界世界").subarray(0, 11), "世界世\ufffd", "a cut-off letter does not spoil the rest"],
    ["iso-8859-1",   octets("\x93q\x94"),             "“q”",      "latin1 is windows-1252 in practice"],
    ["ISO_8859-15",  octets("\xa4"),                  "€",        "names are written in many ways"],
    ["windows-1251", octets("\xcf\xf0\xe8"),          "При",      "Cyrillic"],
    ["koi8-r",       octets("\xf0\xd2\xc9"),          "При",      "Cyrillic, the old way"],
    ["gb2312",       octets("\xc4\xe3\xba\xc3"),      "你好",     "Chinese"],
    ["GB18030",      octets("\x81\x30\x84\x36"),      "¥", "four octets a letter"],
    ["big5",         octets("\xa7\x41"),              "你",       "Chinese, the other way"],
    ["iso-2022-jp",  octets("\x1b$B$\"$$\x1b(B"),     "あい",     "Japanese"],
    ["iso-2022-jp",  octets("\x1b$B$\"$"),            "あ\ufffd", "with an escape that never ends"],
    ["shift_jis",    octets("\x82\xa0"),              "あ",       "Japanese, the other way"],
    ["euc-kr",       octets("\xb0\xa1"),              "가",       "Korean"],
    ["utf-7",        octets("Hi +AGE-b +ADw-b+AD4-"), "Hi ab <b>", "UTF-7 is only text"],
    ["utf-16",       Buffer.from("\ufeffhi", "utf16le"), "hi",    "UTF-16 by its mark"],
    ["utf-16be",     octets("\0h\0i"),                "hi",       "or its name"],
    ["cp437",        octets("\x81"),                  "ü",        "code pages"],
  ];
  for (const [charset, input, text, because] of rows) {
    test(`${charset || "none"}: ${because}`, () =>
      assert.deepEqual(decodeCharset(input, charset), { text, known: true }));
  }

  for (const charset of ["y", "unknown-8bit", "x-unknown", "base64", "hex", "__proto__", "iso-2022-kr"]) {
    test(`${charset} means nothing: it is guessed, and said`, () => {
      assert.deepEqual(decodeCharset(Buffer.from("ü"), charset), { text: "ü", known: false });
      assert.deepEqual(decodeCharset(octets("\xfc"), charset), { text: "ü", known: false });
    });
  }
});
