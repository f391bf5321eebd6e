import type { MailFacts } from "../compose/answers/mail-facts.ts";
import { authorName, subjectLine } from "../compose/names.ts";
import type { MessageId } from "../mail/message-id.ts";
import type { ArchivedMail } from "../store/store.ts";
import type { Ask, Opened } from "./ask.ts";

/**
 * The mail that a command is about: by short id, by Message-ID, or by the post it was said in reply to. `undefined` for
 * one that may not be shown here, so that nobody learns from the answer whether it exists.
 */
export async function namedMail(ask: Ask): Promise<ArchivedMail | undefined> {
  return (await namedMails(ask)).find((mail) => mayShow(ask, mail));
}

/** The same before anybody asks whether it may be shown. */
export async function namedMails({ deps: { store }, invocation, args }: Ask): Promise<ArchivedMail[]> {
  const name = args.mail;
  if (name !== undefined)
    return present(await store.mailByShort(name), ...(await store.mailsById([name as MessageId])));
  if (invocation.about === undefined) return [];
  const delivery = await store.deliveryByRef(invocation.channel, invocation.about);
  if (delivery === undefined) return [];
  // What the post says it is about comes first: a card's face may have changed since.
  const { mail: key, topic, post } = delivery;
  return present(
    post.mail === undefined ? undefined : await store.mailByShort(post.mail),
    key === undefined ? undefined : await store.mailByKey(key),
    ...(await store.mailsOfTopic(topic)),
  );
}

/** Whether a mail may be shown where the command was given, to everybody there. Mail held back is for admins only. */
export function mayShow({ deps, invocation: { channel, role } }: Ask, mail: ArchivedMail): boolean {
  if (mail.hidden !== undefined || mail.state === "quarantined" || !deps.maySee(channel, mail.lists)) return false;
  const isHeld = mail.decisions.some(({ shown }) => shown === "held");
  const isShownSomewhere = mail.decisions.some(({ shown }) => shown !== "held" && shown !== "off");
  return !isHeld || isShownSomewhere || role !== "member";
}

/** Whether it would be shown here if nobody had hidden it. */
export function isHiddenHere(ask: Ask, { hidden, ...mail }: ArchivedMail): boolean {
  return hidden !== undefined && !hidden.isForgotten && mayShow(ask, mail);
}

/** What answers say of a mail. Lists that may not be shown here are not named. */
export async function mailFacts({ deps, invocation: { channel } }: Ask, mail: ArchivedMail): Promise<MailFacts> {
  const entries = new Map((await deps.lists()).map((entry) => [entry.id, entry]));
  const lists = mail.lists
    .filter((list) => deps.maySee(channel, [list]))
    .map((id) => entries.get(id) ?? { id, name: id });
  return {
    short: mail.short,
    id: mail.id,
    subject: subjectLine(mail.subject, 200),
    author: authorName(mail.author, 100),
    lists: lists.map(({ name }) => name),
    arrivedAt: mail.arrivedAt,
    archives: lists.flatMap(({ name, archiveUrl }) => {
      const url = archiveUrl?.(mail.id);
      return url === undefined ? [] : [{ list: name, url }];
    }),
  };
}

/** A mail read again from its octets; `gone` when retention took them. */
export async function opened({ deps: { store, read } }: Ask, mail: ArchivedMail): Promise<Opened | { kind: "gone" }> {
  const octets = await store.octets(mail.key);
  return octets === undefined ? { kind: "gone" } : read(octets);
}

function present<T>(...values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}
