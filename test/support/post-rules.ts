import type { Block, Post } from "../../src/compose/post.ts";
import { lineFaults, textFaults } from "./text-rules.ts";

/** Lines at the width of a phone and characters of a whole post. A card that stands for an answer may have 500. */
const budgets = { card: [8, 500], reply: [16, 1100], line: [16, 1100], answer: [2100, 300_000] } as const;
const PHONE_WIDTH = 80;

interface Piece {
  readonly at: string;
  readonly text: string;
  /** A line of code or of text, which may have tabs and be blank. */
  readonly isBody: boolean;
  /** A diff must stay as it is. */
  readonly isDiff: boolean;
}

/**
 * The rules CTRL, BIDI, UTF8, SIZE, ADDR and LINK for a post, written anew so that they check the rooms that made it:
 * what it breaks, with the place; empty where it may go out.
 */
export function postFaults(post: Post): string[] {
  return [
    ...pieces(post).flatMap((piece) => pieceFaults(piece).map((fault) => `${piece.at}: ${fault}`)),
    ...(post.title.trim() === "" ? ["title: blank"] : []),
    ...sizeFaults(post),
    ...post.footer.flatMap((item) =>
      item.kind === "link" && !/^https?:\/\//.test(item.url) ? [`footer: a link by ${item.url.split(":")[0]}`] : [],
    ),
  ];
}

function pieceFaults({ text, isBody, isDiff }: Piece): string[] {
  return [
    ...(isBody ? textFaults(text) : lineFaults(text)),
    ...(isBody && text.includes("\n") ? ["more than one line"] : []),
    ...(isDiff ? [] : addresses(text).map((address) => `the address ${address}`)),
  ];
}

/** Complete addresses: those that are masked have `...` before the `@`. */
function addresses(text: string): string[] {
  return (text.match(/[\w.+=%-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi) ?? []).filter((found) => !found.includes("...@"));
}

function sizeFaults({ form, blocks, title, tag, anchor, byline, footer }: Post): string[] {
  const [maxLines, maxChars] = budgets[form];
  const first = [tag, title, anchor].filter((words) => words !== undefined).join(" ");
  const last = footer.map(({ text }) => text).join(" · ");
  const texts = [first, ...byline, ...blocks.flatMap((block) => blockPieces(block, "")).map(({ text }) => text), last];
  const lines = texts.reduce((sum, text) => sum + Math.max(1, Math.ceil(text.length / PHONE_WIDTH)), 0);
  const chars = texts.reduce((sum, text) => sum + text.length, 0);
  return [...(lines > maxLines ? [`${lines} lines`] : []), ...(chars > maxChars ? [`${chars} characters`] : [])];
}

function pieces(post: Post): Piece[] {
  const line = (at: string, text: string): Piece => ({ at, text, isBody: false, isDiff: false });
  return [
    line("title", post.title),
    line("tag", post.tag ?? ""),
    line("anchor", post.anchor ?? ""),
    ...post.byline.map((text) => line("byline", text)),
    ...post.footer.map(({ text }) => line("footer", text)),
    ...(post.counted ?? []).flatMap(({ label, who }) => [line("counted label", label), line("counted who", who)]),
    ...post.blocks.flatMap((block, at) => blockPieces(block, `block ${at}`)),
  ];
}

function blockPieces(block: Block, at: string): Piece[] {
  const isDiff = block.kind === "code" && block.language === "diff";
  return texts(block).map((text) => ({ at: `${at} ${block.kind}`, text, isBody: true, isDiff }));
}

function texts(block: Block): readonly string[] {
  switch (block.kind) {
    case "text":
    case "quote":
    case "code":
      return block.lines;
    case "list":
      return block.items;
    case "tags":
      return block.tags.map(({ name, who }) => `${name}: ${who}`);
    case "mails": {
      const [first = "", ...more] = block.rows.map(({ text }) => text);
      return more.length === 0 ? [`${block.heading} ${first}`] : [block.heading, first, ...more];
    }
    case "tree":
      return block.rows.map(({ title, who }) => `${title} ${who}`);
    case "mail":
      return block.lines.map(({ text }) => text);
  }
}
