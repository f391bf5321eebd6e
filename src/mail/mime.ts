import { field, type Headers, readHeaders } from "./headers.ts";
import { structured } from "./parameters.ts";

/** One part of a MIME tree (RFC 2046). A mail without MIME is a single one of `text/plain`. */
export interface Part {
  readonly headers: Headers;
  /** `text/plain`, lower case. */
  readonly type: string;
  /** Parameters of Content-Type. */
  readonly params: ReadonlyMap<string, string>;
  readonly isAttachment: boolean;
  /** As stated, decoded but not clean; `""` where it has none. */
  readonly fileName: string;
  /** Body as it stands, still encoded for the way. */
  readonly body: Buffer;
  /** Empty for everything that is no multipart or could not be read as one. */
  readonly parts: readonly Part[];
}

export interface Tree {
  readonly root: Part;
  readonly problems: readonly string[];
}

const maxDepth = 100;
const maxParts = 1000;

/** What is noted while a tree is read. */
interface Reading {
  partsLeft: number;
  readonly problems: Set<string>;
}

/**
 * The tree of a whole mail. A message inside a message is a leaf. Deeper or wider than anything real, a tree is cut off;
 * a multipart whose boundary is missing or never appears has no parts and keeps its body. Each level is read once.
 */
export function mimeTree(headers: Headers, octets: Buffer): Tree {
  const reading: Reading = { partsLeft: maxParts, problems: new Set() };
  const root = part(headers, octets.subarray(headers.bodyAt), "text/plain", 0, reading);
  return { root, problems: [...reading.problems] };
}

function part(headers: Headers, body: Buffer, defaultType: string, depth: number, reading: Reading): Part {
  const content = structured(field(headers, "content-type"));
  const disposition = structured(field(headers, "content-disposition"));
  const type = /^[a-z0-9.+-]+\/[a-z0-9.+_-]+$/.test(content.value) ? content.value : defaultType;
  const parts = type.startsWith("multipart/")
    ? subparts(body, content.params.get("boundary") ?? "", type, depth, reading)
    : [];
  return {
    headers,
    type,
    params: content.params,
    isAttachment: disposition.value === "attachment",
    fileName: disposition.params.get("filename") ?? content.params.get("name") ?? "",
    body,
    parts,
  };
}

function subparts(body: Buffer, boundary: string, type: string, depth: number, reading: Reading): Part[] {
  const mark = boundary.trimEnd();
  if (mark === "") return problem(reading, "a multipart names no boundary");
  if (depth >= maxDepth) return problem(reading, `parts are nested more than ${maxDepth} deep`);
  const defaultType = type === "multipart/digest" ? "message/rfc822" : "text/plain";
  const parts: Part[] = [];
  for (const octets of between(body, Buffer.from(`--${mark}`, "latin1"))) {
    if (reading.partsLeft-- <= 0) {
      problem(reading, `more than ${maxParts} parts`);
      break;
    }
    const headers = readHeaders(octets);
    parts.push(part(headers, octets.subarray(headers.bodyAt), defaultType, depth + 1, reading));
  }
  return parts.length > 0 ? parts : problem(reading, "the boundary never appears");
}

function problem(reading: Reading, words: string): [] {
  reading.problems.add(words);
  return [];
}

/** What stands between the delimiter lines; the last stretch runs to the end where no line closes it (RFC 2046 §5.1). */
function* between(octets: Buffer, mark: Buffer): Generator<Buffer> {
  let start: number | undefined;
  for (let at = octets.indexOf(mark); at >= 0; at = octets.indexOf(mark, at + mark.length)) {
    const delimiter = delimiterAt(octets, at, mark.length);
    if (delimiter === undefined) continue;
    if (start !== undefined) yield octets.subarray(start, Math.max(start, delimiter.start));
    start = delimiter.end;
    if (delimiter.closes) return;
  }
  if (start !== undefined) yield octets.subarray(start);
}

/** The delimiter line whose mark stands at `at`, the line end before it included; absent where this is another line. */
function delimiterAt(octets: Buffer, at: number, markLength: number) {
  if (at > 0 && octets[at - 1] !== 10) return undefined;
  let end = at + markLength;
  const closes = octets[end] === 0x2d && octets[end + 1] === 0x2d;
  if (closes) end += 2;
  while (octets[end] === 0x20 || octets[end] === 0x09 || octets[end] === 13) end++;
  if (end < octets.length && octets[end] !== 10) return undefined;
  return { start: octets[at - 2] === 13 ? at - 2 : at - 1, end: end + 1, closes };
}
