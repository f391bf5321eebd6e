/** How far one source is read, in the source's own words (IMAP: UIDVALIDITY and the UIDs seen). The store keeps it and hands it back. */
export type Cursor = string & { readonly brand: "Cursor" };

/** One message as octets, as a source handed it over. */
export interface RawMail {
  /** The cursor once this mail is taken in. Kept in the same transaction as the mail. */
  readonly cursor: Cursor;
  /** When it arrived in the mailbox (IMAP INTERNALDATE), not its Date header. */
  readonly receivedAt: Date;
  /** The whole mail, or its header and first MB where `wholeSize` is larger than `bytes.length`. */
  readonly bytes: Uint8Array;
  /** Octets of the whole mail on the server. */
  readonly wholeSize: number;
  /** Where it lies, for a person: `main/INBOX uid 4711`. */
  readonly origin: string;
}

/** One mailbox that mailing lists are delivered into. Never sets a flag, never deletes. */
export interface MailSource {
  readonly name: string;
  /**
   * What is new since `cursor`, in the order of arrival, ending when there is no more for now; also what an earlier pass
   * missed (late UIDs, omitted answers). Callers tell repeats by identity. Where nothing is yielded but the cursor moved
   * (a first start at `now`), `caughtUp` has it.
   * @throws {MailSourceError}
   */
  since(cursor: Cursor | undefined, signal: AbortSignal): AsyncIterable<RawMail>;
  /** The cursor after a pass of `since` that came to its end; equal to the last mail's where one was yielded. */
  caughtUp(): Cursor | undefined;
  /** Resolves when something may be new: IDLE, or the poll interval, whichever comes first. Also when `signal` aborts. */
  changed(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** A source that could not be read now. The loop waits and tries again; `fatal` ones need the operator first. */
export class MailSourceError extends Error {
  override readonly name = "MailSourceError";
  /** Milliseconds to wait before another try. */
  readonly retryAfterMs: number;
  /** What kind of trouble, for health: a refused login is not hammered. */
  readonly trouble: "connection" | "login" | "tls" | "mailbox" | "protocol";

  constructor(message: string, trouble: MailSourceError["trouble"], retryAfterMs: number, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
    this.retryAfterMs = retryAfterMs;
  }
}
