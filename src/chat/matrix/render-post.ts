import { CARD, FLAT_REPLY, fitPost, REPLY } from "../../compose/fit.ts";
import type { Block, FooterItem, Post, TextFile } from "../../compose/post.ts";

/** A post as Matrix takes it: the same words twice, as plain text and in few tags. */
export interface Rendered {
  /** For notifications, terminals and bridges. */
  readonly body: string;
  /** Of `b code pre a br blockquote ul li` alone; no attribute but `href`. */
  readonly formattedBody: string;
  /** False where something had to be left out to fit. */
  readonly isWhole: boolean;
  readonly file?: TextFile;
}

/** Octets of text in an event, plain and formatted together; the event itself may have 65,536 with all that is around it. */
const MAX_TEXT = 12_000;

export interface How {
  /** Octets of both texts together; `MAX_TEXT` where it is left out. */
  readonly room?: number;
  /** In a room without threads a reply stands between all others, and is shorter. */
  readonly isFlat?: boolean;
}

/** `post` for a room. What does not fit is cut as `fit` cuts, with less room each time; `!full` gives all of it. */
export function renderPost(post: Post, { room = MAX_TEXT, isFlat = false }: How = {}): Rendered {
  const whole = post.form === "card" ? CARD : isFlat ? FLAT_REPLY : REPLY;
  const first = isFlat && post.form === "reply" ? fitPost(post, whole) : post;
  for (let share = 1; share > 0.1; share *= 0.8) {
    const fitted =
      share === 1
        ? first
        : fitPost(post, {
            maxLines: Math.max(2, Math.floor(whole.maxLines * share)),
            maxChars: Math.floor(whole.maxChars * share),
            maxNodes: Math.floor(whole.maxNodes * share),
          });
    const texts = textsOf(fitted);
    if (octets(texts) <= room) return { ...texts, isWhole: share === 1, ...fileOf(post) };
  }
  return { ...textsOf({ ...post, byline: [], blocks: [], isCut: true }), isWhole: false, ...fileOf(post) };
}

const octets = ({ body, formattedBody }: Pick<Rendered, "body" | "formattedBody">): number =>
  Buffer.byteLength(body) + Buffer.byteLength(formattedBody);

const fileOf = ({ file }: Post): Pick<Rendered, "file"> => (file === undefined ? {} : { file });

/** All of it, however long. */
export function textsOf(post: Post): { readonly body: string; readonly formattedBody: string } {
  const parts = [
    ...titleOf(post),
    ...post.byline.map(line),
    ...post.blocks.flatMap((block, at) => [...gapAbove(block, post.blocks[at - 1]), ...partsOf(block)]),
    ...footerOf(post),
  ];
  return {
    body: parts
      .map(({ text }) => text)
      .join("\n")
      .trim(),
    formattedBody: joined(parts),
  };
}

/** Lines that belong together, in both forms. */
interface Part {
  readonly text: string;
  readonly html: string;
  /** It stands in lines of its own without `<br>` around it. */
  readonly isBlock: boolean;
}

const line = (text: string): Part => ({ text, html: escaped(text), isBlock: false });

/** Lines are parted by `<br>`, but for blocks, which part themselves from what is around them. */
function joined(parts: readonly Part[]): string {
  return parts
    .map(({ html, isBlock }, at) => (at === 0 || isBlock || parts[at - 1]?.isBlock === true ? html : `<br>${html}`))
    .join("");
}

function titleOf({ tag, title, anchor }: Post): readonly Part[] {
  if (title === "") return [];
  const name = [tag, title].filter(Boolean).join(" ");
  const bold = `<b>${escaped(name)}</b>`;
  return anchor === undefined
    ? [{ text: name, html: bold, isBlock: false }]
    : [{ text: `${name} ${anchor}`, html: `${bold} ${escaped(anchor)}`, isBlock: false }];
}

