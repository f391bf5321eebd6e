import { decodeOctets } from "./encoded-words.ts";
import { fieldsOf, type Headers } from "./headers.ts";
import type { Mail } from "./mail.ts";
import { type MessageId, messageIds } from "./message-id.ts";

/** Whom a mail answers, by its header: RFC 5322 §3.6.4, read leniently. `self` is its own id, which some mails refer to. */
export function ancestry(headers: Headers, self: MessageId): Pick<Mail, "inReplyTo" | "references" | "ancestors"> {
  const [inReplyTo, references] = ["in-reply-to", "references"].map((name) =>
    messageIds(decodeOctets(fieldsOf(headers, name).join(" "))),
  ) as [MessageId[], MessageId[]];
  const line = [...references, ...inReplyTo.slice(0, 1)].filter((id) => id !== self);
  const ancestors = [...new Set(line.toReversed())].toReversed(); // of a repeated one the last counts: it is nearest
  return { inReplyTo, references, ancestors };
}
