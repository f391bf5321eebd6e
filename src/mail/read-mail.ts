import { mailboxes } from "./addresses.ts";
import { ancestry } from "./ancestry.ts";
import { sender } from "./author.ts";
import { type Body, body } from "./body.ts";
import { instant } from "./date.ts";
import { decodeOctets, decodeWords } from "./encoded-words.ts";
import { field, fieldsOf, type Headers, readHeaders, withLineFeeds } from "./headers.ts";
import { identityOf } from "./identity.ts";
import { deliveringLists } from "./lists.ts";
import type { Mail } from "./mail.ts";
import { mimeTree } from "./mime.ts";
import { parseSubject, type Subject } from "./subject.ts";

export interface ReadOptions {
  /** Octets of the whole mail, where only its beginning was fetched. */
  readonly wholeSize?: number;
}

/** What the octets of a mail mean. Takes anything and never throws; what it cannot read it says in `problems`. */
export function readMail(octets: Uint8Array, { wholeSize = octets.length }: ReadOptions = {}): Mail {
  const buffer = withLineFeeds(octets);
  const headers = readHeaders(buffer);
  const identity = identityOf(headers, buffer);
  const { lists, problems } = deliveringLists(fieldsOf(headers, "list-id"), fieldsOf(headers, "x-mailing-list"));
  const subject = parseSubject(decodeWords(text(headers, "subject")), lists);
  const content = body(mimeTree(headers, buffer));
  const date = instant(text(headers, "date"));
  const archivedAt = webAddress(text(headers, "archived-at")) ?? webAddress(text(headers, "list-archive"));
  const cut = wholeSize > octets.length ? [`only the first ${octets.length} of ${wholeSize} octets were read`] : [];
  return {
    ...identity,
    lists,
    ...(archivedAt !== undefined && { archivedAt }),
    ...people(headers, subject, content),
    ...(date !== undefined && { date }),
    ...ancestry(headers, identity.id),
    subject,
    ...content,
    ...flags(headers),
    problems: [...cut, ...problems, ...content.problems],
  };
}

/** The first field of that name as text, its encoded words not yet decoded. */
function text(headers: Headers, name: string): string {
  return decodeOctets(field(headers, name));
}

function people(
  headers: Headers,
  subject: Subject,
  content: Body,
): Pick<Mail, "from" | "sender" | "author" | "recipients"> {
  const fields = {
    from: text(headers, "from"),
    xOriginalFrom: text(headers, "x-original-from"),
    replyTo: text(headers, "reply-to"),
  };
  const isPatch = !subject.isReply && (subject.n === 0 || /^(?:diff --git |--- \S)/m.test(content.text));
  return {
    ...sender(fields, isPatch ? content.text : ""),
    recipients: mailboxes(decodeOctets(["to", "cc"].flatMap((name) => fieldsOf(headers, name)).join(", "))),
  };
}

function flags(headers: Headers): Pick<Mail, "noArchive" | "automatic" | "spamFlag"> {
  const says = (name: string, what: RegExp) => fieldsOf(headers, name).some((value) => what.test(value));
  return {
    noArchive:
      says("x-no-archive", /^yes\b/i) || says("archive", /^no\b/i) || says("restrict", /\bno-external-archive\b/i),
    automatic:
      says("auto-submitted", /^(?!no\b)\S/i) || // RFC 3834 §5
      says("content-type", /^multipart\/report\b/i) || // RFC 3462: a bounce
      says("return-path", /^<>$/) ||
      says("x-autoreply", /^(?!no\b)\S/i) ||
      says("precedence", /^auto_?reply\b/i) ||
      says("x-loop", /^listwire\b/i),
    spamFlag: says("x-spam-flag", /^yes\b/i) || says("x-spam-status", /^yes\b/i),
  };
}

/** The http(s) link in a field; absent where it is none, or hides where it leads by a user name. */
function webAddress(header: string): string | undefined {
  const link = /<\s*(https?:\/\/[!-;=?-~]{1,2000})\s*>|^(https?:\/\/[!-;=?-~]{1,2000})$/i.exec(header.slice(0, 4000));
  const url = URL.parse(link?.[1] ?? link?.[2] ?? "");
  return url !== null && url.username === "" && url.password === "" ? url.href : undefined;
}
