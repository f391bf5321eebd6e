import type { FetchMessageObject } from "imapflow";
import type { ImapCommands } from "./imap-commands.ts";

/** Octets. A mail larger than `whole` is read up to `head`, header included. */
const sizes = { whole: 4 << 20, head: 1 << 20 };

/** What is held at once: mails, and octets of them. */
const window = { mails: 200, bytes: 8 << 20 };

export interface Fetched {
  readonly uid: number;
  readonly receivedAt: Date | undefined;
  /** Octets on the server. */
  readonly size: number;
  /** Absent where the mail was not wanted. */
  readonly bytes: Uint8Array | undefined;
}

/** What the one who reads wants of a pass, and what comes out of it beside the mails. */
export interface FetchPass {
  wants(uid: number, receivedAt: Date | undefined): boolean;
  /** Whether it is to be asked for by itself. */
  isSuspect(uid: number): boolean;
  /** Told of the UIDs of each command before it is sent, and of none when it is answered. */
  asks(uids: readonly number[]): void;
  /** Gone from the mailbox between SEARCH and FETCH. */
  vanished: number;
  /** Listed by SEARCH, and not given when asked for twice. */
  omitted: number;
}

/**
 * The mails of `uids` (ascending), in that order: sizes first, then bodies, a window at a time.
 * What the server does not give is asked for once more, alone; what it still does not give is counted and left out.
 */
export async function* fetchMails(
  commands: ImapCommands,
  uids: readonly number[],
  pass: FetchPass,
): AsyncGenerator<Fetched> {
  for (const asked of windows(uids, pass)) {
    const heads = await given(asked, pass, (some) =>
      commands.fetch(some, { uid: true, size: true, internalDate: true }, 0),
    );
    await countLost(commands, asked, heads, pass);
    for (const batch of batches(asked.flatMap((uid) => heads.get(uid) ?? []))) {
      const wanted = batch.filter((row) => pass.wants(row.uid, receivedAt(row))).map(({ uid }) => uid);
      // No cut where none is needed: a server that gets `BODY[]<0.n>` wrong then does so for large mails only.
      const source = isLarge(batch[0]!) ? { maxLength: sizes.head } : true;
      const bytes = batch.reduce((sum, row) => sum + cost(row), 0);
      const bodies = await given(wanted, pass, async (some) => {
        const rows = await commands.fetch(some, { uid: true, source }, bytes);
        return new Map([...rows].filter(([, row]) => row.source !== undefined));
      });
      await countLost(commands, wanted, bodies, pass);
      for (const row of batch) {
        const body = bodies.get(row.uid)?.source;
        if (body === undefined && wanted.includes(row.uid)) continue;
        const size = Math.max(row.size ?? 0, body?.length ?? 0);
        // A server may be wrong about a size; what it gave is cut all the same.
        const bytes = body !== undefined && body.length > sizes.whole ? body.subarray(0, sizes.head) : body;
        yield { uid: row.uid, receivedAt: receivedAt(row), size, bytes };
      }
    }
  }
}

/** `uids` in stretches of at most a window's mails. A suspect is a stretch by itself. */
function* windows(uids: readonly number[], { isSuspect }: FetchPass): Generator<readonly number[]> {
  let open: number[] = [];
  for (const uid of uids) {
    const isFull = open.length === window.mails || isSuspect(uid) || (open.length === 1 && isSuspect(open[0]!));
    if (isFull && open.length > 0) {
      yield open;
      open = [];
    }
    open.push(uid);
  }
  if (open.length > 0) yield open;
}

/** What `ask` gives of `uids`; those it leaves out are asked for a second time, one by one. */
async function given(
  uids: readonly number[],
  pass: FetchPass,
  ask: (uids: readonly number[]) => Promise<ReadonlyMap<number, FetchMessageObject>>,
): Promise<ReadonlyMap<number, FetchMessageObject>> {
  const got = new Map<number, FetchMessageObject>();
  async function add(some: readonly number[]): Promise<void> {
    pass.asks(some);
    for (const [uid, row] of await ask(some)) got.set(uid, row);
    pass.asks([]);
  }
  if (uids.length > 0) await add(uids);
  for (const uid of uids) if (!got.has(uid)) await add([uid]);
  return got;
}

async function countLost(
  commands: ImapCommands,
  asked: readonly number[],
  got: ReadonlyMap<number, unknown>,
  pass: FetchPass,
): Promise<void> {
  const missing = asked.filter((uid) => !got.has(uid));
  if (missing.length === 0) return;
  const listed = new Set(await commands.search({ uid: missing.join(",") }));
  const omitted = missing.filter((uid) => listed.has(uid)).length;
  pass.omitted += omitted;
  pass.vanished += missing.length - omitted;
}

/** Rows in order, cut where another one would be too many octets at once. A large mail stands alone. */
function batches(rows: readonly FetchMessageObject[]): FetchMessageObject[][] {
  const cut: FetchMessageObject[][] = [];
  let room = 0;
  for (const row of rows) {
    room -= cost(row);
    const open = cut.at(-1);
    if (open === undefined || room < 0 || isLarge(row) || isLarge(open[0]!)) {
      cut.push([row]);
      room = window.bytes - cost(row);
    } else open.push(row);
  }
  return cut;
}

function isLarge(row: FetchMessageObject): boolean {
  return (row.size ?? 0) > sizes.whole;
}

function cost(row: FetchMessageObject): number {
  return isLarge(row) ? sizes.head : (row.size ?? 0);
}

function receivedAt({ internalDate }: FetchMessageObject): Date | undefined {
  const date = internalDate === undefined ? undefined : new Date(internalDate);
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}
