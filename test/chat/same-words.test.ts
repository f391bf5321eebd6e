import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "discord-markdown-parser";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { contentOf } from "../../src/chat/discord/render-post.ts";
import { textsOf } from "../../src/chat/matrix/render-post.ts";
import { renderAnswerBody } from "../../src/chat/web/render-post.ts";
import type { Block, Post } from "../../src/compose/post.ts";
import { noCorpora, threadMails } from "../support/corpora.ts";
import { type HostileMail, postsOf, postsOfOctets } from "../support/hostile-mail.ts";
import { parsedHtml, seenIn } from "../support/html-text.ts";

/** One part of a post as each platform shows it, back in plain words. */
const platforms: Readonly<Record<string, (post: Post) => string>> = {
  discord: (post) => seenInMarkdown(parse(contentOf(post), "extended") as readonly MarkdownNode[]),
  matrix: (post) => seenIn(parsedHtml(textsOf(post).formattedBody).root),
  "matrix, plain": (post) => textsOf(post).body,
  web: (post) =>
    seenIn(parsedHtml(String(renderAnswerBody(post, { channel: "web:wbus" as ChannelId, now: new Date(0) }))).root),
};

interface MarkdownNode {
  readonly type: string;
  readonly content?: string | readonly MarkdownNode[];
  readonly name?: string;
}

function seenInMarkdown(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map(({ type, content, name }) =>
      type === "br" || type === "newline"
        ? "\n"
        : typeof content === "object"
          ? seenInMarkdown(content)
          : (content ?? name ?? ""),
    )
    .join("");
}

const bare = (post: Post): Post => ({
  form: "answer",
  title: "",
  byline: [],
  blocks: [],
  footer: [],
  isCut: false,
  ...(post.mail !== undefined && { mail: post.mail }),
});

/** The parts of a post, each as a post of its own. */
function partsOf(post: Post): readonly (readonly [what: string, part: Post])[] {
  const { tag, title, byline, blocks, footer } = post;
  return [
    ["title", { ...bare(post), title, ...(tag !== undefined && { tag }) }],
    ...byline.map((line) => ["byline", { ...bare(post), byline: [line] }] as const),
    ...blocks.map((block) => [block.kind, { ...bare(post), blocks: [block] }] as const),
    ...footer.map((item) => [item.kind, { ...bare(post), footer: [item] }] as const),
  ];
}

/** What differs by design: white space, the marks of quotes and lists, a colon where the web chat has a frame, and targets. */
function words(text: string, what: string): string {
  const plain = text.replace(/[\s\u200b>•↗]+/gu, "");
  if (what === "tags") return plain.replaceAll(":", "");
  return what === "link" ? plain.replace(/https?:.*$/, "") : plain;
}

function assertSame(post: Post): number {
  const parts = partsOf(post);
  for (const [what, part] of parts) {
    const said = Object.entries(platforms).map(([name, show]) => [name, words(show(part), what)] as const);
    for (const [name, text] of said) assert.equal(text, said[0]![1], `${what} on ${name}`);
    assert.notEqual(said[0]![1] === "" && !isBlank(part.blocks[0]), true, `${what} says nothing`);
  }
  return parts.length;
}

function isBlank(block: Block | undefined): boolean {
  return (
    block !== undefined &&
    "lines" in block &&
    block.lines.every((line) => (typeof line === "string" ? line : line.text).trim() === "")
  );
}

const names = ["Nora Lind", "Tom Okafor", "Ines Marsh", "Kit Walsh (clk)", 'Ravi "rd" Dey'];
const bodies: readonly (readonly string[])[] = [
  ["Sends up to 16 words in one transfer.", "It halves the interrupt load."],
  [
    "Three reasons:",
    "",
    "1. user space probes flags",
    "2. a new ioctl needs its own compat path",
    "3. it is **simple** <b>here</b>",
  ],
  ["if (!ring->head)", "\treturn -EAGAIN;", "x = a * b * c; /* __init__ and `ticks` */"],
  ["Looks fine.", "", "Reviewed-by: Ines Marsh <ines@example.org>", "Tested-by: Kit Walsh <kit@example.org>"],
  ["See https://example.org/a_b_c?x=1&y=<2> and #42, @everyone and ~~not~~.", "", "> not a quote of anything"],
  ["Grüße aus Köln — “quotes”, 한국어, ‘ß’, 👍🏽", "- one", "- two", "+ three"],
  ["# not a heading", "-# nor small", "1) nor a list", "|| nor a spoiler ||"],
  [...Array.from({ length: 40 }, (_, n) => `Line ${n} of a long mail that says little & much < more.`)],
  ['Fixes: 9c1f02d4a1b2 ("wbus: cache the clock")', "Cc: stable@example.org", "", "a\u00a0b  c   d"],
  ["```", "code in ticks", "```", "``` and more"],
];
const mails: readonly HostileMail[] = names.flatMap((name, at) =>
  bodies.map((lines, n) => ({ name, subject: `wbus: part ${at}.${n} of *it* & <that>`, lines })),
);

test(`Discord, Matrix and the web chat say the same, block by block, of ${mails.length} mails`, (t) => {
  let parts = 0;
  for (const mail of mails) {
    const { shown, asked } = postsOf(mail);
    for (const post of [...shown, ...asked]) parts += assertSame(post);
  }
  t.diagnostic(`${parts} parts of ${mails.length * 7} posts`);
});

test("and of real list mail", { skip: noCorpora(500) }, async (t) => {
  let parts = 0;
  for (const { octets } of (await threadMails()).slice(0, 500))
    for (const post of postsOfOctets(octets)) parts += assertSame(post);
  t.diagnostic(`${parts} parts of 1000 posts`);
});
