import type { MailKey } from "../mail/identity.ts";

/** Mails that the operator let out of quarantine, to be read anew. */
export interface Quarantine {
  release(key: MailKey): Promise<void>;
  /** Those after number `after`, in the order in which they were let out. */
  released(after: number): Promise<readonly { readonly no: number; readonly key: MailKey; readonly at: Date }[]>;
}
