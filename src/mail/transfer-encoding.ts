/** Octets of a body as they were before they were encoded for the way (RFC 2045 §6). Damage is passed over, not refused. */
export function decodeTransfer(octets: Buffer, encoding: string): { readonly octets: Buffer; readonly known: boolean } {
  const decode = decoders[encoding.trim().toLowerCase() as keyof typeof decoders];
  return decode === undefined ? { octets, known: false } : { octets: decode(octets), known: true };
}

const asItIs = (octets: Buffer) => octets;

const decoders = Object.assign(Object.create(null) as Record<string, (octets: Buffer) => Buffer>, {
  "": asItIs,
  "7bit": asItIs,
  "8bit": asItIs,
  binary: asItIs,
  base64,
  "quoted-printable": quotedPrintable,
});

/** Base64 ends at its padding; list software puts a footer in the clear behind it, which is kept as it stands. */
function base64(octets: Buffer): Buffer {
  const text = octets.toString("latin1");
  const padding = text.indexOf("=");
  if (padding < 0) return Buffer.from(text, "base64");
  const head = Buffer.from(text.slice(0, padding), "base64");
  const rest = text.slice(padding).replace(/^=[=\s]*/, "");
  if (rest === "") return head;
  if (/^[A-Za-z0-9+/=\s]*$/.test(rest)) {
    return Buffer.concat([head, ...rest.split(/=+/).map((piece) => Buffer.from(piece, "base64"))]);
  }
  return Buffer.concat([head, Buffer.from(rest, "latin1")]);
}

const EQUALS = 0x3d;
const LF = 10;

/** A `=` that begins nothing is itself; white space at the end of a line was added on the way (RFC 2045 §6.7). */
export function quotedPrintable(octets: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(octets.length);
  let length = 0;
  let solid = 0; // up to here nothing is white space that a line end may take away
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at]!;
    if (octet === EQUALS) {
      const value = hexValue(octets[at + 1]) * 16 + hexValue(octets[at + 2]);
      const softEnd = value >= 0 ? -1 : softBreakEnd(octets, at + 1);
      if (softEnd >= 0) {
        at = softEnd - 1;
      } else {
        decoded[length++] = value >= 0 ? value : EQUALS;
        if (value >= 0) at += 2;
      }
      solid = length;
    } else if (octet === LF) {
      const carriageReturn = length > 0 && octets[at - 1] === 13;
      length = Math.min(length, solid);
      if (carriageReturn) decoded[length++] = 13;
      decoded[length++] = LF;
      solid = length;
    } else {
      decoded[length++] = octet;
      if (octet !== 0x20 && octet !== 0x09 && octet !== 13) solid = length;
    }
  }
  return decoded.subarray(0, length);
}

/** NaN where `octet` is no hexadecimal digit, so that a sum with it is not `>= 0`. */
function hexValue(octet: number | undefined): number {
  if (octet === undefined) return Number.NaN;
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const letter = octet & ~0x20;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : Number.NaN;
}

/** Behind the line end that a `=` before `at` takes away, blanks between allowed; -1 where there is none. */
function softBreakEnd(octets: Buffer, at: number): number {
  let end = at;
  while (octets[end] === 0x20 || octets[end] === 0x09) end++;
  if (end >= octets.length) return end;
  if (octets[end] === 13) end++;
  return octets[end] === LF ? end + 1 : -1;
}
