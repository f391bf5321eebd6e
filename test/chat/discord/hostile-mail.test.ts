import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parse } from "discord-markdown-parser";
import fc from "fast-check";
import { newMessage, roomBeside, threadName } from "../../../src/chat/discord/message.ts";
import { renderPost } from "../../../src/chat/discord/render-post.ts";
import { toAnswer } from "../../../src/chat/discord/to-answer.ts";
import type { Block, Post } from "../../../src/compose/post.ts";
import { type HostileMail, hostileMails, postsOf } from "../../support/hostile-mail.ts";
import { halves, hostileLine } from "../../support/hostile-strings.ts";
import { lineFaults, textFaults } from "../../support/text-rules.ts";

/** Six strings each on average: 3,000 a law, 30,000 in all. */
const RUNS = 500;

interface Node {
  readonly type: string;
  readonly content?: string | readonly Node[];
  readonly name?: string;
  readonly id?: string;
  readonly target?: string;
}

/** A message as it goes to Discord, and the post that it is made of; an answer to somebody's question has none. */
interface Sent {
  readonly content: string;
  readonly post?: Post;
}

/** More than one message names. */
const followers = Array.from({ length: 25 }, (_, at) => `7000000000000000${10 + at}`);

/** Everything that may be said of a mail: unasked, to two who follow, and on request. */
function sentOf(mail: HostileMail): { readonly posted: readonly Sent[]; readonly answers: readonly Sent[] } {
  const { shown, asked } = postsOf(mail);
  const posted = shown.map((post) => ({ post, content: renderPost(post).content }));
  return { posted, answers: toAnswer(asked.slice(0, 1)).concat(toAnswer(asked.slice(1, 2)), toAnswer(asked.slice(2))) };
}

/** A law for all that is sent. */
function law(name: string, holds: (sent: Sent) => void): void {
  test(name, () => {
    fc.assert(
      fc.property(hostileMails(hostileLine), (mail) => {
        const { posted, answers } = sentOf(mail);
        for (const sent of [...posted, ...answers]) holds(sent);
      }),
      { numRuns: RUNS },
    );
  });
}

const all = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node) => [node, ...(Array.isArray(node.content) ? all(node.content) : [])]);

