import type { Kind } from "../../kind/kind.ts";
import { parseSubject } from "../../mail/subject.ts";
import type { Post } from "../post.ts";
import { maxFileBytes } from "./file-text.ts";
import { formatPatch, type Mailable } from "./format-patch.ts";
import { withoutText } from "./full.ts";
import { foot, type MailFacts } from "./mail-facts.ts";

const maxShownLines = 40;

/** The answer to `patch`: a file for `git am`, and the diff to look at where it is short. */
export function patchFile(facts: MailFacts, mailable: Mailable): Post {
  const text = formatPatch(mailable);
  if (Buffer.byteLength(text) > maxFileBytes) {
    return withoutText(facts, "This patch is larger than 256 KiB; fetch it from the archive.");
  }
  const lines = mailable.patch.diff.replace(/\n+$/, "").split("\n");
  const isShort = lines.length <= maxShownLines;
  return {
    form: "answer",
    title: facts.subject,
    byline: [facts.author],
    blocks: isShort ? [{ kind: "code", language: "diff", lines }] : [],
    footer: foot(facts),
    isCut: !isShort,
    mail: facts.short,
    file: { name: `${facts.short}.patch`, type: "text/x-diff", text },
    at: facts.arrivedAt.toISOString(),
  };
}

export interface NumberedPatch<Mail> {
  /** 2 of `2/5`; 1 where the subject has no number. */
  readonly n: number;
  readonly title: string;
  readonly mail: Mail;
}

/** The patches among the mails of a topic, by number; of two with the same number the first that came. */
export function patchesOf<Mail extends { readonly subject: string; readonly kind: Kind }>(
  mails: readonly Mail[],
): NumberedPatch<Mail>[] {
  const patches = mails
    .filter(({ kind }) => kind === "patch" || kind === "patch-untagged")
    .map((mail) => {
      const { n = 1, title, isReply } = parseSubject(mail.subject);
      return { n, title, mail, isReply };
    })
    .filter(({ isReply }) => !isReply)
    .sort((a, b) => a.n - b.n);
  return patches.filter(({ n }, at) => patches[at - 1]?.n !== n).map(({ n, title, mail }) => ({ n, title, mail }));
}

/** Asked for the patch of a mail that has none: those of its series to choose from. */
export function patchChoice(facts: MailFacts, patches: readonly Pick<NumberedPatch<unknown>, "n" | "title">[]): Post {
  if (patches.length === 0) return withoutText(facts, "This mail carries no patch.");
  const more = patches.length - maxShownLines;
  return {
    ...withoutText(facts, 'Which one? Say "patch" and its number.'),
    blocks: [
      { kind: "text", lines: ['Which one? Say "patch" and its number.'] },
      { kind: "list", items: patches.slice(0, maxShownLines).map(({ n, title }) => `${n}: ${title}`) },
      ...(more > 0 ? [{ kind: "text", lines: [`and ${more} more`] } as const] : []),
    ],
  };
}
