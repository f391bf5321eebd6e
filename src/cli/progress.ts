/** A line on a terminal that says how far something is, drawn anew in its place; elsewhere nothing. */
export interface Progress {
  /** `done` of about `all`; `all` 0 where nobody knows. */
  show(done: number, all: number): void;
  /** Takes the line away. */
  end(): void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Between two drawings, in ms. */
const EVERY_MS = 100;

export function progress(
  what: string,
  terminal: Terminal = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  if (terminal.isTTY !== true) return { show: () => undefined, end: () => undefined };
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(done, all) {
      if (now() - last < EVERY_MS) return;
      last = now();
      const share = all === 0 ? 0 : Math.min(1, done / all);
      const counts = all === 0 ? `${done}` : `${done} of ${all}`;
      const words = `${what} ${counts}`;
      const room = Math.max(0, Math.min(40, (terminal.columns ?? 80) - words.length - 4));
      const filled = Math.round(share * room);
      terminal.write(`\r\u001b[K${words} [${"#".repeat(filled)}${" ".repeat(room - filled)}]`);
    },
    end: () => void terminal.write("\r\u001b[K"),
  };
}