/** The parser takes small print right below a quote for text, which clients do not: for them a line begins there. */
const tree = (content: string): readonly Node[] =>
  parse(content.replace(/^(> .*\n)(?=-# )/gm, "$1\n"), "extended") as readonly Node[];

const isText = ({ type }: Node): boolean => ["text", "br", "newline"].includes(type);

/** What a reader sees. */
function seen(nodes: readonly Node[]): string {
  return nodes
    .map(({ type, content, name }) =>
      type === "br" || type === "newline"
        ? "\n"
        : typeof content === "object"
          ? seen(content)
          : (content ?? name ?? ""),
    )
    .join("");
}

describe("of a mail that means harm", () => {
  law("SIZE: a message has at most 2,000 characters and 30 pieces of Markdown, and is not empty", ({ content }) => {
    assert.ok(content.length <= 2000, `${content.length} characters`);
    assert.notEqual(content.trim(), "");
    const pieces = all(tree(content)).filter((node) => !isText(node));
    assert.ok(pieces.length <= 30, `${pieces.length} pieces`);
  });

  law("MD: its words become text, and the marks are ours, each at its place", ({ content, post }) => {
    for (const { type, content: within } of all(tree(content))) {
      assert.ok(OURS.has(type), `${type} in ${content}`);
      if (type === "strong")
        assert.ok(
          (within as readonly Node[]).every((node) => INLINE.has(node.type)),
          content,
        );
    }
    const top = tree(content).map(({ type }) => type);
    assert.ok(top.filter((type) => type === "subtext").length <= 1, content);
    if (post === undefined) return;
    assert.equal(top[0], "strong");
    assert.equal(top.at(-1), "subtext");
    const isQuoting = post.blocks.some(({ kind }) => kind === "quote");
    assert.ok(isQuoting || !top.includes("blockQuote"), content);
  });

  law("FENCE: a fence is ours, and closes once, at its place", ({ content, post }) => {
    const fences = all(tree(content)).filter(({ type }) => type === "codeBlock");
    const blocks = (post?.blocks ?? []).filter(({ kind }) => kind === "code");
    if (post !== undefined && renderPost(post).isWhole) assert.equal(fences.length, blocks.length, content);
    const code = new Set(blocks.map((block) => bare(textOf(block))));
    for (const fence of fences) assert.ok(code.has(bare(String(fence.content))), content);
  });

  law("MD: a reader sees the words as they were written", ({ content, post }) => {
    if (post === undefined || !renderPost(post).isWhole) return;
    assert.equal(bare(seen(tree(content))), bare(wordsOf(post)));
  });

  law("LINK: a link's words are ours, and every address leads where it seems to", ({ content }) => {
    for (const { type, content: within, target = "" } of all(tree(content))) {
      if (type === "link") {
        assert.match(seen(within as readonly Node[]), /^(?:lore|archive)$/);
        assert.equal(target, "https://lore.example.org/r/1@dev.example.org/");
      }
      if (type !== "autolink") continue;
      assert.equal(seen(within as readonly Node[]), target);
      const { protocol, username, password, hostname } = new URL(target);
      assert.match(protocol, /^https?:$/);
      assert.equal(username + password, "");
      assert.ok(target.toLowerCase().includes(`//${hostname}`), target);
    }
  });

  law("CTRL, BIDI, INVIS, UTF8: nothing hides, reorders or controls", ({ content }) => {
    assert.deepEqual(textFaults(content), []);
  });

  law("UTF8: no letter is cut", ({ content }) => {
    assert.deepEqual(halves(content), [], content);
  });

  law("ADDR: nobody's address stands in it but within a link or a diff", ({ content, post }) => {
    const isDiff = post?.blocks.some((block) => block.kind === "code" && block.language === "diff");
    if (!isDiff) assert.doesNotMatch(seen(tree(content)).replace(/https?:\/\/\S*/gi, ""), /kit\.walsh@example/);
  });

  law("MENTION: nobody is told but those who asked", ({ post }) => {
    if (post === undefined) return;
    for (const mentions of [[], followers]) {
      const rendered = renderPost(post, roomBeside(mentions));
      const { content = "", allowed_mentions } = newMessage({ rendered, level: "silent", mentions });
      const users = mentions.slice(0, 20);
      assert.deepEqual(allowed_mentions, { parse: [], users, replied_user: false });
      assert.ok(content.length <= 2000 && content.startsWith(rendered.content), content);
      const named = all(tree(content)).filter(({ type }) => MENTIONS.has(type));
      assert.deepEqual(
        named.map(({ type, id }) => [type, id]),
        users.map((user) => ["user", user]),
      );
    }
  });

  law(
    "SIZE, CTRL, UTF8: a thread's name is one line of at most 100 characters that can be seen",
    ({ content, post }) => {
      if (post === undefined) return;
      const name = threadName(content);
      assert.ok(name.length <= 100 && name !== "", name);
      assert.deepEqual([...lineFaults(name), ...halves(name)], [], name);
    },
  );

  test("NO_UPLOAD, NO_PATH: a file is text of at most 256 KiB, by a name that we made", () => {
    fc.assert(
      fc.property(hostileMails(hostileLine), (mail) => {
        for (const { files, allowedMentions } of postsOf(mail).asked.flatMap((post) => toAnswer([post]))) {
          assert.deepEqual(allowedMentions, { parse: [], repliedUser: false });
          for (const { name, attachment } of files) {
            assert.equal(name, "k7q2m9xa.txt");
            assert.ok((attachment as Buffer).length <= 262_144);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

const OURS = new Set([
  ...["text", "br", "newline", "twemoji", "autolink"],
  ...["strong", "blockQuote", "inlineCode", "codeBlock", "subtext", "link"],
]);
const INLINE = new Set(["text", "twemoji", "autolink"]);
const MENTIONS = new Set(["user", "role", "channel", "everyone", "here", "emoji", "slashCommand", "guildNavigation"]);

/** The words of a post, without any markup. */
function wordsOf({ tag, title, anchor, byline, blocks, footer }: Post): string {
  return [
    [tag, title, anchor].filter((part) => part !== undefined).join(" "),
    ...byline,
    ...blocks.map(textOf),
    footer.map(({ text }) => text).join(" · "),
  ].join("\n");
}

function textOf(block: Block): string {
  switch (block.kind) {
    case "quote":
    case "text":
    case "code":
      return block.lines.join("\n");
    case "list":
      return block.items.map((item) => `• ${item}`).join("\n");
    case "tags":
      return block.tags.map(({ name, who }) => `${name}: ${who}`).join("\n");
    default:
      throw new Error(`no such block in a post: ${block.kind}`);
  }
}

/** Without white space and what we put between back-ticks, and stars in addresses as they were written. */
const bare = (text: string): string => text.replace(/[\s\u200b]+/g, "").replaceAll("%2A", "*");
