import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { Cursor } from "./mail-source.ts";

/** How far an mbox is read. */
export interface MboxPosition {
  /** Octets that are read: up to the end of a mail. */
  readonly at: number;
  /** Fingerprint of the octets right before: where they are others, somebody wrote the file anew. */
  readonly mark: string;
  /** Milliseconds since 1970: of the mails before `until`, those that came earlier are no news. */
  readonly from: number;
  /** Octets that the file had when it was begun with. */
  readonly until: number;
}

/** Octets before the position that are looked at. */
const LOOK_BACK = 1024;

/** The fingerprint of what stands in the file right before `at`. */
export async function markAt(file: FileHandle, at: number): Promise<string> {
  const start = Math.max(0, at - LOOK_BACK);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(at - start), 0, at - start, start);
  return createHash("sha256").update(buffer.subarray(0, bytesRead)).digest("base64url");
}

/** `{"at":4711,"mark":"…","from":1764060000000,"until":4711}` */
export function writeMboxCursor({ at, mark, from, until }: MboxPosition): Cursor {
  return JSON.stringify({ at, mark, from, until }) as Cursor;
}

/** What `writeMboxCursor` wrote, or `undefined` where it did not write this. */
export function readMboxCursor(cursor: Cursor): MboxPosition | undefined {
  try {
    const { at = -1, mark, from = -1, until = -1 } = JSON.parse(cursor) as Partial<MboxPosition>;
    const isOurs = [at, from, until].every((number) => Number.isSafeInteger(number) && number >= 0);
    return isOurs && typeof mark === "string" ? { at, mark, from, until } : undefined;
  } catch {
    return undefined;
  }
}
