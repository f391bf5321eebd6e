import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { renderPost } from "../../../src/chat/matrix/render-post.ts";
import type { Block, Post } from "../../../src/compose/post.ts";

const card: Post = {
  form: "card",
  title: "wbus: add burst mode",
  tag: "[PATCH 0/4]",
  byline: ["Nora Lind · wbus, also dt-bindings", "4 patches, 6 files, +212 −31"],
  blocks: [{ kind: "quote", lines: ["Sends up to 16 words in one transfer.", "It halves the load."], code: false }],
  footer: [
    { kind: "state", text: "new · 4/4 here", tone: "neutral" },
    { kind: "link", text: "lore", url: "https://lore.example.org/r/1@dev.example.org/" },
    { kind: "id", text: "k7q2m9xa" },
  ],
  isCut: false,
  mail: "k7q2m9xa",
};

test("a card is its words in plain text, and in few tags", () => {
  const { body, formattedBody, isWhole } = renderPost(card);
  assert.equal(
    body,
    `[PATCH 0/4] wbus: add burst mode
Nora Lind · wbus, also dt-bindings
4 patches, 6 files, +212 −31
> Sends up to 16 words in one transfer.
> It halves the load.
new · 4/4 here · lore https://lore.example.org/r/1@dev.example.org/ · k7q2m9xa`,
  );
  assert.equal(
    formattedBody,
    "<b>[PATCH 0/4] wbus: add burst mode</b><br>Nora Lind · wbus, also dt-bindings<br>4 patches, 6 files, +212 −31" +
      "<blockquote>Sends up to 16 words in one transfer.<br>It halves the load.</blockquote>" +
      'new · 4/4 here · <a href="https://lore.example.org/r/1@dev.example.org/">lore</a> · k7q2m9xa',
  );
  assert.ok(isWhole);
});

describe("a block is shown:", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, block: Block, html: string, text: string][] = [
    ["code that is quoted", { kind: "quote", lines: ["+\tif (!ring->head)", ""], code: true },
      "<blockquote><code>+\u00a0\u00a0\u00a0\u00a0if (!ring-&gt;head)</code><br></blockquote>", "> +\tif (!ring->head)\n>"],
    ["text, its blanks kept", { kind: "text", lines: ["  a  b", "", "c"] }, "\u00a0\u00a0a\u00a0\u00a0b<br><br>c", "  a  b\n\nc"],
    ["a diff", { kind: "code", language: "diff", lines: ["-\ta  b", "+ <b>"] }, "<pre><code>-\ta  b\n+ &lt;b&gt;\n</code></pre>", "-\ta  b\n+ <b>"],
    ["a list", { kind: "list", items: ["drop it", "a & b"] }, "<ul><li>drop it</li><li>a &amp; b</li></ul>", "• drop it\n• a & b"],
    ["tags", { kind: "tags", tags: [{ name: "Reviewed-by", who: "Ines Marsh" }] }, "Reviewed-by: Ines Marsh", "Reviewed-by: Ines Marsh"],
    ["one mail under a heading", { kind: "mails", heading: "Landed", rows: [{ text: "burst mode", mail: "k7q2" }] }, "<b>Landed</b> burst mode · k7q2", "Landed burst mode · k7q2"],
    ["mails under a heading", { kind: "mails", heading: "New", rows: [{ text: "a", mail: "1" }, { text: "b", mail: "2" }] }, "<b>New</b><br>· a · 1<br>· b · 2", "New\n· a · 1\n· b · 2"],
    ["a tree", { kind: "tree", rows: [{ depth: 1, title: "Re: x", who: "Tom", at: "2026-11-17T09:00:00Z", mail: "k7" }] }, "\u2003Tom · Re: x · 2026-11-17 09:00 UTC · k7", "\u2003Tom · Re: x · 2026-11-17 09:00 UTC · k7"],
    ["a mail", { kind: "mail", lines: [{ text: ">> why", label: "quote", depth: 2 }, { text: "so", label: "own", depth: 0 }] as never }, "&gt; &gt; why<br>so", "> > why\nso"],
  ];
  for (const [what, block, html, text] of rows)
    test(what, () => {
      const post: Post = { form: "answer", title: "T", byline: [], blocks: [block], footer: [], isCut: false };
      const { body, formattedBody } = renderPost(post);
      assert.equal(body, `T\n${text}`.trim());
      assert.equal(formattedBody.replace(/^<b>T<\/b>(?:<br>)?/, ""), html);
    });
});

test("what was cut tells how to get the rest, before the links", () => {
  const { body } = renderPost({ ...card, isCut: true });
  assert.match(body, /new · 4\/4 here · !full · lore /);
});

test("what takes more octets than an event has room for is cut", () => {
  const long: Post = {
    ...card,
    form: "answer",
    blocks: [{ kind: "text", lines: Array.from({ length: 2000 }, () => "é & <") }],
  };
  const { body, formattedBody, isWhole } = renderPost(long);
  assert.ok(Buffer.byteLength(body + formattedBody) <= 12_000);
  assert.ok(!isWhole);
});

test("a link that does not lead where it seems to is its word alone", () => {
  for (const url of ["javascript:alert(1)", "https://kit@evil.example.org/", "mailto:x@example.org"]) {
    const { body, formattedBody } = renderPost({ ...card, footer: [{ kind: "link", text: "lore", url }] });
    assert.match(body, /\nlore$/);
    assert.doesNotMatch(formattedBody, /<a/);
  }
});
