import type { Cursor, MailSource, MailSourceError } from "../../src/source/mail-source.ts";

/** A mailbox in memory that the test fills. It reads from the first mail on; its cursors are counts: `"3"`. */
export interface ScriptedSource extends MailSource {
  /** One more mail arrives. `receivedAt`: a minute after the one before, where it is not given. */
  push(mail: Uint8Array | string, receivedAt?: Date): void;
  /** The next `since` throws `error`, after it has yielded `afterMails` (0) of its mails. Several are thrown one after the other. */
  fail(error: MailSourceError, afterMails?: number): void;
}

export function scriptedSource(name = "scripted"): ScriptedSource {
  const mails: { readonly bytes: Uint8Array; readonly receivedAt: Date }[] = [];
  const failures: { readonly error: MailSourceError; readonly afterMails: number }[] = [];
  const waiting = new Set<() => void>();
  let reached: Cursor | undefined;
  let hasStirred = false;
  let isClosed = false;

  function stir(): void {
    hasStirred = true;
    for (const wake of [...waiting]) wake();
  }

  return {
    name,

    push(mail, receivedAt) {
      const next = new Date((mails.at(-1)?.receivedAt.getTime() ?? Date.UTC(2026, 10, 2, 9)) + 60_000);
      mails.push({ bytes: typeof mail === "string" ? Buffer.from(mail) : mail, receivedAt: receivedAt ?? next });
      stir();
    },

    fail(error, afterMails = 0) {
      failures.push({ error, afterMails });
      stir();
    },

    async *since(cursor, signal) {
      hasStirred = false;
      reached = undefined;
      const failure = failures.shift();
      const first = Number(cursor ?? 0);
      for (let at = first; at < mails.length; at += 1) {
        if (at - first === failure?.afterMails) throw failure.error;
        if (signal.aborted) return;
        const { bytes, receivedAt } = mails[at]!;
        const origin = `${name} mail ${at + 1}`;
        yield { cursor: String(at + 1) as Cursor, receivedAt, bytes, wholeSize: bytes.length, origin };
      }
      if (failure !== undefined) throw failure.error;
      reached = String(mails.length) as Cursor;
    },

    caughtUp: () => reached,

    async changed(signal) {
      if (hasStirred || isClosed || signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      signal.addEventListener("abort", stir);
      await promise;
      signal.removeEventListener("abort", stir);
      waiting.delete(resolve);
    },

    async close() {
      isClosed = true;
      stir();
    },
  };
}
