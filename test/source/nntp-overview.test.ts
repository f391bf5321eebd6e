import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { overviewRows } from "../../src/source/nntp-overview.ts";

const date = "Thu, 26 Nov 2026 10:00:00 +0000";

describe("of an overview", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, numbers: readonly number[], because: string][] = [
    [`1\ts\tf\t${date}\t<i>\t\t9\t1\r\n3\ts\tf\t${date}\t<j>\t\t9\t1\r\n`, [1, 3], "each line is an article"],
    [`3\ts\tf\t${date}\r\n1\ts\tf\t${date}\r\n`,  [1, 3], "they come in the order of their numbers"],
    [`2\ts\tf\t${date}\r\n2\tt\tf\t${date}\r\n`,  [2],    "each once"],
    [`9\ts\tf\t${date}\r\n`,                      [],     "nobody asked for this one"],
    ["two\ts\r\n\r\n-1\ts\r\n1e0\ts\r\n",         [],     "these are no numbers"],
    ["2\r\n",                                     [2],    "fields may be missing"],
  ];
  for (const [text, numbers, because] of rows) {
    test(`${JSON.stringify(text)}: ${JSON.stringify(numbers)}, since ${because}`, () =>
      assert.deepEqual(
        overviewRows(text, 1, 5).map(({ number }) => number),
        numbers,
      ));
  }

  // biome-ignore format: the columns are the specification
  const dates: readonly [written: string, iso: string | undefined][] = [
    [date,                                    "2026-11-26T10:00:00.000Z"],
    ["26 Nov 2026 11:00:00 +0100 (CET)",      "2026-11-26T10:00:00.000Z"],
    ["yesterday",                             undefined],
    ["",                                      undefined],
  ];
  for (const [written, iso] of dates) {
    test(`the date ${JSON.stringify(written)} is ${iso}`, () => {
      const [row] = overviewRows(`1\ts\tf\t${written}\t<i>\r\n`, 1, 1);
      assert.equal(row?.date?.toISOString(), iso);
    });
  }
});
