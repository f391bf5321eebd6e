import type { Mail } from "../mail/mail.ts";

/** In place of what a mail says. */
export const UNQUOTED = "(the author asks not to be quoted elsewhere)";

/** Whether only subject and link of a mail may be shown: its author asks so in it, or is one of `omit`, lower case. */
export function isUnquoted(mail: Pick<Mail, "noArchive" | "from" | "author">, omit: ReadonlySet<string>): boolean {
  return mail.noArchive || [mail.from, mail.author].some(({ address }) => omit.has(address.toLowerCase()));
}
