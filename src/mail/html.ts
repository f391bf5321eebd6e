import { createRequire } from "node:module";

/** More is no mail that a person wrote; the rest is left out. */
const maxChars = 1_000_000;

type Convert = (html: string) => string;

let loaded: Convert | undefined;

/** HTML as text: a line a block, `> ` before quotes, links as they are. What cannot be read as HTML loses its tags. */
export function htmlText(html: string): string {
  loaded ??= load();
  const part = html.slice(0, maxChars);
  try {
    return loaded(part).replaceAll("\u00a0", " ");
  } catch {
    return part.replace(/<[^<>]*>/g, " ");
  }
}

/** Few mails need it, so it is loaded by the first that does. */
function load(): Convert {
  const { compile } = createRequire(import.meta.url)("html-to-text") as {
    compile: (options: unknown) => Convert;
  };
  return compile({
    wordwrap: false,
    limits: { maxDepth: 200, maxChildNodes: 20_000, ellipsis: "…" },
    selectors: [
      {
        selector: "a",
        options: { hideLinkHrefIfSameAsText: true, ignoreHref: false, linkBrackets: ["<", ">"], noAnchorUrl: true },
      },
      { selector: "img", format: "skip" },
      ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: "p", options: { leadingLineBreaks: 1, trailingLineBreaks: 2 } },
      { selector: "tr", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } }, // most tables are there for the layout
      { selector: "td + td", format: "inlineSurround", options: { prefix: " " } },
    ],
  });
}
