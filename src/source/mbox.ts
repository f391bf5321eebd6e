/** A mail of an mbox file. */
export interface MboxMail {
  readonly bytes: Uint8Array;
  /** When it arrived, as its `From ` line says; absent where that cannot be read. */
  readonly receivedAt: Date | undefined;
  /** Octets from the beginning up to its end, where the next mail's `From ` line stands or will stand. */
  readonly end: number;
  /** An empty line ends it, or the next mail. */
  readonly isEnded: boolean;
}

/** Octets of one mail that are kept; what follows is skipped. */
const mostBytes = 64 << 20;

/** A `From ` line is shorter than this. */
const longestLine = 512;

const newline = 0x0a;

/**
 * The mails of an mbox, given as octets in pieces of any size.
 *
 * Mails begin with `From SENDER DATE` at the start or after an empty line; body lines `>From `, `>>From ` lose one `>`
 * (the mboxrd form; RFC 4155 for the rest). The empty line before the next mail is no part of a mail.
 * What comes before the first `From ` line is no mail.
 */
export async function* mboxMails(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<MboxMail> {
  let mail: Gathered | undefined;
  let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  let isLineStart = true;
  let afterEmpty = true;
  let before = 0; // octets before the chunk

  for await (const piece of pieces) {
    const chunk =
      rest.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([rest, piece]);
    rest = Buffer.alloc(0);
    let kept = 0; // what lies before it is with the mail already
    for (let at = 0; at < chunk.length; ) {
      const end = chunk.indexOf(newline, at) + 1;
      if (end === 0 && isLineStart && chunk.length - at < longestLine) {
        rest = chunk.subarray(at); // the line may still turn out to be a `From ` line
        mail?.add(chunk.subarray(kept, at));
        kept = chunk.length;
        break;
      }
      const next = end === 0 ? chunk.length : end;
      if (isLineStart) {
        const line = chunk.toString("latin1", at, Math.min(next, at + longestLine));
        if (afterEmpty && isSeparator(line)) {
          mail?.add(chunk.subarray(kept, at));
          if (mail !== undefined) yield mail.whole(before + at);
          mail = gather(receivedAt(line));
          kept = next;
        } else if (/^>+From /.test(line)) {
          mail?.add(chunk.subarray(kept, at));
          kept = at + 1;
        }
        afterEmpty = /^\r?\n$/.test(line);
      }
      isLineStart = end !== 0;
      at = next;
    }
    mail?.add(chunk.subarray(kept));
    before += chunk.length - rest.length;
  }
  if (mail === undefined) return;
  mail.add(rest.subarray(/^>+From /.test(rest.toString("latin1")) ? 1 : 0));
  yield mail.whole(before + rest.length);
}

/** Whether a line after an empty one begins a mail. The time of day tells it from a sentence: "From here on it fails." */
export function isSeparator(line: string): boolean {
  return /^From (?:\S+ )?.*\d:\d\d/.test(line);
}

/** `From ada@example.org Thu Jan  1 00:00:00 2026` → that instant; a time without a zone is UTC, as RFC 4155 wants it. */
function receivedAt(line: string): Date | undefined {
  const [, sender, time] = /^From (\S+)\s+(.*?)\s*$/.exec(line) ?? [];
  // `git format-patch` writes a commit and a time that never changes.
  if (time === undefined || /^[0-9a-f]{40,64}$/.test(sender!)) return undefined;
  const hasZone = /(?:Z|[A-Z]{3}|[+-]\d\d:?\d\d)$/.test(time);
  const date = new Date(hasZone ? time : `${time} UTC`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

interface Gathered {
  add(octets: Buffer): void;
  whole(end: number): MboxMail;
}

function gather(receivedAt: Date | undefined): Gathered {
  const parts: Buffer[] = [];
  let size = 0;
  return {
    add(octets) {
      const room = octets.subarray(0, mostBytes - size);
      if (room.length > 0) parts.push(room);
      size += room.length;
    },
    whole(end) {
      const bytes = Buffer.concat(parts);
      const ending = /\r?\n\r?\n$/.exec(bytes.toString("latin1", Math.max(0, bytes.length - 4)))?.[0];
      const surplus = ending === undefined ? 0 : ending.endsWith("\r\n") ? 2 : 1;
      return { bytes: bytes.subarray(0, bytes.length - surplus), receivedAt, end, isEnded: surplus > 0 };
    },
  };
}
