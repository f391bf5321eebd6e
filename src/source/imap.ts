import { type ImapCommands, imapCommands } from "./imap-commands.ts";
import type { ImapConnection } from "./imap-connection.ts";
import { readCursor, writeCursor } from "./imap-cursor.ts";
import { type FetchPass, fetchMails } from "./imap-fetch.ts";
import { imapLink } from "./imap-link.ts";
import { type ImapOptions, imapSettings } from "./imap-options.ts";
import { type Plan, planAnew, planOn } from "./imap-plan.ts";
import type { Cursor, MailSource, RawMail } from "./mail-source.ts";
import { suspects } from "./suspects.ts";
import { highestUid, withUids } from "./uid-set.ts";

/**
 * A mailbox read over IMAP. It is opened read-only and nothing in it is changed.
 *
 * It does not retry: what fails is thrown, the connection is dropped, and the next `since` makes a new one.
 * @throws {Error} where the options would send a password in the clear
 */
export function imapSource(options: ImapOptions): MailSource {
  const settings = imapSettings(options);
  const { name, now, sweepMs, onNotice } = settings;
  const link = imapLink(settings);
  let suspected = suspects();
  let uidValidity: bigint | undefined;
  let asking: readonly number[] = [];
  let sweptAt = Number.NEGATIVE_INFINITY;
  let reached: Cursor | undefined;

  /** What to do in a pass, and which of its UIDs to ask for. */
  async function plan(
    commands: ImapCommands,
    cursor: Cursor | undefined,
    { mailbox }: ImapConnection,
  ): Promise<Plan & { readonly asked: readonly number[] }> {
    if (uidValidity !== mailbox.uidValidity) suspected = suspects();
    uidValidity = mailbox.uidValidity;
    const position = cursor === undefined ? undefined : readCursor(cursor);
    if (cursor !== undefined && position === undefined) {
      onNotice({ event: "cursor-unreadable", detail: `begins anew at ${settings.start.kind}` });
    }
    const withoutFeared = ({ uids }: Plan) => uids.filter((uid) => !suspected.isFeared(uid));
    if (position?.uidValidity !== mailbox.uidValidity) {
      if (position !== undefined) {
        const change = `${position.uidValidity} became ${mailbox.uidValidity}`;
        const from = new Date(position.from).toISOString();
        onNotice({ event: "uidvalidity-changed", detail: `${change}; mail since ${from} is read again` });
      }
      const planned = await planAnew(commands, mailbox, settings.start, position?.from, now());
      return { ...planned, asked: withoutFeared(planned) };
    }
    const elapsed = now().getTime() - sweptAt;
    const sweeps = elapsed < 0 || elapsed >= sweepMs;
    const planned = await planOn(commands, position, now(), sweeps);
    if (sweeps) sweptAt = now().getTime();
    const late = planned.uids.filter((uid) => uid < highestUid(position.seen)).length;
    if (late > 0) onNotice({ event: "late", detail: `${late} mails below the highest UID read` });
    return { ...planned, asked: sweeps ? planned.uids : withoutFeared(planned) };
  }

  async function* read(cursor: Cursor | undefined, signal: AbortSignal): AsyncGenerator<RawMail> {
    const connection = await link.open(signal);
    const commands = imapCommands(connection, settings.commandMs, signal);
    await commands.freshen();
    link.settle();
    const { position, uids, asked, settledBelow } = await plan(commands, cursor, connection);
    const pass: FetchPass = {
      wants: (uid, receivedAt) =>
        uid > position.old || receivedAt === undefined || receivedAt.getTime() >= position.from,
      isSuspect: suspected.isSuspect,
      asks(some) {
        asking = some;
      },
      vanished: 0,
      omitted: 0,
    };
    let { seen } = position;
    let at = 0;
    for await (const { uid, receivedAt, size, bytes } of fetchMails(commands, asked, pass)) {
      while (uids[at]! < uid) at += 1;
      // Below `settledBelow` the unused UIDs before this one go with it, so that a sparse mailbox has a short cursor.
      seen = withUids(seen, uid < settledBelow ? (uids[at - 1] ?? uid - 1) + 1 : uid, uid);
      if (bytes === undefined) continue;
      if (signal.aborted) return;
      yield {
        cursor: writeCursor({ ...position, seen }),
        receivedAt: receivedAt ?? now(),
        bytes,
        wholeSize: size,
        origin: `${name} uid ${uid}`,
      };
    }
    suspected.acquit();
    reached = writeCursor({ ...position, seen });
    for (const event of ["vanished", "omitted"] as const) {
      if (pass[event] > 0) onNotice({ event, detail: `${pass[event]} mails between SEARCH and FETCH` });
    }
  }

  return {
    name,

    async *since(cursor, signal) {
      reached = undefined;
      asking = [];
      try {
        yield* read(cursor, signal);
      } catch (cause) {
        const error = link.failed(cause);
        if (signal.aborted || link.isClosed) return;
        const feared = suspected.blame(asking);
        if (feared !== undefined) {
          onNotice({ event: "feared", detail: `uid ${feared} broke the connection again and again: ${error.message}` });
        }
        throw error;
      }
    },

    caughtUp: () => reached,
    changed: (signal) => link.stirred(signal),
    close: () => link.close(),
  };
}
