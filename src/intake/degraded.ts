import { readOne } from "../reader/read-one.ts";
import type { Reading } from "../reader.ts";

/** Header octets that are looked at of a mail that could not be read as a whole. */
const MAX_HEADER = 64 * 1024;

/** A reading of the header alone, for a mail whose body broke the reader: who, what, where it belongs, and the reason. */
export function readDegraded(octets: Uint8Array, reason: string): Reading {
  const head = Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.byteLength, MAX_HEADER));
  const end = endOfHeader(head);
  const reading = readOne(withoutMime(head.subarray(0, end)), octets.byteLength);
  const text = [`(The text of this mail could not be read: ${reason}.)`];
  return {
    ...reading,
    condensed: {
      ...reading.condensed,
      passages: [{ context: [], contextAt: -1, text, kind: "prose" }],
      quotesOnly: false,
    },
    anchors: [undefined],
  };
}

function endOfHeader(head: Buffer): number {
  const ends = ["\r\n\r\n", "\n\n"].map((blank) => head.indexOf(blank)).filter((at) => at >= 0);
  return ends.length === 0 ? head.length : Math.min(...ends) + 1;
}

/** Without the fields that promise a structure below. */
function withoutMime(head: Buffer): Buffer {
  const text = head.toString("latin1").replace(/^content-[a-z-]+:.*(?:\r?\n[ \t].*)*\r?\n?/gim, "");
  return Buffer.from(`${text}\n`, "latin1");
}
