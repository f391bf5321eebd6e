import { refusal } from "./refusal.ts";

export interface UploadedFile {
  /** `0` of `files[0]`. */
  readonly id: string;
  readonly filename: string;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

export interface RequestBody {
  /** `undefined` where nothing was sent. */
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

/**
 * JSON, or a form of `payload_json` and `files[n]`. Source: Discord docs, "Reference", Uploading Files.
 * @throws {Refusal} 50109 where it is neither.
 */
export function readBody(contentType: string | undefined, bytes: Buffer): RequestBody {
  if (bytes.length === 0) return { json: undefined, files: [] };
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(contentType ?? "")?.[1];
  if (boundary === undefined) return { json: parse(bytes.toString("utf8")), files: [] };
  const parts = partsOf(bytes, boundary);
  const payload = parts.find(({ name }) => name === "payload_json");
  const files = parts.flatMap(({ name, filename, contentType, bytes }) => {
    const id = /^files\[(\d+)\]$/.exec(name)?.[1];
    return id === undefined || filename === undefined ? [] : [{ id, filename, contentType, bytes }];
  });
  return { json: payload === undefined ? {} : parse(payload.bytes.toString("utf8")), files };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(50109);
  }
}

interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

/** RFC 7578, as clients write it: CR LF lines, no preamble. */
function partsOf(bytes: Buffer, boundary: string): Part[] {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let from = bytes.indexOf(mark);
  while (from >= 0) {
    const start = from + mark.length + 2;
    const next = bytes.indexOf(mark, start);
    if (next < 0) break;
    const part = bytes.subarray(start, next - 2);
    const end = part.indexOf("\r\n\r\n");
    const head = part.subarray(0, end).toString("utf8");
    parts.push({
      name: /\bname="([^"]*)"/i.exec(head)?.[1] ?? "",
      filename: /\bfilename="([^"]*)"/i.exec(head)?.[1],
      contentType: /^content-type: *(.+)$/im.exec(head)?.[1]?.trim(),
      bytes: Buffer.from(part.subarray(end + 4)),
    });
    from = next;
  }
  return parts;
}
