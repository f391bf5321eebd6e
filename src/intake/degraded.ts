import { identify } from "../mail/identity.ts";
import type { Mail } from "../mail/mail.ts";
import { readMail } from "../mail/read-mail.ts";
import { parseSubject } from "../mail/subject.ts";
import { salvage } from "../reader/salvage.ts";
import type { Reading } from "../reader.ts";

/** Header octets that are looked at of a mail that could not be read as a whole. */
const MAX_HEADER = 64 * 1024;

/**
 * A reading of the header alone, for a mail that broke the reader: who, what, where it belongs, and the reason. It runs in
 * the main thread and never throws: `read` may fail as the reader did, and then less is known.
 */
export function readDegraded(octets: Uint8Array, reason: string, read: (head: Uint8Array) => Mail = readMail): Reading {
  return {
    mail: { ...headOf(octets, read), ...identify(octets) },
    condensed: {
      reply: "",
      passages: [
        { context: [], contextAt: -1, text: [`(The text of this mail could not be read: ${reason}.)`], kind: "prose" },
      ],
      elided: {},
      sure: false,
      quotesOnly: false,
    },
    anchors: [undefined],
    kind: "discussion",
    givenTrailers: [],
    commands: [],
  };
}

function headOf(octets: Uint8Array, read: (head: Uint8Array) => Mail): Mail {
  const head = Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.byteLength, MAX_HEADER));
  try {
    return read(withoutMime(head.subarray(0, endOfHeader(head))));
  } catch {
    const { subject, from } = salvage(octets);
    const sender = { name: from, address: "" };
    return {
      ...identify(octets),
      lists: [],
      from: sender,
      sender,
      author: sender,
      recipients: [],
      inReplyTo: [],
      references: [],
      ancestors: [],
      subject: parseSubject(subject),
      text: "",
      textFrom: "none",
      attachments: [],
      noArchive: false,
      automatic: false,
      spamFlag: false,
      problems: ["its header could not be read either"],
    };
  }
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
