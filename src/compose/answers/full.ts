import type { Attachment, Mail } from "../../mail/mail.ts";
import { count } from "../place.ts";
import type { Post } from "../post.ts";
import { withheld } from "../withheld.ts";
import { fileText } from "./file-text.ts";
import { labelledLines } from "./labelled.ts";
import { foot, type MailFacts } from "./mail-facts.ts";
import { instant, notice } from "./notice.ts";

const maxLines = 2000;

/** What `full` needs of the mail read again. */
export type FullMail = Pick<Mail, "date" | "text" | "textFrom" | "signed" | "problems"> & {
  readonly attachments: readonly Pick<Attachment, "name" | "type" | "size">[];
  /** It answers somebody who asks not to be quoted elsewhere. */
  readonly isWithoutQuotes?: boolean;
};

/**
 * A mail's whole text: labelled lines (at most 2,000) for those who show them folded, and a text file (at most 256 KiB)
 * for those who cannot. Neither holds an address or a personal link.
 */
export function full(facts: MailFacts, mail: FullMail): Post {
  const labelled = labelledLines(mail.text);
  const { isWithoutQuotes = false } = mail;
  const lines = labelled.lines
    .filter(({ label, depth }) => !isWithoutQuotes || (label !== "quote" && depth === 0))
    .map(({ text, label, depth }) => ({ text: withheld(text), label, depth }));
  const date = instant(mail.date ?? facts.arrivedAt);
  const lists = facts.lists.join(", ");
  const head = [
    `Subject: ${facts.subject}`,
    `From: ${facts.author}`,
    `Date: ${date}`,
    `Lists: ${lists}`,
    `Message-ID: <${facts.id}>`,
  ];
  const file = fileText([...head, "", ...lines.map((line) => line.text)]);
  const isCut = labelled.isCut || file.isCut || lines.length > maxLines;
  const notes = [
    ...(mail.signed === undefined ? [] : [`Signed or encrypted (${mail.signed}); nothing is verified.`]),
    ...(mail.textFrom === "html" ? ["Written in HTML; shown as text."] : []),
    ...mail.problems,
    ...(isWithoutQuotes ? ["What it quotes is left out: its author asks not to be quoted elsewhere."] : []),
    ...(isCut ? ["Very long: only its beginning is here."] : []),
  ];
  return {
    form: "answer",
    title: facts.subject,
    byline: [[facts.author, lists, date].filter((part) => part !== "").join(" · ")],
    blocks: [
      ...(notes.length > 0 ? [{ kind: "text", lines: notes } as const] : []),
      { kind: "mail", lines: lines.slice(0, maxLines) },
      ...(mail.attachments.length > 0 ? [{ kind: "list", items: mail.attachments.map(attached) } as const] : []),
    ],
    footer: foot(facts),
    isCut,
    mail: facts.short,
    file: { name: `${facts.short}.txt`, type: "text/plain", text: file.text },
    at: facts.arrivedAt.toISOString(),
  };
}

/** Instead of the text: its octets are gone, its author asked not to be archived, or it could not be read. */
export function withoutText(facts: MailFacts, because: string): Post {
  return { ...notice(facts.subject, because), byline: [facts.author], footer: foot(facts), mail: facts.short };
}

function attached({ name, type, size }: FullMail["attachments"][number]): string {
  const much = size < 1024 ? count(size, "byte") : `${Math.ceil(size / 1024)} KiB`;
  return `Attached: ${name === "" ? "a part without a name" : withheld(name)} (${type}, ${much})`;
}
