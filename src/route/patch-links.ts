import type { MessageId } from "../mail/message-id.ts";

/** Addresses of archives that name a mail: `https://lore.kernel.org/r/ID`, `https://list.example.org/wbus/ID/T/#u`. */
const LINK = /\bhttps?:\/\/[^\s/<>]{1,100}\/(?:[\w.-]{1,60}\/)?([^\s/<>"()#?]{1,200}(?:@|%40)[^\s/<>"()#?]{1,200})/g;

/** Lines that are looked at, and links that are taken: a report names its patch early. */
const MAX_LINES = 200;
const MAX_LINKS = 5;

/** The mails that a robot's report links to, in the order written: one of them is the patch that it tested. */
export function linkedMails(text: string): MessageId[] {
  const ids = text
    .split("\n", MAX_LINES)
    .filter((line) => line.length <= 1000)
    .flatMap((line) => Array.from(line.matchAll(LINK), ([, id = ""]) => decoded(id)));
  return [...new Set(ids)].slice(0, MAX_LINKS);
}

function decoded(id: string): MessageId {
  try {
    return decodeURIComponent(id) as MessageId;
  } catch {
    return id as MessageId;
  }
}
