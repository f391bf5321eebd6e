import { cleanLine } from "../mail/clean.ts";
import { decodeOctets, decodeWords } from "../mail/encoded-words.ts";
import { fieldsOf, readHeaders, withLineFeeds } from "../mail/headers.ts";
import { readMail } from "../mail/read-mail.ts";
import type { Piece } from "./shown-mail.ts";

const shownFields: readonly string[] = ["Date", "From", "To", "Cc", "Subject"];

/** A mail as it was sent: the fields that people read, its text, and a line for each attachment; patches are shown. */
export function rawMail(octets: Buffer): readonly Piece[] {
  const mail = readMail(octets);
  const headers = readHeaders(withLineFeeds(octets));
  const head = shownFields.flatMap((name) =>
    fieldsOf(headers, name.toLowerCase()).map(
      (value) => `${name}: ${cleanLine(decodeWords(decodeOctets(value)), maxFieldChars)}`,
    ),
  );
  return [
    { kind: "frame", lines: head },
    { kind: "text", text: `\n${withoutLastEnd(mail.text)}` },
    ...mail.attachments.flatMap(({ name, type, size, patch }): Piece[] => [
      { kind: "frame", lines: ["", `[-- ${name || "attachment"}: ${type}, ${size} bytes --]`] },
      ...(patch === undefined ? [] : [{ kind: "text" as const, text: withoutLastEnd(patch) }]),
    ]),
  ];
}

/** A mail may go to hundreds of people. */
const maxFieldChars = 10_000;

const withoutLastEnd = (text: string): string => (text.endsWith("\n") ? text.slice(0, -1) : text);
