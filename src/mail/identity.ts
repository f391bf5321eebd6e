import { hash } from "node:crypto";
import { ancestry } from "./ancestry.ts";
import { decodeOctets } from "./encoded-words.ts";
import { field, type Headers, readHeaders, withLineFeeds } from "./headers.ts";
import type { Mail } from "./mail.ts";
import { type MessageId, madeUpMessageId, ownMessageId } from "./message-id.ts";

/** One mail has one key, whatever list, copy or folder brought it: its raw Message-ID with its raw Date. */
export type MailKey = string & { readonly brand: "MailKey" };

/** What names a mail. Read from the raw octets alone, so that it does not change when the parser does. */
export interface MailIdentity {
  /** SHA-256, base64url, 43 characters. */
  readonly key: MailKey;
  /** The stated Message-ID, or `<hash>@no-message-id.invalid` where there is none. */
  readonly id: MessageId;
}

/**
 * The identity of the mail in `octets`, whatever these are, and the ids of those it answers.
 *
 * The key is SHA-256 over the first Message-ID as stated and the first Date; without a Message-ID over From, Date,
 * Subject and the body. Blanks in the fields do not count: list software folds them anew.
 */
export function identify(octets: Uint8Array): MailIdentity & Pick<Mail, "ancestors"> {
  const buffer = withLineFeeds(octets);
  const headers = readHeaders(buffer);
  const identity = identityOf(headers, buffer);
  return { ...identity, ancestors: ancestry(headers, identity.id).ancestors };
}

/** The same, for whoever has read the header already. `octets` is the whole mail. */
export function identityOf(headers: Headers, octets: Buffer): MailIdentity {
  const stated = field(headers, "message-id").replace(/[<>\s]+/g, "");
  const named = stated === "" ? ["from", "date", "subject"] : ["date"];
  const values = named.map((name) => `${field(headers, name).replace(/\s+/g, " ")}\0`).join("");
  const head = Buffer.from(`${stated === "" ? "content" : "id"}\0${stated}\0${values}`, "latin1");
  const hashed = stated === "" ? Buffer.concat([head, octets.subarray(headers.bodyAt)]) : head;
  const key = hash("sha256", hashed, "base64url");
  const id = ownMessageId(decodeOctets(field(headers, "message-id")));
  return { key: key as MailKey, id: id ?? madeUpMessageId(key) };
}
