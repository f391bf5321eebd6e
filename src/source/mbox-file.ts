import { type FSWatcher, watch } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ImapStart } from "./imap-options.ts";
import { type Cursor, type MailSource, MailSourceError, type RawMail } from "./mail-source.ts";
import { type MboxMail, mboxMails } from "./mbox.ts";
import { type MboxPosition, markAt, readMboxCursor, writeMboxCursor } from "./mbox-cursor.ts";

export interface MboxOptions {
  /** The source's name in cursors, logs and `status`. */
  readonly name: string;
  /** An mbox file (RFC 4155; the mboxrd form). */
  readonly path: string;
  readonly start: ImapStart;
  /** Milliseconds between looks that happen whatever the system tells. */
  readonly pollMs: number;
  /** Milliseconds for which nobody may have written to it before its last mail counts as whole; 1 s. */
  readonly settleMs?: number;
  readonly now: () => Date;
  /** Somebody wrote the file anew: what is known of it is not shown again. */
  readonly onRewritten?: () => void;
}

/** Octets of one mail that are given; of a larger one its beginning. */
const MOST_BYTES = 4 << 20;
const BEGINNING_BYTES = 1 << 20;

const DAY_MS = 86_400_000;
const RETRY_MS = 30_000;

/** A last mail without the empty line that ends one is still being written, for so long. */
const UNFINISHED_MS = 30_000;

/** What the file was when somebody looked. */
interface Look {
  readonly size: number;
  readonly changedMs: number;
}

/**
 * An mbox that others deliver into (procmail, `lei`, a mail server): it is read, never written, and not locked. Its cursor is
 * an offset with a fingerprint of what stands before it: where a mail reader wrote the file anew, it is read from its beginning,
 * and the same mail is the same.
 */
export function mboxSource(options: MboxOptions): MailSource {
  const { name, path, start, pollMs, settleMs = 1000, now, onRewritten = () => undefined } = options;
  let reached: Cursor | undefined;
  let wasMissing = false;
  let stirred = false;
  let isClosed = false;
  let wake: (() => void) | undefined;
  let watcher: FSWatcher | undefined;
  const stir = () => {
    stirred = true;
    wake?.();
  };

  /** Its folder is watched: the file may be replaced by another one of that name. */
  function watchIt(): void {
    if (watcher !== undefined || isClosed) return;
    try {
      watcher = watch(dirname(path), (_, file) => (file === null || file === basename(path)) && stir());
      watcher.on("error", stir).unref();
    } catch {
      // It is looked at every so often all the same.
    }
  }

  async function opened(): Promise<FileHandle> {
    return await openMbox(path).catch((cause: Error) => {
      wasMissing ||= (cause.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
      throw new MailSourceError(`${name}: ${cause.message}`, "mailbox", RETRY_MS, { cause });
    });
  }

  async function beginning(file: FileHandle, { size }: Look): Promise<MboxPosition> {
    // A file that is made while we look for it has nothing in it that came before. Its own times are whole seconds.
    const isNow = start.kind === "now" && !wasMissing;
    const from = isNow ? Math.floor(now().getTime() / 1000) * 1000 : start.kind === "since" ? start.ms : 0;
    const at = isNow ? size : 0;
    return { at, mark: await markAt(file, at), from, until: size };
  }

  /** Where to go on; from the beginning where the file is another one. */
  async function positionIn(file: FileHandle, look: Look, cursor: Cursor | undefined): Promise<MboxPosition> {
    const position = cursor === undefined ? undefined : readMboxCursor(cursor);
    if (position === undefined) return await beginning(file, look);
    if (position.at <= look.size && (await markAt(file, position.at)) === position.mark) return position;
    onRewritten();
    return { ...position, at: 0, mark: await markAt(file, 0), until: look.size };
  }

  const isStill = ({ changedMs }: Look, forMs: number): boolean => now().getTime() - changedMs >= forMs;

  /** Whether the file's last mail is all there. */
  const isWhole = (look: Look, mail: MboxMail): boolean =>
    isStill(look, mail.isEnded ? settleMs : Math.max(settleMs, UNFINISHED_MS));

  async function* since(cursor: Cursor | undefined, signal: AbortSignal): AsyncGenerator<RawMail> {
    reached = undefined;
    stirred = false;
    watchIt();
    const lookedAt = now().getTime();
    const file = await opened();
    try {
      let position = await positionIn(file, await lookAt(file), cursor);
      for (let isRead = false; !isRead && !signal.aborted; ) {
        const look = await lookAt(file);
        const base = position.at;
        let isHeld = false;
        for await (const mail of mailsIn(file, base, look.size)) {
          if (signal.aborted) return;
          const end = base + mail.end;
          isHeld = end === look.size && !isWhole(look, mail);
          if (isHeld) break;
          const origin = `${name} offset ${position.at}`;
          position = { ...position, at: end, mark: await markAt(file, end) };
          const receivedAt = mail.receivedAt ?? new Date(look.changedMs);
          if (end <= position.until && receivedAt.getTime() < position.from) continue;
          const { bytes } = mail;
          yield {
            cursor: writeMboxCursor(position),
            receivedAt,
            bytes: bytes.length > MOST_BYTES ? bytes.subarray(0, BEGINNING_BYTES) : bytes,
            wholeSize: bytes.length,
            origin,
          };
        }
        // One that nobody goes on writing is taken at a later look.
        isRead = isSame(look, await lookAt(file)) && (!isHeld || isStill(look, settleMs));
        if (!isRead) await wait(settleMs, undefined, { signal }).catch(() => undefined);
      }
      if (signal.aborted) return;
      const weekAgo = Math.floor(lookedAt / DAY_MS - 7) * DAY_MS;
      reached = writeMboxCursor({ ...position, from: Math.max(position.from, weekAgo) });
    } finally {
      await file.close();
    }
  }

  return {
    name,
    since,
    caughtUp: () => reached,
    async changed(signal) {
      if (stirred || signal.aborted || isClosed) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      const timer = setTimeout(resolve, pollMs);
      signal.addEventListener("abort", () => resolve(), { once: true });
      await promise;
      clearTimeout(timer);
      wake = undefined;
    },
    async close() {
      isClosed = true;
      watcher?.close();
      stir();
    },
  };
}

/** The file, for reading. @throws {Error} that names the path and the remedy */
export async function openMbox(path: string): Promise<FileHandle> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(5), 0, 5, 0);
    const begins = buffer.toString("latin1", 0, bytesRead);
    if ("From ".startsWith(begins)) return file;
    const says = begins.startsWith("\x1f\x8b")
      ? "is compressed; unpack it"
      : "is no mbox: it does not begin with `From `";
    throw new Error(`${path} ${says}`);
  } catch (cause) {
    await file?.close();
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new Error(`${path} cannot be read as an mbox (${code}); name an mbox file`, { cause });
  }
}

async function lookAt(file: FileHandle): Promise<Look> {
  const { size, mtimeMs } = await file.stat();
  return { size, changedMs: mtimeMs };
}

const isSame = (one: Look, other: Look): boolean => one.size === other.size && one.changedMs === other.changedMs;

async function* mailsIn(file: FileHandle, start: number, size: number): AsyncGenerator<MboxMail> {
  if (start < size) yield* mboxMails(file.createReadStream({ start, end: size - 1, autoClose: false }));
}
