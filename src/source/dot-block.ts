/** The text of an answer of many lines. */
export interface Block {
  /** All of it, or its beginning where it is large. */
  readonly bytes: Buffer;
  /** Octets of all of it. */
  readonly size: number;
}

/** Octets: of a text larger than `whole` the first `head` are kept. */
export interface BlockSizes {
  readonly whole: number;
  readonly head: number;
}

/** An answer of many lines that is coming in. */
export interface DotBlock {
  /** Takes the next octets. Gives those behind the block where it ended, `undefined` where it goes on. */
  take(chunk: Buffer): Buffer | undefined;
  block(): Block;
}

const [CR, LF, DOT] = [0x0d, 0x0a, 0x2e];

/**
 * Lines up to one that is a dot alone; of a line that begins with a dot the dot is dropped (RFC 3977 §3.1.1). Lines end
 * with CR LF and are of any length: a dot behind a bare LF is text.
 */
export function dotBlock({ whole, head }: BlockSizes): DotBlock {
  const parts: Buffer[] = [];
  let kept = 0;
  let size = 0;
  let held: Buffer = Buffer.alloc(0);
  let isLineStart = true;

  function keep(octets: Buffer): void {
    const room = octets.subarray(0, Math.max(0, whole - kept));
    if (room.length > 0) parts.push(room);
    kept += room.length;
    size += octets.length;
  }

  return {
    take(chunk) {
      const text = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      let at = 0; // what lies before it is kept
      let from = 0; // what lies before it is looked at
      for (;;) {
        if (isLineStart) {
          const line = text.subarray(from, from + 3);
          const isUnclear =
            line.length === 0 || (line[0] === DOT && (line.length === 1 || (line[1] === CR && line.length === 2)));
          if (isUnclear) break;
          if (line[0] === DOT) {
            keep(text.subarray(at, from));
            if (line[1] === CR && line[2] === LF) return text.subarray(from + 3);
            at = from + 1;
          }
          isLineStart = false;
        }
        const end = text.indexOf("\r\n", Math.max(from, at), "latin1");
        if (end < 0) {
          from = text.at(-1) === CR && text.length > at ? text.length - 1 : text.length;
          break;
        }
        from = end + 2;
        isLineStart = true;
      }
      keep(text.subarray(at, from));
      held = text.subarray(from);
      return undefined;
    },

    block() {
      const bytes = Buffer.concat(parts);
      return { bytes: size > whole ? bytes.subarray(0, head) : bytes, size };
    },
  };
}