/** A quote below the author's words begins the next remark. */
function gapAbove(block: Block, above: Block | undefined): readonly Part[] {
  return block.kind === "quote" && above !== undefined && above.kind !== "quote"
    ? [{ text: "", html: "", isBlock: true }]
    : [];
}

function partsOf(block: Block): readonly Part[] {
  switch (block.kind) {
    case "quote":
      return [
        {
          text: block.lines.map((quoted) => `> ${quoted}`.trimEnd()).join("\n"),
          html: `<blockquote>${block.lines.map((quoted) => (block.code && quoted.trim() !== "" ? `<code>${escaped(quoted)}</code>` : escaped(quoted))).join("<br>")}</blockquote>`,
          isBlock: true,
        },
      ];
    case "text":
      return block.lines.map(line);
    case "code": {
      const code = block.lines.join("\n");
      return code.trim() === ""
        ? []
        : [{ text: code, html: `<pre><code>${inPre(code)}\n</code></pre>`, isBlock: true }];
    }
    case "list":
      return [
        {
          text: block.items.map((item) => `• ${item}`).join("\n"),
          html: `<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`,
          isBlock: true,
        },
      ];
    case "tags":
      return block.tags.map(({ name, who }) => line(`${name}: ${who}`));
    case "mails": {
      const rows = block.rows.map(({ text, mail }) => `${text} · ${mail}`);
      const heading = { text: block.heading, html: `<b>${escaped(block.heading)}</b>`, isBlock: false };
      return rows.length === 1
        ? [{ text: `${heading.text} ${rows[0]}`, html: `${heading.html} ${escaped(rows[0]!)}`, isBlock: false }]
        : [heading, ...rows.map((row) => line(`· ${row}`))];
    }
    case "tree":
      return block.rows.map(({ depth, who, title, at, mail }) =>
        line(`${"\u2003".repeat(Math.min(depth, DEEPEST))}${who} · ${title} · ${moment(at)} · ${mail}`),
      );
    case "mail":
      return block.lines.map(({ text, label, depth }) =>
        line(label === "quote" ? `${"> ".repeat(Math.max(1, depth))}${unmarked(text)}` : text),
      );
  }
}

/** Deeper answers stand below each other. */
const DEEPEST = 8;

const unmarked = (quoted: string): string => quoted.replace(/^(?: ?>)* ?/, "");

/** `2026-11-17 09:00 UTC`: Matrix knows no times that each reader sees in words of their own. */
const moment = (at: string): string => `${at.slice(0, 16).replace("T", " ")} UTC`;

/** States, links by our own words, what is said for the rest where there is no button, and the short id last. */
function footerOf({ footer, isCut, form, mail }: Post): readonly Part[] {
  const items: FooterItem[] = [...footer];
  if (isCut && mail !== undefined && form !== "answer")
    items.splice(footer.findLastIndex(({ kind }) => kind === "state") + 1, 0, FULL);
  if (items.length === 0) return [];
  const word = (item: FooterItem): Part => {
    const url = item.kind === "link" ? safe(item.url) : undefined;
    if (url === undefined) return line(item.text);
    return { text: `${item.text} ${url}`, html: `<a href="${escaped(url)}">${escaped(item.text)}</a>`, isBlock: false };
  };
  const words = items.map(word);
  return [
    {
      text: words.map(({ text }) => text).join(" · "),
      html: words.map(({ html }) => html).join(" · "),
      isBlock: false,
    },
  ];
}

const FULL: FooterItem = { kind: "state", text: "!full", tone: "neutral" };

/** An address that leads where it seems to. */
function safe(url: string): string | undefined {
  const target = URL.parse(url);
  return target !== null && /^https?:$/.test(target.protocol) && target.username === "" ? target.href : undefined;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text from mail as text: it has no tag and no link of its own. */
const inPre = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char]!);

/** The same where HTML would swallow blanks. */
function escaped(text: string): string {
  return inPre(text.replaceAll("\t", "    ")).replace(/^ +| {2,}/g, (blanks) => "\u00a0".repeat(blanks.length));
}
