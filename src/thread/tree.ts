import type { MessageId } from "../mail/message-id.ts";

/** What a tree needs to know of a mail. */
export interface Twig {
  readonly id: MessageId;
  readonly parent?: MessageId;
}

/**
 * The mails of a thread in reading order with their depth: each below its parent, siblings in the order given.
 *
 * A circle of parents happens (mails that answer each other); its first mail counts as a top. Several mails may share an
 * id: answers hang below the first of them. Every mail given comes out exactly once.
 */
export function tree<Mail extends Twig>(mails: readonly Mail[]): { readonly mail: Mail; readonly depth: number }[] {
  const firstOf = new Map<MessageId, Mail>();
  for (const mail of mails) if (!firstOf.has(mail.id)) firstOf.set(mail.id, mail);

  const children = new Map<Mail, Mail[]>();
  const tops: Mail[] = [];
  for (const mail of mails) {
    const parent = mail.parent === undefined || mail.parent === mail.id ? undefined : firstOf.get(mail.parent);
    const siblings = parent === undefined ? tops : (children.get(parent) ?? []);
    siblings.push(mail);
    if (parent !== undefined) children.set(parent, siblings);
  }

  const shown = new Set<Mail>();
  const rows: { mail: Mail; depth: number }[] = [];
  const walk = (top: Mail): void => {
    const stack = [{ mail: top, depth: 0 }];
    for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
      if (shown.has(row.mail)) continue;
      shown.add(row.mail);
      rows.push(row);
      const depth = row.depth + 1;
      for (const mail of (children.get(row.mail) ?? []).toReversed()) stack.push({ mail, depth });
    }
  };
  for (const top of tops) walk(top);
  for (const mail of mails) walk(mail);
  return rows;
}
