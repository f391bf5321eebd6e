import { mailboxes } from "./addresses.ts";
import { decodeWords } from "./encoded-words.ts";
import type { Mailbox } from "./mail.ts";

const nobody: Mailbox = { name: "", address: "" };

/** What a mail says of its sender. Header values as decoded octets. */
export interface SenderFields {
  readonly from: string;
  readonly xOriginalFrom: string;
  readonly replyTo: string;
}

/** The sender of a mail and who wrote it. List software puts itself into From, and people send the patches of others. */
export interface Sender {
  readonly from: Mailbox;
  readonly sender: Mailbox;
  readonly author: Mailbox;
}

/**
 * From, without ` via LIST`; the sender behind it: X-Original-From, else Reply-To where From is rewritten, else From; and
 * the author: the From that stands as the first line of a patch's text (git-format-patch(1)), else the sender.
 */
export function sender({ from, xOriginalFrom, replyTo }: SenderFields, patchText: string): Sender {
  const named = firstNamed(from) ?? nobody;
  const shown = { ...named, name: withoutVia(named.name) };
  const isRewritten = shown.name !== named.name || /^devnull\+.*@kernel\.org$/.test(named.address);
  const answerTo = isRewritten ? mailboxes(replyTo, 10).find(({ address }) => address !== named.address) : undefined;
  const behind = withName(firstNamed(xOriginalFrom) ?? answerTo ?? shown, shown);
  const inBody = firstNamed(inBodyFrom(patchText));
  return { from: shown, sender: behind, author: inBody === undefined ? behind : withName(inBody, shown) };
}

/** A mailbox without ` via LIST`, by the `other` name where it has none of its own. */
function withName(mailbox: Mailbox, other: Mailbox): Mailbox {
  const name = hasName(mailbox) || !hasName(other) ? withoutVia(mailbox.name) : other.name;
  return { address: mailbox.address, name: name || other.name };
}

/** More than the address's own first part, which stands in for a name. */
function hasName({ name, address }: Mailbox): boolean {
  return name !== "" && !address.startsWith(`${name}@`);
}

function firstNamed(header: string): Mailbox | undefined {
  const found = mailboxes(header, 10);
  return found.find(({ address }) => address !== "") ?? found[0];
}

/** `Dev via B4 Relay`, `'Dev' via Users`, `Dev via lists.example.org` are Dev. */
function withoutVia(name: string): string {
  const via = name.lastIndexOf(" via ");
  return via > 0 ? name.slice(0, via).replace(/^'(.*)'$/, "$1") : name;
}

/** The value of a From line that opens the text, if its block is git's and not a forwarded mail's head. */
function inBodyFrom(text: string): string {
  const block =
    text
      .slice(0, 2000)
      .trimStart()
      .split(/\n\s*\n/, 1)[0] ?? "";
  const value = /^From: (.*@.*(?:\n[ \t].*)*)/.exec(block)?.[1] ?? "";
  return /^(?:Sent|To|Cc): /m.test(block) ? "" : decodeWords(value.replace(/\n[ \t]+/g, " "));
}
