/** A Message-ID without angle brackets or folding space, fit for `===`. Made only by this file. */
export type MessageId = string & { readonly brand: "MessageId" };

/**
 * Every id in a References or In-Reply-To value, in the order written.
 *
 * `"<a@x> (was: b) <c@y>"` gives `["a@x", "c@y"]`; a bare `a@x` without brackets happens and counts. A cut-off id is
 * dropped, never mended: with a missing parent the mail starts a thread, with a wrong one it lands in somebody else's.
 * Grammar: RFC 5322 §3.6.4, read leniently.
 */
export function messageIds(header: string): MessageId[] {
  const unfolded = header.replace(/\r?\n[ \t]+/g, " ").trim();
  const bracketed = Array.from(unfolded.matchAll(/<([^<>\s]+)>/g), ([, id]) => id as MessageId);
  if (bracketed.length > 0) return bracketed;
  return /^[^\s<>]+@[^\s<>]+$/.test(unfolded) ? [unfolded as MessageId] : [];
}
