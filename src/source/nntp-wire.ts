import { once } from "node:events";
import type { Socket } from "node:net";
import { type Block, type BlockSizes, dotBlock } from "./dot-block.ts";
import { NotNntpError } from "./nntp-trouble.ts";

/** A connection on which lines are said, and lines and blocks of lines are heard. Each is thrown an `Error` where none comes. */
export interface NntpWire {
  /** Says one line; CR LF is added. */
  send(line: string): void;
  /** The next line, without its end. */
  line(): Promise<string>;
  /** The next lines up to one that is a dot alone. */
  block(sizes: BlockSizes): Promise<Block>;
  /** True where nothing is to be expected of it: it is gone, or something came that nobody asked for. */
  readonly isSpent: boolean;
  /** Gives the socket back, for TLS. @throws {NotNntpError} where something was heard that would count as said within TLS */
  release(): Socket;
  /** Says `line` and closes; resolves when that is done, after a second at most. */
  end(line: string): Promise<void>;
  /** Ends it now; whoever waits is thrown `reason`. */
  drop(reason: Error): void;
}

/** Octets. A line of the server's is shorter (512 by RFC 3977 §3.1); of a block, so many come within the time of one answer. */
const most = { line: 8_192, stretch: 256 << 10 };

/**
 * Reads `socket`, which is connected, no further than somebody waits for: so memory is bounded.
 * An answer, or each 256 KiB of one, has `limitMs`.
 */
export function nntpWire(socket: Socket, limitMs: number): NntpWire {
  let held: Buffer = Buffer.alloc(0);
  let fault: Error | undefined;
  let wake: (() => void) | undefined;

  const listeners = {
    data(chunk: Buffer): void {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      socket.pause();
      wake?.();
    },
    error: (error: Error) => drop(error),
    end: () => drop(new Error("the server closed the connection")),
    close: () => drop(new Error("the server closed the connection")),
  };
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);

  function drop(reason: Error): void {
    fault ??= reason;
    socket.destroy();
    wake?.();
  }

  /** Resolves when `held` is not empty. What came before the end of the connection is heard first. */
  async function heard(): Promise<void> {
    while (held.length === 0) {
      if (fault !== undefined) throw fault;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      socket.resume();
      await promise;
      wake = undefined;
    }
  }

  async function within<T>(work: (alive: () => void) => Promise<T>): Promise<T> {
    const clock = setTimeout(() => drop(new Error(`no answer within ${limitMs / 1000} s`)), limitMs);
    try {
      return await work(() => clock.refresh());
    } finally {
      clearTimeout(clock);
      socket.resume(); // or its end would not be noticed
    }
  }

  return {
    send(line) {
      if (fault === undefined) socket.write(`${line}\r\n`);
    },

    line: () =>
      within(async () => {
        let line: Buffer = Buffer.alloc(0);
        for (;;) {
          await heard();
          const end = held.indexOf("\n", 0, "latin1");
          line = Buffer.concat([line, end < 0 ? held : held.subarray(0, end)]);
          held = end < 0 ? Buffer.alloc(0) : held.subarray(end + 1);
          if (line.length > most.line) throw new NotNntpError(`a line of more than ${most.line} octets`);
          if (end >= 0) return line.toString("utf8").replace(/\r$/, "");
        }
      }),

    block: (sizes) =>
      within(async (alive) => {
        const coming = dotBlock(sizes);
        let stretch = 0;
        for (;;) {
          await heard();
          const chunk = held;
          const rest = coming.take(chunk);
          held = rest ?? Buffer.alloc(0);
          if (rest !== undefined) return coming.block();
          stretch += chunk.length;
          if (stretch < most.stretch) continue;
          stretch = 0;
          alive();
        }
      }),

    get isSpent() {
      return fault !== undefined || held.length > 0;
    },

    release() {
      if (held.length > 0) throw new NotNntpError("something was said ahead of the TLS handshake");
      for (const [event, listener] of Object.entries(listeners)) socket.removeListener(event, listener);
      return socket;
    },

    async end(line) {
      if (fault === undefined) {
        const closed = once(socket, "close", { signal: AbortSignal.timeout(1_000) });
        socket.end(`${line}\r\n`);
        await closed.catch(() => undefined);
      }
      drop(new Error("it was closed"));
    },

    drop,
  };
}
