import type { Cursor } from "./mail-source.ts";

/** How far one group is read. */
export interface NewsPosition {
  /** The last article number that is taken in, or that nobody waits for; 0 before the first. */
  readonly read: number;
  /** Milliseconds since 1970: articles dated before are taken in, or were never wanted. Where to begin when the numbers change; 0 for the first. */
  readonly from: number;
}

/** `{"read":4711,"from":1764060000000}` */
export function writeNewsCursor({ read, from }: NewsPosition): Cursor {
  return JSON.stringify({ read, from }) as Cursor;
}

/** What `writeNewsCursor` wrote, or `undefined` where it did not write this. */
export function readNewsCursor(cursor: Cursor): NewsPosition | undefined {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { read, from } = value as Record<string, unknown>;
  if (!Number.isSafeInteger(read) || (read as number) < 0 || !Number.isSafeInteger(from)) return undefined;
  return { read: read as number, from: from as number };
}
