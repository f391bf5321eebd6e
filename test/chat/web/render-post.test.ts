import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { ChannelId } from "../../../src/chat/chat-platform.ts";
import type { StoredPost } from "../../../src/chat/web/post-file.ts";
import type { Looking } from "../../../src/chat/web/render-follow.ts";
import { renderAnswer, renderReply, renderStreamItem, renderThreadCard } from "../../../src/chat/web/render-post.ts";
import type { Block, Post } from "../../../src/compose/post.ts";
import { wordsOf } from "./browserless.ts";
import { post } from "./wbus-posts.ts";

const channel = "web:wbus" as ChannelId;
const now = new Date("2026-11-03T11:04:00Z");
const at = now.toISOString();

/** One who follows what is shown and is mentioned by it, so that everything that can be said of it is. */
const looking: Looking = { now, user: "web:local", followed: new Set(["k"]), commandId: "c1" };

function stored(content: Post): StoredPost {
  const mentions = ["web:local"];
  return { seq: 7, change: 9, channel, key: "k", level: "silent", mentions, postedAt: at, post: content };
}

/** A post that has `words` wherever text from a mail can stand. */
function fullOf(words: string): Post {
  const lines = [words];
  const blocks: Block[] = [
    { kind: "quote", lines, code: false },
    { kind: "quote", lines, code: true },
    { kind: "text", lines },
    { kind: "code", language: "diff", lines },
    { kind: "code", language: "text", lines },
    { kind: "list", items: lines },
    { kind: "tags", tags: [{ name: words, who: words }] },
    { kind: "mails", heading: words, rows: [{ text: words, mail: words }] },
    { kind: "tree", rows: [{ depth: 3, title: words, who: words, at, mail: words }] },
    { kind: "mail", lines: [{ text: words, label: "quote", depth: 2 }] },
  ];
  return {
    form: "reply",
    title: words,
    tag: words,
    anchor: words,
    byline: [words, words],
    blocks,
    footer: [
      { kind: "state", text: words, tone: "bad" },
      { kind: "link", text: words, url: words },
      { kind: "id", text: words },
    ],
    isCut: true,
    mail: words,
    counted: [{ mail: words, label: words, who: words, at: words }],
    file: { name: words, type: "text/plain", text: words },
  };
}

function everyRendering(content: Post): string {
  const place = { channel, card: 7 };
  const item = stored(content);
  return [
    renderStreamItem({ stored: item, replies: 2, unread: 1, isFirstNew: true, follows: item }, place, looking),
    renderReply(item, item, place, looking),
    renderThreadCard({ ...item, post: { ...content, form: "card" } }, place, looking),
    renderAnswer(content, "a1", { channel, now }),
  ].join("\n");
}

/** Elements and the names of their attributes, without any content. */
function skeleton(markup: string): string[] {
  return Array.from(
    markup.matchAll(/<(\/?[a-z0-9]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>|</g),
    ([all, name, attributes]) =>
      name === undefined ? `? ${all}` : `${name} ${attributes?.replace(/="[^"]*"/g, "").trim()}`,
  );
}

test("whatever a mail holds, the elements of the page are the same", () => {
  const plain = skeleton(everyRendering(fullOf("words")));
  assert.ok(!plain.some((part) => part.startsWith("?")));
  const hostile = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc
      .array(
        fc.constantFrom(
          "<",
          ">",
          '"',
          "'",
          "&",
          "/",
          "=",
          "`",
          "script",
          "img src=x onerror=",
          "]]>",
          "-->",
          "&lt;",
          " ",
        ),
        {
          minLength: 1,
        },
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(
      hostile.filter((words) => /\S/.test(words) && !/^[+\-@]|PATCH/i.test(words)),
      (words) => {
        assert.deepEqual(skeleton(everyRendering(fullOf(words))), plain);
      },
    ),
  );
});

test("text is shown as it was written", () => {
  const words = `<script>alert("1")</script> & &amp; 'x' <!-- -->`;
  const shown = wordsOf(
    String(
      renderReply(
        stored(post({ title: "x", blocks: [{ kind: "text", lines: [words] }] })),
        undefined,
        { channel },
        looking,
      ),
    ),
  );
  assert.ok(shown.includes(words), shown);
});

describe("a link of the footer", () => {
  const rows: readonly [url: string, isLink: boolean][] = [
    ["https://lore.example.org/wbus/", true],
    ["http://lists.example.org/", true],
    ["javascript:alert(1)", false],
    ["JaVaScRiPt:alert(1)", false],
    [" javascript:alert(1)", false],
    ["data:text/html,x", false],
    ["//lists.example.org/", false],
    ["/m/k7q2", false],
    ["", false],
  ];
  for (const [url, isLink] of rows) {
    test(`to ${JSON.stringify(url)} is ${isLink ? "one" : "a word only"}`, () => {
      const footer = [{ kind: "link", text: "lore", url }] as const;
      const markup = String(renderThreadCard(stored(post({ title: "x", footer })), { channel }, looking));
      assert.equal(markup.includes('class="out"'), isLink);
      assert.ok(wordsOf(markup).includes("lore"));
    });
  }
});

describe("a card says", () => {
  const card = (some: Partial<Post>, known: Partial<Parameters<typeof renderStreamItem>[0]> = {}) =>
    String(
      renderStreamItem(
        { stored: stored(post({ title: "burst mode", ...some })), replies: 0, unread: 0, isFirstNew: false, ...known },
        { channel },
        looking,
      ),
    );
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, markup: string, has: RegExp][] = [
    ["how many replies it has",        card({}, { replies: 4 }),                   />4 replies</],
    ["how many of them are new",       card({}, { replies: 4, unread: 2 }),        />2 new</],
    ["that there is more in the mail", card({ mail: "k7q2", isCut: true }),        /class="full cut">full</],
    ["the patch where there is one",   card({ mail: "k7q2", tag: "[PATCH]" }),     /href="\/m\/k7q2\/patch\?in=wbus"/],
    ["how it stands, by its edge",     card({ footer: [{ kind: "state", text: "open", tone: "bad" }] }), /class="item card bad[ "]/],
    ["which card it moves on",         card({}, { follows: stored(post({ title: "version one" })) }), /class="follows"[^>]*>.*version one/s],
  ];
  for (const [what, markup, has] of rows) test(what, () => assert.match(markup, has));
});
