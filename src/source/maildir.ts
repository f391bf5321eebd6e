import { type FSWatcher, watch } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ImapStart } from "./imap-options.ts";
import { type Cursor, type MailSource, MailSourceError, type RawMail } from "./mail-source.ts";

export interface MaildirOptions {
  /** The source's name in cursors, logs and `status`. */
  readonly name: string;
  /** A folder with `new` and `cur` in it (maildir(5)). */
  readonly path: string;
  readonly start: ImapStart;
  /** Milliseconds between looks that happen whatever the system tells. */
  readonly pollMs: number;
  readonly now: () => Date;
}

/** A mail that lies there. */
interface Lying {
  readonly file: string;
  /** Its name without flags: it stays the same when it moves from `new` to `cur`. */
  readonly base: string;
  /** When the system last linked or renamed it, ns since 1970: in the order in which mails come. */
  readonly linkedNs: bigint;
  readonly receivedAt: Date;
  readonly size: number;
}

interface Place {
  readonly linkedNs: bigint;
  readonly base: string;
}

/** What is younger than this may have neighbours yet to come with the same time, ms. */
const TICK_MS = 20;

/** Octets of one mail that are read; of a larger one its beginning. */
const MOST_BYTES = 4 << 20;
const BEGINNING_BYTES = 1 << 20;

const RETRY_MS = 30_000;

/**
 * A Maildir that others deliver into (`mbsync`, `lei`, a mail server): nothing in it is moved, flagged or deleted. Its cursor is
 * the last mail's time and name. A mail whose flags somebody changes while we are not running comes again; the same mail is the same.
 */
export function maildirSource(options: MaildirOptions): MailSource {
  const { name, path, start, pollMs, now } = options;
  const folders = ["new", "cur"].map((half) => join(path, half));
  /** Names that lie before the start position. */
  const passedOver = new Set<string>();
  /** When each was seen first: a mail that is read moves, and has a later time then. */
  let firstSeen = new Map<string, bigint>();
  let reached: Cursor | undefined;
  let stirred = false;
  let wake: (() => void) | undefined;
  const watchers: FSWatcher[] = [];
  let isClosed = false;
  const stir = () => {
    stirred = true;
    wake?.();
  };

  function watchFolders(): void {
    if (watchers.length > 0 || isClosed) return;
    for (const folder of folders) {
      try {
        watchers.push(watch(folder, stir).on("error", stir).unref());
      } catch {
        // It is looked at every so often all the same.
      }
    }
  }

  /** All of it that is old enough to have its place, in the order of arrival. */
  async function lying(): Promise<readonly Lying[]> {
    const listed = await Promise.all(
      folders.map(async (folder) => (await readdir(folder)).map((file) => join(folder, file))),
    ).catch((cause: NodeJS.ErrnoException) => {
      throw new MailSourceError(`${name}: ${path} cannot be read as a Maildir (${cause.code})`, "mailbox", RETRY_MS, {
        cause,
      });
    });
    const found = await Promise.all(
      listed
        .flat()
        .filter((file) => !isHidden(file))
        .map(look),
    );
    const all = found.flatMap((one) =>
      one === undefined ? [] : [{ ...one, linkedNs: firstSeen.get(one.base) ?? one.linkedNs }],
    );
    firstSeen = new Map(all.map(({ base, linkedNs }) => [base, linkedNs]));
    return all.sort((a, b) => (isAfter(a, b) ? 1 : -1));
  }

  async function* since(cursor: Cursor | undefined, signal: AbortSignal): AsyncGenerator<RawMail> {
    reached = undefined;
    stirred = false;
    watchFolders();
    let place = cursor === undefined ? undefined : placeOf(cursor);
    let all = await lying();
    if (all.some(isYoung)) {
      await wait(TICK_MS, undefined, { signal }).catch(() => undefined);
      all = await lying();
    }
    if (signal.aborted) return;
    if (place === undefined) {
      const begun =
        start.kind === "now"
          ? all
          : start.kind === "since"
            ? all.filter(({ receivedAt }) => receivedAt.getTime() < start.ms)
            : [];
      for (const { base } of begun) passedOver.add(base);
      place = start.kind === "now" ? (all.at(-1) ?? NOWHERE) : NOWHERE;
    }
    for (const mail of all) {
      if (signal.aborted) return;
      if (!isAfter(mail, place) || passedOver.has(mail.base)) continue;
      const bytes = await contents(mail);
      if (bytes === undefined) continue;
      place = { linkedNs: mail.linkedNs, base: mail.base };
      yield {
        cursor: cursorOf(place),
        receivedAt: mail.receivedAt,
        bytes: mail.size > MOST_BYTES ? bytes.subarray(0, BEGINNING_BYTES) : bytes,
        wholeSize: mail.size,
        origin: `${name} ${mail.base}`,
      };
    }
    reached = cursorOf(all.at(-1) ?? place);
  }

  const isYoung = ({ linkedNs }: Lying): boolean => now().getTime() - Number(linkedNs / 1_000_000n) < TICK_MS;

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
      for (const watcher of watchers) watcher.close();
      stir();
    },
  };
}

const NOWHERE: Place = { linkedNs: 0n, base: "" };

const isHidden = (file: string): boolean => file.slice(file.lastIndexOf("/") + 1).startsWith(".");

/** `undefined` for what is gone meanwhile, and what is no file. */
async function look(file: string): Promise<Lying | undefined> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  if (found?.isFile() !== true) return undefined;
  const base = file.slice(file.lastIndexOf("/") + 1).replace(/:2,.*$/s, "");
  return { file, base, linkedNs: found.ctimeNs, receivedAt: found.mtime, size: Number(found.size) };
}

/** It may have moved between the halves since it was listed. */
async function contents({ file, base }: Lying): Promise<Uint8Array | undefined> {
  const read = await readFile(file).catch(() => undefined);
  if (read !== undefined) return read;
  const folder = join(file, "../../cur");
  const moved = (await readdir(folder).catch(() => [])).find((name) => name.replace(/:2,.*$/s, "") === base);
  return moved === undefined ? undefined : await readFile(join(folder, moved)).catch(() => undefined);
}

function isAfter(one: Place, other: Place): boolean {
  return one.linkedNs === other.linkedNs ? one.base > other.base : one.linkedNs > other.linkedNs;
}

const cursorOf = ({ linkedNs, base }: Place): Cursor => `${linkedNs} ${base}` as Cursor;

function placeOf(cursor: Cursor): Place {
  const [linked = "0", base = ""] = cursor.split(/ (.*)/s);
  return /^\d+$/.test(linked) ? { linkedNs: BigInt(linked), base } : NOWHERE;
}
