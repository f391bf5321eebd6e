import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { listNamed, newsMail } from "../../src/source/nntp-article.ts";

const LIST = "wbus.lists.example.org";
const article = (text: string) => ({ bytes: Buffer.from(text), size: text.length });

describe("an article's mail", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, list: string | undefined, above: string, because: string][] = [
    ["Subject: a\r\n\r\nb\r\n",                              LIST,      `List-Id: <${LIST}>\r\n`, "the article names no list"],
    ["Subject: a\r\n\r\nList-Id: <b>\r\n",                   LIST,      `List-Id: <${LIST}>\r\n`, "what its text says does not count"],
    ["Subject: a\r\n",                                       LIST,      `List-Id: <${LIST}>\r\n`, "a header alone is a mail"],
    ["Subject: a\r\nlist-ID: <other.example.org>\r\n\r\nb",  LIST,      "",                       "it names one itself"],
    ["List-Id:\r\n\r\nb",                                    LIST,      "",                       "an empty one is its own affair"],
    ["Subject: a\r\n\r\nb\r\n",                              undefined, "",                       "no list was told"],
  ];
  for (const [text, list, above, because] of rows) {
    test(`of ${JSON.stringify(text)} has ${above === "" ? "no line" : "a List-Id"} added, since ${because}`, () => {
      const { bytes, wholeSize } = newsMail(article(text), list);
      assert.equal(Buffer.from(bytes).toString(), above + text);
      assert.equal(wholeSize, bytes.length);
    });
  }

  test("of which the beginning is here is as large as it was, and the line", () => {
    const { bytes, wholeSize } = newsMail({ bytes: Buffer.from("Subject: a\r\n"), size: 5_000_000 }, LIST);
    assert.equal(wholeSize - 5_000_000, bytes.length - 12);
  });
});

describe("the list that a header names", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, list: string | undefined][] = [
    [`List-Id: <${LIST.toUpperCase()}>\r\n\r\n`,                     LIST],
    [`Subject: a\r\nList-Id: The bus\r\n\t<${LIST}>\r\n\r\nb`,       LIST],
    [`Subject: a\r\n\r\nList-Id: <${LIST}>\r\n`,                     undefined],
    ["Subject: a\r\n",                                               undefined],
  ];
  for (const [text, list] of rows) {
    test(`${JSON.stringify(text)}: ${list}`, () => assert.equal(listNamed(Buffer.from(text)), list));
  }
});
