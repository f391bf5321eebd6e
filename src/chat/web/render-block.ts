import { html } from "hono/html";
import type { Block } from "../../compose/post.ts";
import type { ChannelId } from "../chat-platform.ts";
import { mailPath } from "./links.ts";
import { renderTime } from "./render-time.ts";

/** What `html` gives: markup in which every value was escaped. */
export type Html = ReturnType<typeof html>;

/** Where the text will stand. */
export interface Setting {
  readonly channel: ChannelId;
  readonly now: Date;
}

/** One block of a post. Text from mail goes in as text alone, whatever it holds. */
export function renderBlock(block: Block, setting: Setting): Html {
  switch (block.kind) {
    case "quote":
      return block.code
        ? html`<blockquote class="code"><pre>${diffLines(block.lines)}</pre></blockquote>`
        : html`<blockquote dir="auto">${block.lines.join("\n")}</blockquote>`;
    case "text":
      return html`${paragraphs(block.lines).map((text) => html`<p class="text" dir="auto">${text}</p>`)}`;
    case "code":
      return block.language === "diff"
        ? html`<pre class="diff" tabindex="0">${diffLines(block.lines)}</pre>`
        : html`<pre tabindex="0">${block.lines.join("\n")}</pre>`;
    case "list":
      return html`<ul class="items">${block.items.map((item) => html`<li dir="auto">${item}</li>`)}</ul>`;
    case "tags":
      return html`<ul class="pills">${block.tags.map(
        ({ name, who }) =>
          html`<li class="pill ${toneOfTag(name)}">${name} <span class="by"><bdi>${who}</bdi></span></li>`,
      )}</ul>`;
    case "mails":
      return html`<div class="mails"><h4>${block.heading}</h4><ul class="items">${block.rows.map(
        ({ text, mail }) => html`<li dir="auto"><a href="${mailPath(mail, setting.channel, "full")}">${text}</a></li>`,
      )}</ul></div>`;
    case "tree":
      return html`<ol class="tree">${block.rows.map(
        (row) =>
          html`<li class="in${Math.min(row.depth, deepestIndent)}"><b><bdi>${row.who}</bdi></b> <span dir="auto">${row.title}</span>
            ${renderTime(row.at, setting.now)} <a href="${mailPath(row.mail, setting.channel, "full")}">full</a></li>`,
      )}</ol>`;
    case "mail":
      return html`<div class="mail" dir="auto">${block.lines.map((line) => html`<div class="${mailLineClass(line)}">${line.text || " "}</div>`)}</div>`;
  }
}

/** The stylesheet has this many steps. */
const deepestIndent = 8;

type MailLine = Extract<Block, { kind: "mail" }>["lines"][number];

/** Quotes by depth, which share four colours in turn; a diff by what its lines do; the rest by label. */
function mailLineClass({ text, label, depth }: MailLine): string {
  if (label === "quote") return `quote q${((Math.max(1, depth) - 1) % 4) + 1}`;
  return label === "diff" ? diffClass(text) : `is-${label}`;
}

const toneOfTag = (name: string) => (/^nack?ed-by$|^nak$/i.test(name) ? "bad" : "good");

/** First match wins; file heads come before added and removed lines, which look like them. */
const diffClasses: readonly (readonly [start: string, name: string])[] = [
  ["diff ", "head"],
  ["index ", "head"],
  ["--- ", "head"],
  ["+++ ", "head"],
  ["@@", "hunk"],
  ["+", "add"],
  ["-", "del"],
];

function diffClass(line: string): string {
  return diffClasses.find(([start]) => line.startsWith(start))?.[1] ?? "same";
}

function diffLines(lines: readonly string[]): readonly Html[] {
  return lines.map((line) => html`<span class="${diffClass(line)}">${line || " "}</span>`);
}

function paragraphs(lines: readonly string[]): readonly string[] {
  const found: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === "") found.push([]);
    else found.at(-1)!.push(line);
  }
  return found.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
}
