import type { MailKey } from "../../src/mail/identity.ts";
import type { Mail } from "../../src/mail/mail.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { parseSubject } from "../../src/mail/subject.ts";

/** A plain mail from Dev to one list; a test says only what matters to it. `subject` may be given as it is written. */
export function aMail(
  overrides: Partial<Omit<Mail, "subject">> & { readonly subject?: Mail["subject"] | string } = {},
): Mail {
  const { subject = "wbus: a question", ...others } = overrides;
  const from = others.from ?? { name: "Dev", address: "dev@example.org" };
  return {
    key: "0123456789012345678901234567890123456789012" as MailKey,
    id: "1@example.org" as MessageId,
    lists: [],
    from,
    sender: from,
    author: from,
    recipients: [{ name: "wbus", address: "wbus@lists.example.org" }],
    inReplyTo: [],
    references: [],
    ancestors: [],
    text: "",
    textFrom: "plain",
    attachments: [],
    noArchive: false,
    automatic: false,
    spamFlag: false,
    problems: [],
    ...others,
    subject: typeof subject === "string" ? parseSubject(subject) : subject,
  };
}
