import { isUtf8 } from "node:buffer";
import { cleanText } from "../mail/clean.ts";
import { field, type Headers, readHeaders } from "../mail/headers.ts";

/** A stretch of a mail as a reader shows it. */
export type Piece =
  /** Of the mail program: the head, and what it says between parts. */
  | { readonly kind: "frame"; readonly lines: readonly string[] }
  /** The text of one part. */
  | { readonly kind: "text"; readonly text: string };

export interface ShownMailOptions {
  /** Whether it is still encoded (RFC 5322, MIME) or text that a mail program has decoded; told by the octets if absent. */
  readonly as?: "raw" | "decoded";
  /** Keep the marks by which mutt's pager knows its own lines (`ESC ] 9 ; number BEL`): it has the output to read. */
  readonly marks?: "kept";
}

/**
 * What a mail program pipes through a filter, in stretches, free of control characters: a mail as it was sent, a head with
 * a decoded body (mutt's `display_filter`, `notmuch show`), or a body alone (aerc). Nothing but the head of a raw mail is
 * shortened; what cannot be read comes as it stands.
 */
export async function shownMail(octets: Buffer, { as, marks }: ShownMailOptions = {}): Promise<readonly Piece[]> {
  const text = isUtf8(octets) ? octets.toString() : (await import("../mail/charset.ts")).decodeCharset(octets, "").text;
  if (as === "raw" || (as === undefined && looksRaw(text, octets))) {
    // Loaded when needed: most of what comes is decoded, and the reader is waiting.
    const { rawMail } = await import("./raw-mail.ts");
    return rawMail(octets);
  }
  const lines = withoutLast(text.split(/\r?\n/));
  const headEnd = headOf(lines);
  return [
    ...(headEnd > 0 ? [{ kind: "frame" as const, lines: lines.slice(0, headEnd).map(cleanText) }] : []),
    ...parts(lines.slice(headEnd), marks === "kept"),
  ];
}

/** Without the empty line that stands behind the last line end. */
function withoutLast(lines: readonly string[]): readonly string[] {
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

const fieldLine = /^(?:[!-9;-~]{1,100}:(?:\s|$)|[ \t]+\S)/;
const shownField = /^(?:From|Date|Subject|To|Cc):/i;

/** How many lines the head has, its blank line not among them; 0 for a body alone, which may begin with `From: …`. */
function headOf(lines: readonly string[]): number {
  const start = lines[0]?.startsWith("From ") ? 1 : 0;
  let at = start;
  while (at < lines.length && fieldLine.test(lines[at] ?? "")) at++;
  const isEnded = at === lines.length || lines[at]?.trim() === "";
  return isEnded && lines.slice(start, at).filter((line) => shownField.test(line)).length >= 2 ? at : 0;
}

/** A line of a mail program's own: what mutt writes around parts; what `notmuch show` does. */
const between = /^(?<mark>\x1b\][89];\d{1,20}\x07)?\[-- .{1,1000} --\]$|^\f(?:message|header|body|part|attachment)[{}]/;

function parts(lines: readonly string[], keepsMarks: boolean): Piece[] {
  const pieces: Piece[] = [];
  let text: string[] = [];
  const close = (): void => {
    if (text.length > 0) pieces.push({ kind: "text", text: cleanText(text.join("\n")) });
    text = [];
  };
  for (const line of lines) {
    const match = between.exec(line.slice(0, 1100));
    if (match === null) text.push(line);
    else {
      close();
      const mark = match.groups?.mark ?? "";
      pieces.push({ kind: "frame", lines: [(keepsMarks ? mark : "") + cleanText(line.slice(mark.length))] });
    }
  }
  close();
  return pieces;
}

/** Fields that mail has on its way; a mail program that is asked for all of them shows them above a decoded body. */
const transportFields: readonly string[] = [
  "mime-version",
  "content-transfer-encoding",
  "content-type",
  "received",
  "return-path",
];

function looksRaw(text: string, octets: Buffer): boolean {
  const lines = text.slice(0, 200_000).split(/\r?\n/);
  const headEnd = headOf(lines);
  if (headEnd === 0) return false;
  const headers = readHeaders(octets);
  if (!transportFields.some((name) => headers.fields.has(name))) return false;
  return (
    !lines.some((line) => between.test(line.slice(0, 1100))) && isEncoded(headers, octets.subarray(headers.bodyAt))
  );
}

/** Whether the body is what the head says; a mail program that shows all fields has decoded it already. */
function isEncoded(headers: Headers, body: Buffer): boolean {
  const said = (name: string) => field(headers, name);
  const type = said("content-type");
  const start = body.toString("latin1", 0, 4000).trimStart();
  const isAscii = !/[\x80-\xff]/.test(body.toString("latin1"));
  if (/^multipart\//i.test(type)) {
    const boundary = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type.slice(0, 4000));
    return body.includes(`--${boundary?.[1] ?? boundary?.[2] ?? ""}`);
  }
  if (/^base64\b/i.test(said("content-transfer-encoding"))) return /^[A-Za-z0-9+/=]{4,}(?:\s|$)/.test(start);
  if (/^quoted-printable\b/i.test(said("content-transfer-encoding"))) return isAscii;
  return isAscii || !isUtf8(body) || /charset\s*=\s*"?utf-?8/i.test(type);
}
