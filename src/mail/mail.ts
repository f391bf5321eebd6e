import type { MailIdentity } from "./identity.ts";
import type { MessageId } from "./message-id.ts";
import type { Subject } from "./subject.ts";

/** What stands in List-Id's last angle brackets, lower case: `mm.lists.example.org` (RFC 2919). */
export type ListId = string & { readonly brand: "ListId" };

/** A person or robot as a mail names it. Both are one line, cleaned of control and bidi characters. */
export interface Mailbox {
  /** Display name without quotes and without ` via LIST`; the address's local part where the mail gives no name. */
  readonly name: string;
  /** `dev@example.org` as written; `""` where the header has none. */
  readonly address: string;
}

export interface Attachment {
  /** As the mail says it, one line, for show only: no file is ever written under it. `""` where it has none. */
  readonly name: string;
  /** `text/x-diff`, lower case. */
  readonly type: string;
  /** Decoded octets. */
  readonly size: number;
  /** Decoded text of a patch (by name, type or content), so that it can be read; absent for everything else. */
  readonly patch?: string;
}

/**
 * A message as read: every field is decoded, cleaned and bounded; a bad mail has empty fields and a word in `problems`.
 * Plain data, so that it can leave the worker that read it.
 */
export interface Mail extends MailIdentity {
  /** The delivering list of this copy, from List-Id and its kin; empty for personal mail, two where they disagree. */
  readonly lists: readonly ListId[];
  /** `List-Archive`/`Archived-At` of this copy where it is an http(s) link. */
  readonly archivedAt?: string;
  readonly from: Mailbox;
  /** Who sent it: X-Original-From, Reply-To behind "via", else From. */
  readonly sender: Mailbox;
  /** Who wrote it: the in-body From of a patch, else the sender. */
  readonly author: Mailbox;
  /** To and Cc, in order, at most 100. */
  readonly recipients: readonly Mailbox[];
  /** The Date header as an instant; absent where it cannot be read. For show only, never for order. */
  readonly date?: Date;
  readonly inReplyTo: readonly MessageId[];
  readonly references: readonly MessageId[];
  /** References, then In-Reply-To's first id as the last one: the parent comes last (RFC 5322 §3.6.4). No self, no repeats. */
  readonly ancestors: readonly MessageId[];
  readonly subject: Subject;
  /** The text a person reads: text/plain parts one after the other, else HTML as text. LF line ends, flowed lines joined. */
  readonly text: string;
  /** Where `text` came from. `raw`: the body as it stands, since its MIME structure could not be read. */
  readonly textFrom: "plain" | "html" | "raw" | "none";
  readonly attachments: readonly Attachment[];
  /** `pgp`, `smime`: signed or encrypted, as the structure says; nothing is verified. */
  readonly signed?: "pgp" | "smime";
  /** The author asks not to be archived: X-No-Archive, Archive: no, Restrict: no-external-archive. */
  readonly noArchive: boolean;
  /** Auto-Submitted other than "no", a bounce, or a mail this relay caused (X-Loop). */
  readonly automatic: boolean;
  /** X-Spam-Flag: YES or X-Spam-Status: Yes. */
  readonly spamFlag: boolean;
  /** What could not be read as it should be, in words for `why`: `["boundary never appears: body shown as it stands"]`. */
  readonly problems: readonly string[];
}
