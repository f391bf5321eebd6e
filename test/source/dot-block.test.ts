import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { dotBlock } from "../../src/source/dot-block.ts";

const sizes = { whole: 4 << 20, head: 1 << 20 };

/** What is taken out of `pieces`, and what is left behind the block. */
function taken(pieces: readonly (string | Buffer)[], most = sizes) {
  const coming = dotBlock(most);
  let rest: Buffer | undefined;
  for (const piece of pieces) {
    const octets = Buffer.from(piece as string, "latin1");
    if (rest !== undefined) rest = Buffer.concat([rest, octets]);
    else rest = coming.take(octets);
  }
  const { bytes, size } = coming.block();
  return { text: bytes.toString("latin1"), size, rest: rest?.toString("latin1") };
}

describe("a block of lines", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [said: string, text: string, rest: string | undefined, because: string][] = [
    ["a\r\nb\r\n.\r\n",            "a\r\nb\r\n",         "",      "a dot alone ends it"],
    [".\r\n",                      "",                   "",      "it may be empty"],
    ["a\r\n..b\r\n.\r\n",          "a\r\n.b\r\n",        "",      "a dot at the head of a line was added"],
    ["..\r\n...\r\n.\r\n",         ".\r\n..\r\n",        "",      "one dot of them"],
    [".a\r\n.\r\n",                "a\r\n",              "",      "also where the server forgot to double it"],
    ["a.\r\n.\r\n",                "a.\r\n",             "",      "a dot elsewhere is text"],
    ["a\n.\nb\r\n.\r\n",           "a\n.\nb\r\n",        "",      "a bare line feed ends no line"],
    ["a\r.\r\nb\r\n.\r\n",         "a\r.\r\nb\r\n",      "",      "nor does a bare carriage return"],
    ["a\r\n.\r\n205 bye\r\n",      "a\r\n",              "205 bye\r\n", "what comes after it is no part of it"],
    ["a\r\n.",                     "a\r\n",              undefined, "it goes on until its end came"],
    ["a\r\nbc",                    "a\r\nbc",            undefined, "it goes on until its end came"],
  ];
  for (const [said, text, rest, because] of rows) {
    test(`${JSON.stringify(said)} is ${JSON.stringify(text)}, since ${because}`, () => {
      assert.deepEqual(taken([said]), { text, size: text.length, rest });
      assert.deepEqual(taken([...said]), { text, size: text.length, rest });
    });
  }

  test("is what was sent, however it is cut", () => {
    const line = fc.stringMatching(/^[.ab\r\n]{0,6}$/);
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(40)), (lines, cuts) => {
        const text = lines.map((one) => `${one.replace(/\r\n/g, "\n").replace(/\r$/, "")}\r\n`).join("");
        const sent = `${text.replace(/^\.|(?<=\r\n)\./g, "..")}.\r\nafter`;
        const at = [0, ...cuts.toSorted((a, b) => a - b), sent.length];
        const pieces = at.slice(1).map((end, index) => sent.slice(at[index], end));
        assert.deepEqual(taken(pieces), { text, size: text.length, rest: "after" });
      }),
    );
  });

  test("that is large is kept up to its beginning, and its size is told without the dots that were added", () => {
    const text = `${"x".repeat(60)}\r\n.${"y".repeat(50)}\r\n`;
    const sent = `${text.replace(/\n\./, "\n..")}.\r\n`;
    assert.deepEqual(taken([...sent], { whole: 100, head: 20 }), { text: "x".repeat(20), size: text.length, rest: "" });
    assert.deepEqual(taken([sent], { whole: text.length, head: 20 }), { text, size: text.length, rest: "" });
  });

  test("of one line of many megabytes is read in the time of its length", () => {
    const piece = Buffer.alloc(64 << 10, "x");
    const { size, rest } = taken([...Array.from({ length: 320 }, () => piece), "\r\n.\r\n"]);
    assert.deepEqual([size, rest], [320 * piece.length + 2, ""]);
  });
});
