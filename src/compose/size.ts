import type { Block } from "./post.ts";

/** Characters that a phone shows in a line. */
export const PHONE_WIDTH = 80;

/** Lines on a phone, characters and nodes of a block. */
export function size(block: Block): { readonly lines: number; readonly chars: number; readonly nodes: number } {
  const texts = textsOf(block);
  return {
    lines: texts.reduce((sum, text) => sum + lineCount(text), 0),
    chars: texts.reduce((sum, text) => sum + text.length + 1, 0),
    nodes: nodes(block, texts),
  };
}

function nodes(block: Block, texts: readonly string[]): number {
  switch (block.kind) {
    case "code":
      return 1;
    case "quote":
      return block.code ? 1 + texts.length : 1;
    case "list":
      return 1 + texts.length;
    default:
      return texts.filter((text) => text !== "").length;
  }
}

export function lineCount(text: string): number {
  return Math.max(1, Math.ceil(text.length / PHONE_WIDTH));
}

export function textsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case "quote":
    case "text":
    case "code":
      return block.lines;
    case "list":
      return block.items;
    case "tags":
      return block.tags.map((tag) => `${tag.name}: ${tag.who}`);
    case "mails": {
      // One row stands beside its heading.
      const texts = block.rows.map(({ text }) => text);
      return texts.length === 1 ? [`${block.heading} ${texts[0]}`] : [block.heading, ...texts];
    }
    case "tree":
      return block.rows.map((row) => `${row.title} ${row.who}`);
    case "mail":
      return block.lines.map((line) => line.text);
  }
}
