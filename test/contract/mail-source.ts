import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Cursor, type MailSource, MailSourceError, type RawMail } from "../../src/source/mail-source.ts";

/** One mailbox that a source can be made for, empty at first. */
export interface MailboxUnderTest {
  /** A new source that reads the mailbox from its first mail on. It looks by itself within a second at most. */
  open(): MailSource;
  deliver(mail: string): void;
  /** Makes the next reading of every open source fail. */
  breakIt(): void | Promise<void>;
  close(): Promise<void>;
}

const never = new AbortController().signal;

/** Everything a `MailSource` promises, whatever it reads. */
export function mailSourceContract(name: string, skip: string | false, make: () => Promise<MailboxUnderTest>): void {
  describe(`${name} as a mail source`, { skip }, () => {
    const rows: readonly [sentence: string, check: (mailbox: MailboxUnderTest) => Promise<void>][] = [
      [
        "gives what lies there in the order of arrival, octet for octet, and then ends",
        async (mailbox) => {
          const mails = [mail("one"), mail("two"), mail("three")];
          for (const one of mails) mailbox.deliver(one);
          const got = await all(mailbox.open(), undefined);
          assert.deepEqual(got.map(text), mails);
          for (const { bytes, wholeSize, receivedAt, origin } of got) {
            assert.equal(wholeSize, bytes.length);
            assert.ok(receivedAt.getTime() > 0);
            assert.notEqual(origin, "");
          }
        },
      ],
      [
        "goes on after the cursor of any mail, in another process too",
        async (mailbox) => {
          const mails = [mail("one"), mail("two"), mail("three")];
          for (const one of mails) mailbox.deliver(one);
          const cursors = (await all(mailbox.open(), undefined)).map(({ cursor }) => cursor);
          for (const [at, cursor] of cursors.entries()) {
            assert.deepEqual((await all(mailbox.open(), cursor)).map(text), mails.slice(at + 1));
          }
        },
      ],
      [
        "has a cursor after a pass that stands for all that was there, an empty mailbox included",
        async (mailbox) => {
          const source = mailbox.open();
          assert.deepEqual(await all(source, undefined), []);
          const empty = source.caughtUp();
          assert.notEqual(empty, undefined);
          mailbox.deliver(mail("one"));
          const [one] = await all(source, empty);
          assert.equal(text(one!), mail("one"));
          assert.equal(source.caughtUp(), one!.cursor);
          assert.deepEqual(await all(source, source.caughtUp()), []);
        },
      ],
      [
        "loses nothing where the reader stops in the middle",
        async (mailbox) => {
          const mails = ["one", "two", "three", "four"].map(mail);
          for (const one of mails) mailbox.deliver(one);
          const source = mailbox.open();
          const got: RawMail[] = [];
          for await (const one of source.since(undefined, never)) if (got.push(one) === 2) break;
          got.push(...(await all(source, got.at(-1)!.cursor)));
          assert.deepEqual(got.map(text), mails);
        },
      ],
      [
        "tells of a mail that comes while somebody waits",
        async (mailbox) => {
          const source = mailbox.open();
          await all(source, undefined);
          const cursor = source.caughtUp();
          const told = source.changed(never);
          mailbox.deliver(mail("one"));
          await told;
          assert.deepEqual((await untilSome(source, cursor)).map(text), [mail("one")]);
        },
      ],
      [
        "does not sleep through a mail that came just before somebody waited",
        async (mailbox) => {
          const source = mailbox.open();
          await all(source, undefined);
          mailbox.deliver(mail("one"));
          assert.deepEqual((await untilSome(source, source.caughtUp())).map(text), [mail("one")]);
        },
      ],
      [
        "stops waiting and reading when it is told to",
        async (mailbox) => {
          mailbox.deliver(mail("one"));
          const source = mailbox.open();
          await all(source, undefined);
          const stop = new AbortController();
          const told = source.changed(stop.signal);
          stop.abort();
          await told;
          await source.changed(stop.signal);
          assert.deepEqual(await all(source, undefined, stop.signal), []);
        },
      ],
      [
        "says what went wrong with a MailSourceError, and reads on afterwards",
        async (mailbox) => {
          mailbox.deliver(mail("one"));
          const source = mailbox.open();
          const [one] = await all(source, undefined);
          mailbox.deliver(mail("two"));
          await mailbox.breakIt();
          const isOurs = (error: unknown) => error instanceof MailSourceError && error.retryAfterMs >= 1_000;
          await assert.rejects(all(source, one!.cursor), isOurs);
          assert.equal(source.caughtUp(), undefined);
          assert.deepEqual((await all(source, one!.cursor)).map(text), [mail("two")]);
        },
      ],
      [
        "ends the waiting when it is closed",
        async (mailbox) => {
          const source = mailbox.open();
          await all(source, undefined);
          const told = source.changed(never);
          await source.close();
          await told;
        },
      ],
    ];
    for (const [sentence, check] of rows) {
      test(sentence, { timeout: 20_000 }, async () => {
        const mailbox = await make();
        const opened: MailSource[] = [];
        const open = () => {
          const source = mailbox.open();
          opened.push(source);
          return source;
        };
        try {
          await check({ ...mailbox, open });
        } finally {
          for (const source of opened) await source.close();
          await mailbox.close();
        }
      });
    }
  });
}

/** One pass, to its end. */
export async function all(source: MailSource, cursor: Cursor | undefined, signal = never): Promise<RawMail[]> {
  return Array.fromAsync(source.since(cursor, signal));
}

/** Passes until one brings something, waiting in between as the intake loop does. */
export async function untilSome(source: MailSource, cursor: Cursor | undefined): Promise<RawMail[]> {
  for (;;) {
    const got = await all(source, cursor);
    if (got.length > 0) return got;
    await source.changed(never);
  }
}

/** The mail's octets as text, with the line ends they had on disk. */
export function text({ bytes }: RawMail): string {
  return Buffer.from(bytes).toString("utf8").replaceAll("\r\n", "\n");
}

export function mail(word: string): string {
  return `From: Ada <ada@example.org>\nSubject: ${word}\nMessage-ID: <${word}@example.org>\n\nThe word is ${word}.\n`;
}
