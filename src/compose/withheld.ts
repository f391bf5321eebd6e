import { shorten } from "./fit.ts";

/** A line of a mail as a channel may see it, shortened; withheld first, for a cut address would not be known as one. */
export function inShort(line: string, maxChars: number): string {
  return shorten(withheld(line), maxChars);
}

/**
 * A line of a mail without what must not stand in a channel: addresses are cut to `ada...@example.org`, and links that
 * act in the name of the mailbox's owner (unsubscribe, confirm, list options) go.
 *
 * Message-IDs stay, as far as they can be told from addresses: in a link's path, or by a date or a number in them.
 */
export function withheld(line: string): string {
  return withoutAddresses(
    line.replace(/(?:https?:\/\/|mailto:)[^\s<>"]+/gi, (url) => (isPersonal(url) ? "[link left out]" : url)),
  );
}

/** Parts of links that list software makes for one subscriber. Lower case. */
const personalParts: readonly string[] = [
  "unsub", // most: /unsub/, unsubscribe?, list+unsubscribe@
  "optout",
  "opt-out",
  "opt_out",
  "/mailman/options/", // Mailman 2: the address of the subscriber stands in it
  "/mailman/confirm/",
  "/confirm/", // Mailman 3, Sympa
  "confirm?",
  "confirm+", // Mailman: list-confirm+TOKEN@
  "confirm=",
  "list-manage", // Mailchimp
];

function isPersonal(url: string): boolean {
  const lower = url.toLowerCase();
  return personalParts.some((part) => lower.includes(part));
}

const localPart = /[^\s<>()[\]",;:'`|@/\\]/;
const domainPart = /[\p{L}\p{N}.-]/u;

function withoutAddresses(line: string): string {
  let out = "";
  let done = 0;
  for (let at = line.indexOf("@"); at >= 0; at = line.indexOf("@", at + 1)) {
    let from = at;
    while (from > Math.max(done, at - 256) && localPart.test(line[from - 1]!)) from--;
    let to = at + 1;
    while (to < Math.min(line.length, at + 256) && domainPart.test(line[to]!)) to++;
    const local = line.slice(from, at);
    if (local === "" || !/\.\p{L}{2}/u.test(line.slice(at, to))) continue;
    if (isInPath(line, from) || looksLikeMessageId(local)) continue;
    out += `${line.slice(done, from)}${beginning(local)}...`;
    done = at;
  }
  return out + line.slice(done);
}

const letters = new Intl.Segmenter();

/** Three letters as a reader counts them, one where there are so few. */
function beginning(local: string): string {
  const found = Array.from(letters.segment(local.slice(0, 100)), ({ segment }) => segment);
  return found.slice(0, found.length > 3 ? 3 : 1).join("");
}

/** Whether `at` begins a part of the path of a link: archives name mails so. What stands before the path may be a login. */
function isInPath(line: string, at: number): boolean {
  if (line[at - 1] !== "/") return false;
  const before = line.slice(Math.max(0, at - 256), at);
  const host = before.lastIndexOf("://") + 3;
  return /https?:\/\/$/i.test(before.slice(0, host).slice(-8)) && /^[^\s<>"/]+\/[^\s<>"]*$/.test(before.slice(host));
}

/** Parts with eight digits among them: `20261103-burst-v2-0`, `cover.1793613360.git.dev`; people are `dev12345678`. */
function looksLikeMessageId(local: string): boolean {
  return /[.-]/.test(local) && !local.includes("=") && local.replace(/[^0-9]/g, "").length >= 8;
}
