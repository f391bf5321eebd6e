/** A Message-ID without angle brackets or folding space, fit for `===`. Made only by this file. */
export type MessageId = string & { readonly brand: "MessageId" };

/** The longest line of a mail (RFC 5322 §2.1.1). A longer id is damage or an attack, and nobody can name it. */
const maxLength = 998;

/** Of more references than this the first and the last ones count: the thread's root and the nearest ancestors. */
const maxReferences = 200;

/**
 * Every id in a References or In-Reply-To value, in the order written.
 *
 * `"<a@x> (was: b) <c@y>"` gives `["a@x", "c@y"]`; a bare `a@x` without brackets happens and counts. A cut-off id is
 * dropped, never mended: with a missing parent the mail starts a thread, with a wrong one it lands in somebody else's.
 * So is one that is too long or holds a control or hidden character. Grammar: RFC 5322 §3.6.4, read leniently.
 */
export function messageIds(header: string): MessageId[] {
  const unfolded = header.replace(/\r?\n[ \t]+/g, " ").trim();
  const bracketed = Array.from(unfolded.matchAll(/<([^<>\s]+)>/g), ([, id]) => id as MessageId).filter(isUsable);
  if (bracketed.length > maxReferences) return [bracketed[0]!, ...bracketed.slice(1 - maxReferences)];
  if (bracketed.length > 0) return bracketed;
  if (unfolded.length > maxLength) return []; // the pattern below is not linear
  return /^(?!https?:)[^\s<>]+@[^\s<>]+$/.test(unfolded) && isUsable(unfolded) ? [unfolded as MessageId] : [];
}

/**
 * The id that a Message-ID field states for its own mail; absent where it cannot be used. Here even one without `@` or
 * with blanks in it counts: it names the mail, and no other mail is harmed by it.
 */
export function ownMessageId(header: string): MessageId | undefined {
  const id = messageIds(header)[0] ?? header.replace(/[<>\s]+/g, "");
  return isUsable(id) ? (id as MessageId) : undefined;
}

/** For a mail that states none. */
export function madeUpMessageId(hash: string): MessageId {
  return `${hash}@no-message-id.invalid` as MessageId;
}

function isUsable(id: string): boolean {
  return id.length > 0 && id.length <= maxLength && !/[\x00-\x20\x7f-\x9f\p{Cf}\p{Co}\p{Cs}\p{Z}]/u.test(id);
}
