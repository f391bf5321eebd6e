/** The fields of a header block as they stand, names in lower case. */
export interface Headers {
  /**
   * Values in the order written, unfolded and trimmed, one char an octet (latin1): what the octets mean is decided by who
   * reads the field.
   */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Where the body begins in the octets that were given. */
  readonly bodyAt: number;
}

/** No field that means anything has a longer name (RFC 5322 §2.1.1 allows a line 998). */
const maxNameLength = 128;

const CR = 13;
const LF = 10;

/**
 * The header block at the start of `octets`.
 *
 * A mbox "From " line before it is passed over; so is any line that is no field, for software pastes such into real
 * headers. Where no blank line ever ends the block, the body begins at the first line that is no field. Linear, takes
 * anything (RFC 5322 §2.2, read leniently).
 */
export function readHeaders(octets: Buffer): Headers {
  const fields = new Map<string, string[]>();
  let firstJunkAt: number | undefined;
  let at = 0;
  while (at < octets.length) {
    const end = lineEnd(octets, at);
    if (isBlank(octets, at, end)) return { fields, bodyAt: end };
    const next = afterContinuations(octets, end);
    const colon = colonAt(octets, at, end);
    if (colon !== undefined) {
      const name = octets.toString("latin1", at, colon).trimEnd().toLowerCase();
      const values = fields.get(name);
      const value = unfolded(octets.toString("latin1", colon + 1, next));
      if (values === undefined) fields.set(name, [value]);
      else values.push(value);
    } else if (at > 0 || octets.toString("latin1", 0, 5) !== "From ") firstJunkAt ??= at;
    at = next;
  }
  return { fields, bodyAt: firstJunkAt ?? octets.length };
}

/** The first field of that name; `""` where there is none. */
export function field(headers: Headers, name: string): string {
  return headers.fields.get(name)?.[0] ?? "";
}

/** All fields of that name, in order. */
export function fieldsOf(headers: Headers, name: string): readonly string[] {
  return headers.fields.get(name) ?? [];
}

/** The octets with lines that end in LF. Some ancient software ends all of them by CR alone. */
export function withLineFeeds(octets: Uint8Array): Buffer {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  if (buffer.includes(LF) || !buffer.includes(CR)) return buffer;
  return Buffer.from(buffer.map((octet) => (octet === CR ? LF : octet)));
}

/** Behind the LF of the line that starts at `at`. */
function lineEnd(octets: Buffer, at: number): number {
  const lf = octets.indexOf(LF, at);
  return lf < 0 ? octets.length : lf + 1;
}

function isBlank(octets: Buffer, at: number, end: number): boolean {
  return octets[at] === LF || (octets[at] === CR && end === at + 2);
}

/** Where the next field begins: lines that start with white space belong to the one above. */
function afterContinuations(octets: Buffer, end: number): number {
  let next = end;
  while (octets[next] === 0x20 || octets[next] === 0x09) next = lineEnd(octets, next);
  return next;
}

/** The colon behind a field name of printable ASCII, blanks before it allowed; absent where the line is no field. */
function colonAt(octets: Buffer, at: number, end: number): number | undefined {
  let blank = false;
  for (let i = at; i < Math.min(end, at + maxNameLength); i++) {
    const octet = octets[i]!;
    if (octet === 0x3a) return i > at ? i : undefined;
    if (octet === 0x20 || octet === 0x09) blank = true;
    else if (blank || octet < 0x21 || octet > 0x7e) return undefined;
  }
  return undefined;
}

function unfolded(value: string): string {
  return value.replace(/\r?\n[ \t]*/g, " ").trim();
}
