import { decodeCharset } from "./charset.ts";
import { quotedPrintable } from "./transfer-encoding.ts";

/** `=?charset*language?B or Q?text?=` (RFC 2047 §2, RFC 2231 §5). */
const encodedWord = /=\?([^\s?*]{1,40})(?:\*[^\s?]{0,40})?\?([bq])\?([^?]*)\?=/gi;

/** Longer than any field that is shown; what follows is not looked at. */
const maxChars = 20_000;

/**
 * Header text with its encoded words decoded and the blanks between two of them dropped. Neighbours of one charset are
 * joined before they are decoded, since software splits letters. May hold anything then, line ends too: not clean yet.
 */
export function decodeWords(header: string): string {
  if (!header.includes("=?")) return header;
  const text = header.slice(0, maxChars);
  let decoded = "";
  let end = 0;
  let charset = "";
  let octets: Buffer[] = [];
  const flush = () => {
    if (octets.length > 0) decoded += decodeCharset(Buffer.concat(octets), charset).text;
    octets = [];
  };
  for (const word of text.matchAll(encodedWord)) {
    const between = text.slice(end, word.index);
    if (octets.length === 0 || between.trim() !== "") {
      flush();
      decoded += between;
    } else if (word[1]?.toLowerCase() !== charset) {
      flush();
    }
    charset = word[1]!.toLowerCase();
    octets.push(wordOctets(word[2]!, word[3]!));
    end = word.index + word[0].length;
  }
  flush();
  return decoded + text.slice(end);
}

/** Raw octets of a header (one char an octet) as text (RFC 6532: UTF-8; before it: anything). */
export function decodeOctets(value: string): string {
  return /[\x80-\xff]/.test(value) ? decodeCharset(Buffer.from(value, "latin1"), "").text : value;
}

function wordOctets(encoding: string, text: string): Buffer {
  if (encoding === "b" || encoding === "B") return Buffer.from(text, "base64");
  return quotedPrintable(Buffer.from(text.replaceAll("_", "=20")));
}
