import type { MailKey } from "../mail/identity.ts";
import type { Cursor } from "../source/mail-source.ts";

export interface Cursors {
  cursor(source: string): Promise<Cursor | undefined>;
  moveCursor(source: string, cursor: Cursor): Promise<void>;
}

/** Guards against a mail that takes the process down: counted before it is read. */
export interface Attempts {
  /** Notes that these are about to be read; returns how often each was begun before and never ended. */
  beginReading(keys: readonly MailKey[]): Promise<Map<MailKey, number>>;
  /** How often each was begun and never ended, where that is not 0; notes nothing. */
  begunReading(keys: readonly MailKey[]): Promise<Map<MailKey, number>>;
  endReading(keys: readonly MailKey[]): Promise<void>;
}
