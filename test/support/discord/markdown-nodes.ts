import { parse } from "discord-markdown-parser";

/**
 * How many Markdown nodes a message has, as an independent parser of Discord's dialect counts them: each run of text, each mark,
 * each mention. Clients stop rendering after about a hundred.
 */
export function markdownNodes(content: string): number {
  return count(parse(content, "extended"));
}

function count(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + count(one), 0);
  if (typeof value !== "object" || value === null || !("type" in value)) return 0;
  return 1 + count((value as { readonly content?: unknown }).content);
}
