import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ChannelId } from "../../../src/chat/chat-platform.ts";
import { renderBlock } from "../../../src/chat/web/render-block.ts";
import type { Block } from "../../../src/compose/post.ts";

const setting = { channel: "web:wbus" as ChannelId, now: new Date("2026-11-03T11:04:00Z") };

describe("a block is drawn as", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, block: Block, has: RegExp][] = [
    ["one paragraph a blank line",       { kind: "text", lines: ["a", "b", "", "", "c"] },                    /^<p[^>]*>a\nb<\/p><p[^>]*>c<\/p>$/],
    ["added and removed lines",          { kind: "code", language: "diff", lines: ["+a", "-b", " c"] },       /class="add">\+a<.*class="del">-b<.*class="same"> c</],
    ["file heads before added lines",    { kind: "code", language: "diff", lines: ["--- a/x", "+++ b/x"] },   /class="head">--- a.*class="head">\+\+\+ b/],
    ["hunk heads",                       { kind: "code", language: "diff", lines: ["@@ -1 +1 @@"] },          /class="hunk">/],
    ["quoted code with its changes",     { kind: "quote", lines: ["+a"], code: true },                        /<blockquote[^>]*><pre><span class="add">\+a/],
    ["a refusal among tags in red",      { kind: "tags", tags: [{ name: "Nacked-by", who: "Tom" }] },         /class="pill bad">Nacked-by/],
    ["quotes of a mail by depth",        { kind: "mail", lines: [{ text: "> > x", label: "quote", depth: 2 }] }, /class="quote q2">&gt; &gt; x</],
    ["the fifth depth as the first",     { kind: "mail", lines: [{ text: "x", label: "quote", depth: 5 }] },  /class="quote q1"/],
    ["a diff within a mail",             { kind: "mail", lines: [{ text: "-x", label: "diff", depth: 0 }] },  /class="del">-x</],
    ["other lines of a mail by label",   { kind: "mail", lines: [{ text: "-- ", label: "signature", depth: 0 }] }, /class="is-signature">-- </],
    ["mails that lead to their page",    { kind: "mails", heading: "New", rows: [{ text: "<b>", mail: "k7q2" }] }, /<h4>New<\/h4>.*href="\/m\/k7q2\?in=wbus">&lt;b&gt;</s],
    ["a tree no deeper than the page",   { kind: "tree", rows: [{ depth: 40, title: "t", who: "w", at: "", mail: "k7q2" }] }, /class="in8".*href="\/m\/k7q2\?in=wbus"/s],
  ];
  for (const [what, block, has] of rows) test(what, () => assert.match(String(renderBlock(block, setting)), has));
});
