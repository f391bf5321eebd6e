import { mailboxes } from "../mail/addresses.ts";
import { cleanLine } from "../mail/clean.ts";
import { decodeOctets, decodeWords } from "../mail/encoded-words.ts";
import { field, type Headers, readHeaders, withLineFeeds } from "../mail/headers.ts";

/** What can be said of a mail that could not be read. Both are one clean line, `""` where there is nothing. */
export interface Salvage {
  readonly subject: string;
  /** The sender's name. */
  readonly from: string;
}

const headerOctets = 65_536;
const fieldChars = 1000;

/** Sender and subject by a look at the beginning of the header, so short that nothing in it can do harm. */
export function salvage(octets: Uint8Array): Salvage {
  const headers = readHeaders(withLineFeeds(octets.subarray(0, headerOctets)));
  return {
    subject: cleanLine(decodeWords(beginning(headers, "subject")), 200),
    from: mailboxes(beginning(headers, "from"), 1)[0]?.name ?? "",
  };
}

function beginning(headers: Headers, name: string): string {
  return decodeOctets(field(headers, name).slice(0, fieldChars));
}
