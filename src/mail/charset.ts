import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import iconv from "iconv-lite";

/** Charsets that only say "I do not know": what us-ascii and utf-8 promise is looked at, not believed. */
const guessed: ReadonlySet<string> = new Set([
  "",
  "utf-8",
  "utf8",
  "us-ascii",
  "ascii",
  "ansi_x3.4-1968",
  "7bit",
  "8bit",
]);

/** Names of iconv-lite that are no charsets. */
const noCharsets: ReadonlySet<string> = new Set(["base64", "hex", "utf7imap", "binary", "internal"]);

const decoders = new Map<string, TextDecoder>();

/**
 * What the octets say in `charset`, as a mail names it. `known` is false where the name means nothing (`y`, since
 * git send-email asked and somebody agreed; `unknown-8bit`): then it is UTF-8 if it can be, else windows-1252.
 *
 * The decoders of the platform (WHATWG Encoding, so latin1 means windows-1252) hold no tables in our heap; iconv-lite
 * has what they lack: UTF-7, UTF-16 by its byte order mark, UTF-32, the old code pages.
 */
export function decodeCharset(octets: Buffer, charset: string): { readonly text: string; readonly known: boolean } {
  const name = charset.trim().toLowerCase();
  if (guessed.has(name)) return { text: guess(octets), known: true };
  const decoder = /^utf-?16$/.test(name) ? undefined : platformDecoder(name);
  if (decoder !== undefined) return { text: decoder.decode(octets), known: true };
  if (!noCharsets.has(name.replace(/[^a-z0-9]/g, "")) && iconv.encodingExists(name)) {
    return { text: iconv.decode(octets, name), known: true };
  }
  return { text: guess(octets), known: false };
}

/** UTF-8 where it is that or nearly so (a mail may be cut off in the middle of a letter), else windows-1252. */
function guess(octets: Buffer): string {
  const text = octets.toString("utf8");
  if (isUtf8(octets)) return text.startsWith("\ufeff") ? text.slice(1) : text;
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const letters = text.match(/[^\x00-\x7f\ufffd]/g)?.length ?? 0;
  return letters > broken ? text : (platformDecoder("windows-1252")?.decode(octets) ?? text);
}

function platformDecoder(name: string): TextDecoder | undefined {
  const known = decoders.get(name);
  if (known !== undefined) return known;
  try {
    const decoder = new TextDecoder(name);
    decoders.set(name, decoder);
    return decoder;
  } catch {
    return undefined; // a RangeError: it does not know the name
  }
}
