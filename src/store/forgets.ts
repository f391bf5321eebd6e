import type { Post } from "../compose/post.ts";
import type { MailKey } from "../mail/identity.ts";
import type { Delivery } from "./store.ts";

/** Takes what is to be forgotten out of the store, and out of its file: what is overwritten cannot be read there any more. */
export interface Forgets {
  /**
   * Octets, author, subject, problem and reasons of a mail go; `facts` stand for what was noted of it. Its key stays, so that it is known
   * when it comes again, and its id and place, which other mails refer to.
   */
  blankMail(key: MailKey, facts: unknown): Promise<void>;
  /** `remains` stands for what a delivery said, whatever its state; whom it mentioned goes. */
  blankDelivery(seq: number, remains: Post): Promise<void>;
  /** Every delivery that names one of the mails, by short id, in what it says. Reads all of them. */
  deliveriesNaming(shorts: readonly string[]): Promise<Delivery[]>;
}
