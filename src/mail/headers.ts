/** The values of the fields of one name, taken out when they are asked for: most fields of a mail nobody reads. */
class Values {
  readonly #written: string[];
  #all: readonly string[] | undefined;

  constructor(first: string) {
    this.#written = [first];
  }

  add(written: string): void {
    this.#written.push(written);
  }

  get all(): readonly string[] {
    this.#all ??= this.#written.map(unfolded);
    return this.#all;
  }
}

/** The fields of a header block as they stand, names in lower case. */
export interface Headers {
  /**
   * Values in the order written, unfolded and trimmed, one char an octet (latin1): what the octets mean is decided by who
   * reads the field.
   */
  readonly fields: ReadonlyMap<string, Values>;
  /** Where the body begins in the octets that were given. */
  readonly bodyAt: number;
}

/** No field that means anything has a longer name (RFC 5322 §2.1.1 allows a line 998). */
const maxNameLength = 128;

/** Octets among which most headers end. */
const FIRST_LOOK = 8192;

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
  const block = blockOf(octets);
  const fields = new Map<string, Values>();
  let firstJunkAt: number | undefined;
  let at = 0;
  while (at < block.length) {
    const end = lineEnd(block, at);
    if (isBlank(block, at, end)) return { fields, bodyAt: end };
    const next = afterContinuations(block, end);
    const colon = colonAt(block, at, end);
    if (colon !== undefined) {
      const name = block.slice(at, colon).trimEnd().toLowerCase();
      const values = fields.get(name);
      if (values === undefined) fields.set(name, new Values(block.slice(colon + 1, next)));
      else values.add(block.slice(colon + 1, next));
    } else if (at > 0 || !block.startsWith("From ")) firstJunkAt ??= at;
    at = next;
  }
  return { fields, bodyAt: firstJunkAt ?? octets.length };
}

/** The first field of that name; `""` where there is none. */
export function field(headers: Headers, name: string): string {
  return fieldsOf(headers, name)[0] ?? "";
}

/** All fields of that name, in order. */
export function fieldsOf(headers: Headers, name: string): readonly string[] {
  return headers.fields.get(name)?.all ?? [];
}

/** The octets with lines that end in LF. Some ancient software ends all of them by CR alone. */
export function withLineFeeds(octets: Uint8Array): Buffer {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  if (buffer.includes(LF) || !buffer.includes(CR)) return buffer;
  return Buffer.from(buffer.map((octet) => (octet === CR ? LF : octet)));
}

/** The octets up to the blank line that ends the block, with it; or all. One char an octet. */
function blockOf(octets: Buffer): string {
  if (octets[0] === LF || (octets[0] === CR && octets[1] === LF)) return octets.toString("latin1", 0, 2);
  for (let length = FIRST_LOOK; ; length *= 8) {
    const text = octets.toString("latin1", 0, length);
    const end = text.search(/\n\r?\n/);
    if (end >= 0) return text.slice(0, end + 3);
    if (length >= octets.length) return text;
  }
}

/** Behind the LF of the line that starts at `at`. */
function lineEnd(block: string, at: number): number {
  const lf = block.indexOf("\n", at);
  return lf < 0 ? block.length : lf + 1;
}

function isBlank(block: string, at: number, end: number): boolean {
  const first = block.charCodeAt(at);
  return first === LF || (first === CR && end === at + 2);
}

/** Where the next field begins: lines that start with white space belong to the one above. */
function afterContinuations(block: string, end: number): number {
  let next = end;
  while (isSpace(block.charCodeAt(next))) next = lineEnd(block, next);
  return next;
}

/** The colon behind a field name of printable ASCII, blanks before it allowed; absent where the line is no field. */
function colonAt(block: string, at: number, end: number): number | undefined {
  let blank = false;
  for (let i = at; i < Math.min(end, at + maxNameLength); i++) {
    const octet = block.charCodeAt(i);
    if (octet === 0x3a) return i > at ? i : undefined;
    if (isSpace(octet)) blank = true;
    else if (blank || octet < 0x21 || octet > 0x7e) return undefined;
  }
  return undefined;
}

const isSpace = (octet: number): boolean => octet === 0x20 || octet === 0x09;

function unfolded(value: string): string {
  return value.replace(/\r?\n[ \t]*/g, " ").trim();
}
