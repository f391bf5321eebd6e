import type { Post } from "../../compose/post.ts";
import { type Rendered, renderPost, textsOf } from "./render-post.ts";

/** What an asker is sent: words, or a file below them. */
export interface AnswerPart {
  readonly rendered: Pick<Rendered, "body" | "formattedBody">;
  readonly file?: { readonly name: string; readonly type: string; readonly octets: Buffer };
}

/** Lines of a mail that an answer shows itself. */
const MOST_LINES = 40;

/** Octets of a file. */
const MAX_FILE = 256 * 1024;

/** A mail's text, or another long answer, stands in the message where it fits whole; else it is a file below the title. */
export function toAnswer(posts: readonly Post[]): AnswerPart[] {
  return posts.map((post) => {
    const rendered = renderPost(post);
    if (rendered.file !== undefined) return { rendered, file: fileOf(rendered.file) };
    const mail = post.blocks.find((block) => block.kind === "mail");
    if (rendered.isWhole && (mail?.lines.length ?? 0) <= MOST_LINES) return { rendered };
    const text = mail === undefined ? textsOf(post).body : mail.lines.map((line) => line.text).join("\n");
    const blocks = post.blocks.filter((block) => block.kind === "text" && mail !== undefined);
    const name = `${post.mail ?? "answer"}.txt`;
    return { rendered: renderPost({ ...post, blocks }), file: fileOf({ name, type: "text/plain", text }) };
  });
}

/** Cut at a character where it is too long, which `full` says itself. */
function fileOf({ name, type, text }: NonNullable<Post["file"]>): NonNullable<AnswerPart["file"]> {
  const whole = Buffer.from(text);
  const octets =
    whole.length <= MAX_FILE
      ? whole
      : Buffer.from(
          whole
            .subarray(0, MAX_FILE)
            .toString("utf8")
            .replace(/\ufffd+$/, ""),
        );
  return { name: name.replace(/[^A-Za-z0-9._-]/g, "_").slice(-80), type, octets };
}
