import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parse } from "discord-markdown-parser";
import fc from "fast-check";
import { renderPost } from "../../../src/chat/discord/render-post.ts";
import type { Block, FooterItem, Post } from "../../../src/compose/post.ts";

const lore: FooterItem = { kind: "link", text: "lore", url: "https://lore.example.org/r/x/" };
const state = (text: string): FooterItem => ({ kind: "state", text, tone: "neutral" });
const id = (text: string): FooterItem => ({ kind: "id", text });

function post(some: Partial<Post> & Pick<Post, "title">): Post {
  return { form: "card", byline: [], blocks: [], footer: [], isCut: false, ...some };
}

describe("a post on Discord", () => {
  const rows: readonly {
    readonly what: string;
    readonly post: Post;
    readonly content: string;
    readonly buttons: string[];
  }[] = [
    {
      what: "a card: subject, who and where, the cover's words, state and id in small",
      post: post({
        title: "wbus: add burst mode",
        tag: "[PATCH 0/4]",
        byline: ["Nora Lind · wbus, also dt-bindings", "4 patches, 6 files, +212 −31"],
        blocks: [{ kind: "quote", lines: ["Sends up to 16 words in one transfer."], code: false }],
        footer: [state("new"), state("4/4 here"), lore, id("k7q2m9xa")],
        mail: "k7q2m9xa",
        at: "2026-11-03T09:59:00Z",
      }),
      content: [
        "**\\[PATCH 0/4] wbus: add burst mode**",
        "Nora Lind · wbus, also dt-bindings",
        "4 patches, 6 files, +212 −31",
        "> Sends up to 16 words in one transfer.",
        "-# new · 4/4 here · [lore](<https://lore.example.org/r/x/>) · k7q2m9xa",
      ].join("\n"),
      buttons: ["full:k7q2m9xa", "follow:k7q2m9xa"],
    },
    {
      what: "a review reply: each remark below the code it answers",
      post: post({
        form: "reply",
        title: "Tom Okafor",
        anchor: "on 2/4 · ring.c:212 wbus_fill()",
        blocks: [
          { kind: "quote", lines: ["+ if (!ring->head)", "+         return -EAGAIN;"], code: true },
          { kind: "text", lines: ["Head is read outside the lock here."] },
          { kind: "quote", lines: ["+ udelay(50);"], code: true },
          { kind: "text", lines: ["Why 50? The datasheet says 5."] },
        ],
        footer: [state("38 quoted lines out"), lore, id("p9dk4c2x")],
        mail: "p9dk4c2x",
        isCut: true,
      }),
      content: [
        "**Tom Okafor** on 2/4 · ring.c:212 wbus\\_fill()",
        "> `+ if (!ring->head)`",
        "> `+         return -EAGAIN;`",
        "Head is read outside the lock here.",
        "",
        "> `+ udelay(50);`",
        "Why 50? The datasheet says 5.",
        "-# 38 quoted lines out · [lore](<https://lore.example.org/r/x/>) · p9dk4c2x",
      ].join("\n"),
      buttons: ["full:p9dk4c2x"],
    },
    {
      what: "a suggested change, in a fence that Discord colours",
      post: post({
        form: "reply",
        title: "Ines Marsh",
        blocks: [{ kind: "code", language: "diff", lines: ["-old", "+new"] }],
        mail: "a1b2c3d4",
      }),
      content: "**Ines Marsh**\n```diff\n-old\n+new\n```",
      buttons: [],
    },
    {
      what: "a digest, each mail with its short id",
      post: post({
        form: "line",
        title: "wbus, Sunday",
        anchor: "· 2 new",
        blocks: [
          { kind: "mails", heading: "Landed", rows: [{ text: "burst mode v2", mail: "k7q2m9xa" }] },
          {
            kind: "mails",
            heading: "New",
            rows: [
              { text: "clk: quirk table", mail: "c7q2m9xa" },
              { text: "wbus: fix typo", mail: "d7q2m9xa" },
            ],
          },
        ],
      }),
      content: [
        "**wbus, Sunday** · 2 new",
        "**Landed** burst mode v2 · k7q2m9xa",
        "**New**",
        "· clk: quirk table · c7q2m9xa",
        "· wbus: fix typo · d7q2m9xa",
      ].join("\n"),
      buttons: [],
    },
  ];
  for (const row of rows)
    test(row.what, () => {
      const { content, buttons } = renderPost(row.post);
      assert.equal(content, row.content);
      assert.deepEqual(
        buttons.map((button) => button.id),
        row.buttons,
      );
    });
});

interface Node {
  readonly type: string;
  readonly content?: string | readonly Node[];
  readonly target?: string;
}

/** Every piece of Markdown that is more than text, as a client builds it. */
function pieces(markdown: string): Node[] {
  const all = (nodes: readonly Node[]): Node[] =>
    nodes.flatMap((node) => [node, ...(Array.isArray(node.content) ? all(node.content) : [])]);
  return all(parse(markdown, "extended") as readonly Node[]).filter(
    ({ type }) => !["text", "br", "newline"].includes(type),
  );
}

describe("whatever a mail says", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          ..."*_~`|<>#-\\[]()@:. ".split(""),
          "```",
          "||",
          "**",
          "@everyone",
          "<@42>",
          "<#1>",
          "<t:1:R>",
          "[a](https://evil.example.org)",
          "https://a.example.org/x_y",
          "word",
          "👩‍👩‍👧‍👦",
          "e\u0301",
        ),
        { maxLength: 25 },
      )
      .map((parts) => parts.join("")),
  );
  const line = nasty.map((text) => text.replace(/[\n\r\t]/g, " "));
  const lines = fc.array(line, { minLength: 1, maxLength: 12 });
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constant("quote" as const), lines, code: fc.boolean() }),
    fc.record({ kind: fc.constant("text" as const), lines }),
    fc.record({
      kind: fc.constant("code" as const),
      language: fc.constantFrom("diff" as const, "text" as const),
      lines,
    }),
    fc.record({ kind: fc.constant("list" as const), items: lines }),
    fc.record({
      kind: fc.constant("tags" as const),
      tags: fc.array(fc.record({ name: line, who: line }), { maxLength: 4 }),
    }),
  );
  const anyPost = fc.record({
    form: fc.constantFrom("card" as const, "reply" as const, "line" as const),
    title: line.map((text) => text || "(no subject)"),
    byline: fc.array(line, { maxLength: 3 }),
    blocks: fc.array(block, { maxLength: 6 }),
    footer: line.map((text): FooterItem[] => [state(text), lore, id("k7q2m9xa")]),
    isCut: fc.boolean(),
    mail: fc.constant("k7q2m9xa"),
  });

  test("its post has at most 2,000 characters and 30 pieces of Markdown, all of them ours", () => {
    fc.assert(
      fc.property(anyPost, (some) => {
        const { content } = renderPost(some);
        assert.ok(content.length <= 2000, `${content.length} characters`);
        assert.ok(content.isWellFormed());
        const found = pieces(content);
        assert.ok(found.length <= 30, `${found.length} pieces`);
        for (const { type, target } of found) {
          assert.ok(
            [
              "strong",
              "blockQuote",
              "inlineCode",
              "codeBlock",
              "subtext",
              "link",
              "autolink",
              "url",
              "twemoji",
            ].includes(type),
            `${type} in ${content}`,
          );
          if (type === "link") assert.equal(target, "https://lore.example.org/r/x/");
        }
      }),
      { numRuns: 5000 },
    );
  });
});
