import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parse } from "discord-markdown-parser";
import fc from "fast-check";
import { ago, fenced, inlineCode, ownLink, plain } from "../../../src/chat/discord/markdown.ts";

interface Node {
  readonly type: string;
  readonly content?: string | readonly Node[];
  readonly target?: string;
}

const nodes = (markdown: string): readonly Node[] => parse(markdown, "extended") as readonly Node[];

/** What a reader sees, where nothing but text and bare links came out; else what came out. */
function read(markdown: string): string {
  return nodes(markdown)
    .map((node) => {
      if (node.type === "text" || node.type === "twemoji") return node.type === "text" ? node.content : markdown;
      if (node.type === "br" || node.type === "newline") return "\n";
      if (node.type === "autolink" || node.type === "url") return node.target;
      return `[${node.type}]`;
    })
    .join("");
}

describe("a line of text", () => {
  const rows: readonly string[] = [
    "calls wbus_fill_ring() twice",
    "*stars* and **more** and ***most***",
    "__init__ and _once_ and a _ alone",
    "`ticks` and ``two`` and ```three```",
    "~~struck~~ and ||hidden|| and a || b",
    "# a heading",
    "-# small",
    "> a quote",
    ">>> all quote",
    "- an item",
    "12. a point",
    "[a link](https://example.org/x) and [one](<https://example.org>)",
    "<@42> <@!42> <@&42> <#42> <:smile:42> <a:wave:42> <t:1700000000:R> </full:42> <id:browse>",
    "@everyone and @here",
    "a path C:\\temp\\*.c and an end \\",
    "javascript:alert(1) discord://x steam://run/1 mailto:ada...@example.org tel:123",
    "¯\\_(ツ)_/¯",
    "https:// alone, http://user:pw@example.org/ and https://exämple.org/",
  ];
  for (const row of rows)
    test(`reads as it was written: ${row}`, () => {
      assert.equal(read(plain(row)), row);
    });

  test("keeps a web address whole, without a preview", () => {
    assert.equal(plain("see https://example.org/a_b_c*d."), "see <https://example.org/a_b_c%2Ad>.");
    assert.equal(plain("(https://example.org/a)"), "(<https://example.org/a>)");
  });

  test("reads as it was written, whatever was written", () => {
    const pieces = fc.constantFrom(..."*_`~|<>@#:-+.()[]\\/ 1ab".split(""), "https://a.b/", "**", "```", "@everyone");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const line = parts.join("");
        if (/https?:\/\//.test(line)) return;
        assert.equal(read(plain(line)), line);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("code", () => {
  test("a line of code is code and nothing else, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "a", " ", "*", "\\"), maxLength: 12 }), (line) => {
        const code = nodes(inlineCode(line));
        if (line.trim() === "") assert.deepEqual(code, []);
        else
          assert.deepEqual(
            code.map(({ type }) => type),
            ["inlineCode"],
            inlineCode(line),
          );
      }),
      { numRuns: 2000 },
    );
  });

  test("a fence closes once, at its end", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("`", "a", " ", "\n"), maxLength: 8 })), (lines) => {
        const found = nodes(fenced(lines, "diff"));
        const isBlank = lines.every((line) => line.trim() === "");
        assert.deepEqual(
          found.map(({ type }) => type),
          isBlank ? [] : ["codeBlock"],
        );
      }),
    );
  });
});

test("our own word is a link only where its target is a plain web address", () => {
  assert.equal(ownLink("lore", "https://lore.example.org/r/a@b/"), "[lore](<https://lore.example.org/r/a@b/>)");
  for (const url of [
    "javascript:alert(1)",
    "https://x@example.org/",
    "https://example.org/a b",
    "https://exämple.org/",
  ])
    assert.equal(ownLink("lore", url), "lore");
});

test("a moment is told in seconds since 1970", () => {
  assert.equal(ago("2026-11-03T10:00:00Z"), "<t:1793700000:R>");
});
