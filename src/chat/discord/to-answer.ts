import { AttachmentBuilder } from "discord.js";
import type { Post, TextFile } from "../../compose/post.ts";
import { contentOf, renderPost } from "./render-post.ts";

/** What an asker is sent: text, and what does not fit as one file. Nobody is mentioned. */
export interface AnswerPart {
  readonly content: string;
  readonly files: AttachmentBuilder[];
  readonly allowedMentions: { readonly parse: []; readonly repliedUser: false };
}

/** Messages of an answer; what needs more becomes a file. */
const MOST_PARTS = 2;

/** Octets of an attachment. */
const MAX_FILE = 256 * 1024;

export function toAnswer(posts: readonly Post[]): AnswerPart[] {
  const parts = posts.flatMap((post) => partsOf(post));
  return parts.length > 0 ? parts.slice(0, MOST_PARTS) : [part("Nothing to say.")];
}

/** A mail's text, or another long answer, stands in the message where it fits whole; else it is a file below the title. */
function partsOf(post: Post): AnswerPart[] {
  const { content, file, isWhole } = renderPost(post);
  if (file !== undefined) return [part(content, file)];
  const mail = post.blocks.find((block) => block.kind === "mail");
  if (isWhole && (mail?.lines.length ?? 0) <= mostLines) return [part(content)];
  const text = mail === undefined ? contentOf(post) : mail.lines.map((line) => line.text).join("\n");
  const title = renderPost({
    ...post,
    blocks: post.blocks.filter((block) => block.kind === "text" && mail !== undefined),
  });
  return [part(title.content, { name: `${post.mail ?? "answer"}.txt`, type: "text/plain", text })];
}

/** Lines of a mail that an answer shows itself. */
const mostLines = 40;

function part(content: string, file?: TextFile): AnswerPart {
  const files = file === undefined ? [] : [new AttachmentBuilder(octets(file.text), { name: safe(file.name) })];
  return { content, files, allowedMentions: { parse: [], repliedUser: false } };
}

/** Cut at a character where it is too long, which `full` says itself. */
function octets(text: string): Buffer {
  const whole = Buffer.from(text);
  return whole.length <= MAX_FILE
    ? whole
    : Buffer.from(
        whole
          .subarray(0, MAX_FILE)
          .toString("utf8")
          .replace(/\ufffd+$/, ""),
      );
}

const safe = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, "_").slice(-80);
