import { backoff } from "./backoff.ts";
import { MailSourceError } from "./mail-source.ts";
import type { NntpSettings } from "./nntp-options.ts";
import { type NntpSession, openSession } from "./nntp-session.ts";
import { isOfGroup, newsTroubleOf, StepError } from "./nntp-trouble.ts";

/** The one connection to a server, which its groups use by turns. It is made when it is needed and never by itself. */
export interface NntpLink {
  /** Resolves when nobody else uses the connection; `signal` then ends what is under way. Troubles are told of `source`. */
  turn(source: string, signal: AbortSignal): Promise<Turn>;
  close(): Promise<void>;
}

/** The connection, until `done`. */
export interface Turn {
  /** @throws {RefusalError | StepError | MailSourceError} */
  session(): Promise<NntpSession>;
  /** Words what went wrong. The connection is dropped but where only a group is at fault. */
  failed(cause: unknown): MailSourceError;
  done(): void;
}

export function nntpLink(settings: NntpSettings): NntpLink {
  const { host, port, pollMs, now, random } = settings;
  const pauses = backoff(random);
  let last: Promise<void> = Promise.resolve();
  let open: NntpSession | undefined;
  let openedAt = 0;
  let secret = "";
  let trouble: { readonly words: string; readonly error: MailSourceError; readonly at: number } | undefined;

  /** What failed is not tried before its time, whichever group asks. */
  function keepOff(source: string): void {
    if (trouble === undefined) return;
    const { words, error, at } = trouble;
    const elapsed = now().getTime() - at;
    const leftMs = error.retryAfterMs - elapsed;
    if (elapsed >= 0 && leftMs > 0)
      throw new MailSourceError(`${source}: ${words}`, error.trouble, Math.max(1_000, leftMs));
  }

  async function session(source: string, signal: AbortSignal): Promise<NntpSession> {
    // A server ends a connection that was silent for some minutes: that is no trouble (RFC 3977 §3.1).
    if (open?.isSpent === true) drop();
    if (open !== undefined) return open;
    keepOff(source);
    secret =
      (await settings.login?.password().catch((cause: unknown) => {
        throw new StepError("password", cause);
      })) ?? "";
    open = await openSession(settings, secret, signal);
    openedAt = now().getTime();
    trouble = undefined;
    return open;
  }

  function drop(): void {
    open?.drop();
    open = undefined;
  }

  function failed(source: string, cause: unknown): MailSourceError {
    if (cause instanceof MailSourceError) return cause;
    const { trouble: kind, line } = newsTroubleOf(cause);
    const words = `${host}:${port}: ${secret === "" ? line : line.replaceAll(secret, "[password]")}`;
    const isGroups = isOfGroup(cause);
    const healthyMs = open === undefined ? 0 : now().getTime() - openedAt;
    const retryAfterMs = isGroups ? Math.max(pollMs, backoff(random).failed(kind, 0)) : pauses.failed(kind, healthyMs);
    // No cause on purpose: it may hold what the server said, and that the password.
    const error = new MailSourceError(`${source}: ${words}`, kind, retryAfterMs);
    if (isGroups) return error;
    drop();
    trouble = { words, error, at: now().getTime() };
    return error;
  }

  return {
    async turn(source, signal) {
      const before = last;
      const { promise: over, resolve: done } = Promise.withResolvers<void>();
      last = over;
      await before;
      signal.addEventListener("abort", drop);
      return {
        session: () => session(source, signal),
        failed: (cause) => failed(source, cause),
        done() {
          signal.removeEventListener("abort", drop);
          done();
        },
      };
    },

    async close() {
      const ending = open;
      open = undefined;
      await ending?.close();
    },
  };
}
