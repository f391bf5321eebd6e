import { decodeCharset } from "./charset.ts";
import { decodeOctets, decodeWords } from "./encoded-words.ts";

/** A structured field such as Content-Type. */
export interface Structured {
  /** `text/plain`, lower case; `""` where the field is empty. */
  readonly value: string;
  /** By lower-case name, decoded; not clean. Of one given twice the first counts. */
  readonly params: ReadonlyMap<string, string>;
}

/** Longer than any real one; what follows is not looked at. */
const maxChars = 8000;

/** `; name="value"`, `; name=value`, comments before the name. An unquoted value runs to the semicolon, blanks and all. */
const parameter =
  /;\s*(?:\([^()]*\)\s*)*(?<name>[^\s=;"()]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)(?:"|$)|(?<bare>[^;]*))/gs;

const comment = /(?:^|\s)\([^()]*\)/g;

/** A field (one char an octet) taken apart: RFC 2045 §5.1, with continuations and charsets of RFC 2231, leniently. */
export function structured(field: string): Structured {
  const text = field.slice(0, maxChars);
  const params = new Map<string, string>();
  const extended = new Map<string, Segment[]>();
  for (const { groups } of text.matchAll(parameter)) {
    const name = groups!.name!.toLowerCase();
    const raw = groups!.quoted?.replace(/\\(.)/gs, "$1") ?? groups!.bare!.replace(comment, "").trim();
    const [, base, number, star] = /^([^*]+)\*(\d{1,3})?(\*)?$/.exec(name) ?? [];
    if (base !== undefined) {
      const segment = { number: Number(number ?? 0), isEncoded: number === undefined || star !== undefined, raw };
      extended.set(base, [...(extended.get(base) ?? []), segment]);
    } else if (!params.has(name)) {
      params.set(name, name === "boundary" ? raw : decodeWords(decodeOctets(raw)));
    }
  }
  for (const [name, segments] of extended) params.set(name, joined(segments)); // the plain one is for old readers
  return { value: text.split(";", 1)[0]!.replace(comment, "").trim().toLowerCase(), params };
}

/** A stretch of `filename*0*=utf-8''%C3%BC; filename*1=.txt`. */
interface Segment {
  readonly number: number;
  readonly isEncoded: boolean;
  readonly raw: string;
}

function joined(segments: readonly Segment[]): string {
  const inOrder = segments.toSorted((one, other) => one.number - other.number);
  const [, charset, head] = /^([^']*)'[^']*'(.*)$/s.exec(inOrder[0]?.isEncoded ? inOrder[0].raw : "") ?? [];
  const octets = inOrder.map(({ raw, isEncoded }, at) => {
    const text = at === 0 ? (head ?? raw) : raw;
    return isEncoded
      ? text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      : text;
  });
  return decodeCharset(Buffer.from(octets.join(""), "latin1"), charset ?? "").text;
}
