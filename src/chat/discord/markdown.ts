/**
 * Text from mail in Discord's dialect of Markdown, so that it reads as it was written: no emphasis, heading, spoiler, list,
 * mention or time of its own. https://docs.discord.com/developers/reference#message-formatting
 */

/** A line of text. Web addresses stay whole and get no preview; what only looks like one is text. */
export function plain(line: string): string {
  const parts = line.split(address);
  return atLineStart(parts.map((part, at) => (at % 2 === 1 ? link(part) : escaped(part))).join(""));
}

/** A line of code, blanks kept; `""` where there is nothing to see. Back-ticks within get a fence of two. */
export function inlineCode(line: string): string {
  const code = line.replaceAll("\t", "    ");
  if (code.trim() === "") return "";
  return code.includes("`") ? `\`\` ${withoutFences(code, 2)} \`\`` : `\`${code}\``;
}

/** Lines in a fence of ours, which closes once, at our place; `""` where there is nothing to see: that would be no fence. */
export function fenced(lines: readonly string[], language: "diff" | "text"): string {
  if (lines.every((line) => line.trim() === "")) return "";
  return `\`\`\`${language}\n${withoutFences(lines.join("\n"), 3)}\n\`\`\``;
}

/** Our own word as a link, without a preview. The word must be ours. */
export function ownLink(word: string, url: string): string {
  return isSafe(url) ? `[${word}](<${url}>)` : word;
}

/** A moment that each reader sees in words of their own: `2 days ago`. `at` is ISO 8601. */
export function ago(at: string): string {
  return `<t:${Math.floor(Date.parse(at) / 1000)}:R>`;
}

/** Zero width spaces part runs of `length` back-ticks and more, one each, so that none closes a fence. */
function withoutFences(code: string, length: 2 | 3): string {
  return code.replace(length === 2 ? /``+/g : /```+/g, (ticks) => Array.from(ticks).join("\u200b"));
}

/** What may be a web address: taken out before anything is escaped, or a `_` in it would lead elsewhere. */
const address = /(https?:\/\/[^\s<>"`|\\]{1,1000})/i;

const special = /[\\*_`<[]|~(?=~)|\|(?=\|)|@(?=everyone|here)/g;

/** Discord makes links of these by itself. */
const scheme = /(https?|steam|discord|mailto|tel|sms|ftp):(?=\S)/gi;

const escaped = (text: string): string => text.replace(special, "\\$&").replace(scheme, "$1\\:");

/** `# `, `-# `, `> `, `- `, `1. ` mean something only there, blanks before them or not. */
function atLineStart(line: string): string {
  return line.replace(/^(\s*)(#{1,6}(?!\S)|-#|>|[-+](?!\S))/, "$1\\$2").replace(/^(\s*\d{1,9})([.)](?!\S))/, "$1\\$2");
}

function link(written: string): string {
  const [url = ""] = /^.*[^.,:;!?'")\]}]/.exec(written) ?? [];
  const rest = escaped(written.slice(url.length));
  return isSafe(url) ? `<${url.replaceAll("*", "%2A")}>${rest}` : `${escaped(url)}${rest}`;
}

/** An address that leads where it seems to: no login in it, a host of plain letters. */
function isSafe(url: string): boolean {
  const target = URL.parse(url);
  return (
    target !== null &&
    /^https?:$/.test(target.protocol) &&
    target.username === "" &&
    /^https?:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:[/?#]|$)/.test(url) &&
    !/[\s<>\\]/.test(url)
  );
}
