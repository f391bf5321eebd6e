import type { Post } from "../post.ts";
import type { MailFacts } from "./mail-facts.ts";

/**
 * The answer to `link`. The `b4` line is meant to be copied into a shell, and a Message-ID is whatever its sender liked:
 * it is quoted unless it holds nothing that a shell cares about.
 */
export function link(facts: MailFacts): Post {
  const b4 = facts.id.length <= 250 ? [`b4 am ${quoted(facts.id)}`] : [];
  return {
    form: "answer",
    title: facts.subject,
    byline: [facts.author],
    blocks: [{ kind: "code", language: "text", lines: [`Message-ID: <${facts.id}>`, ...b4] }],
    footer: [
      ...facts.archives.map(({ list, url }) => ({ kind: "link", text: `archive of ${list}`, url }) as const),
      { kind: "id", text: facts.short },
    ],
    isCut: false,
    mail: facts.short,
  };
}

/** One word for a POSIX shell, never an option. */
function quoted(id: string): string {
  if (/^[A-Za-z0-9_][\w.+=@%-]*$/.test(id)) return id;
  return `'<${id.replaceAll("'", "'\\''")}>'`;
}
