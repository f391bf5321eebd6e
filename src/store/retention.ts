/** How long the text of mails is kept, counted from when it was taken in, whatever the mail's own date says. */
export interface TextLimits {
  /** Of a mail that belongs to no patch, in ms. */
  readonly plainMs: number;
  /** Of patches, pull requests and all that belongs to them, after the last mail of the conversation, in ms. */
  readonly patchMs: number;
  /** Octets of all of it as they lie on the disk; beyond that the oldest goes first. */
  readonly bytes: number;
}

export interface Retention {
  /** Forgets texts that were kept long enough, and what is too much; gives how many. Ids, subjects and decisions stay. */
  endTexts(now: Date, limits: TextLimits): Promise<number>;
  /**
   * Removes the mails of conversations in which none was taken in since `before`, at most of so many conversations, with all that was
   * decided and owed for them; gives how many.
   */
  endMails(before: Date, conversations: number): Promise<number>;
  /** How many texts there are, and their octets on the disk. */
  texts(): Promise<{ readonly mails: number; readonly bytes: number }>;
}
