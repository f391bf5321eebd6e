import { parseFragment } from "parse5";

/** As parse5 gives it: a parser that knows nothing of ours. */
export interface HtmlNode {
  readonly nodeName: string;
  readonly value?: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly HtmlNode[];
}

/** The tree, and what the parser had to put up with. */
export function parsedHtml(html: string): { readonly root: HtmlNode; readonly errors: readonly string[] } {
  const errors: string[] = [];
  const root = parseFragment(html, { onParseError: ({ code }) => errors.push(code) }) as HtmlNode;
  return { root, errors };
}

const BLOCKS = new Set(["blockquote", "pre", "ul", "li", "p", "div", "br"]);

/** What a reader sees, blanks that do not break as blanks. */
export function seenIn({ nodeName, value, childNodes = [] }: HtmlNode): string {
  if (nodeName === "#text") return (value ?? "").replaceAll("\u00a0", " ");
  const text = childNodes.map(seenIn).join("");
  return BLOCKS.has(nodeName) ? `\n${text}${nodeName === "br" ? "" : "\n"}` : text;
}

/** Every element below, how deep it lies and within what. */
export function elementsOf(node: HtmlNode, depth = 0): readonly (HtmlNode & { readonly depth: number })[] {
  return (node.childNodes ?? []).flatMap((child) =>
    child.nodeName === "#text" ? [] : [{ ...child, depth: depth + 1 }, ...elementsOf(child, depth + 1)],
  );
}
