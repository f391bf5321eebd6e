import type { MessageId } from "./message-id.ts";

/** One mail has one key, whatever list, copy or folder brought it: its raw Message-ID with its raw Date. */
export type MailKey = string & { readonly brand: "MailKey" };

/** What names a mail. Read from the raw octets alone, so that it does not change when the parser does. */
export interface MailIdentity {
  /** SHA-256, base64url, 43 characters. */
  readonly key: MailKey;
  /** The stated Message-ID, or `<hash>@no-message-id.invalid` where there is none. */
  readonly id: MessageId;
}
