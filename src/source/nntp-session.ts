import type { Block, BlockSizes } from "./dot-block.ts";
import type { NntpSettings } from "./nntp-options.ts";
import { type Overview, overviewRows } from "./nntp-overview.ts";
import { connected, secured } from "./nntp-socket.ts";
import { NotNntpError, RefusalError, StepError } from "./nntp-trouble.ts";
import { type NntpWire, nntpWire } from "./nntp-wire.ts";

/** What a group says of itself; `count` is an estimate (RFC 3977 §6.1.1). */
export interface GroupState {
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** A connection on which groups can be read: one command at a time. Nothing is posted. @throws {RefusalError | StepError} */
export interface NntpSession {
  /** Opens the group for the commands that follow. */
  group(name: string): Promise<GroupState>;
  /** What of these numbers is there, ascending. */
  overview(first: number, last: number): Promise<readonly Overview[]>;
  /** The article with this number, or its header; `undefined` where it is gone. */
  article(number: number, part: "ARTICLE" | "HEAD"): Promise<Block | undefined>;
  /** It cannot be used any more, or the server has said something by itself: that it closes. */
  readonly isSpent: boolean;
  close(): Promise<void>;
  /** Ends it now; whoever waits is thrown a StepError. */
  drop(): void;
}

interface Answer {
  readonly code: number;
  readonly text: string;
}

/** Octets. An article larger than `whole` is read up to `head`, header included. */
const articles: BlockSizes = { whole: 4 << 20, head: 1 << 20 };

/** Octets of a list that is read whole; one that is larger is nonsense. */
const lists: BlockSizes = { whole: 4 << 20, head: 0 };

/** Connects, and logs in where there is a login. @throws {RefusalError | StepError} */
export async function openSession(settings: NntpSettings, password: string, signal: AbortSignal): Promise<NntpSession> {
  let socket = await connected(settings, signal);
  if (settings.tls === "implicit") socket = await secured(socket, settings, signal);
  let wire = nntpWire(socket, settings.commandMs);
  const abort = () => wire.drop(new Error("it was told to stop"));
  signal.addEventListener("abort", abort);
  try {
    await answered("greeting", wire, [200, 201]);
    let able = await capabilities(wire);
    // Before TLS, which may be had only of the server that this leads to; and never twice (RFC 3977 §5.3).
    if (!able.has("READER")) {
      const mode = await answer("MODE", wire, "MODE READER");
      if (mode.code >= 400 && mode.code !== 500) throw new RefusalError("MODE", mode.code, mode.text);
    }
    if (settings.tls === "starttls") {
      await answered("STARTTLS", wire, [382], "STARTTLS");
      const plain = await step("STARTTLS", async () => wire.release());
      wire = nntpWire(await secured(plain, settings, signal), settings.commandMs);
    }
    if (settings.login !== undefined) await logIn(wire, settings.login.user, password);
    able = await capabilities(wire);
    return session(wire, able.has("OVER") ? "OVER" : "XOVER");
  } catch (error) {
    wire.drop(new Error("it was closed"));
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** RFC 4643 §2.3. Some servers need no password for some users. */
async function logIn(wire: NntpWire, user: string, password: string): Promise<void> {
  if (/[\r\n\0]/.test(user + password))
    throw new StepError("password", new Error("it, or the user, has a line end in it"));
  const { code } = await answered("AUTHINFO", wire, [281, 381], `AUTHINFO USER ${user}`);
  if (code === 381) await answered("AUTHINFO", wire, [281], `AUTHINFO PASS ${password}`);
}

/** The labels that the server lists; none where it is older than the list (RFC 3977 §5.2). */
async function capabilities(wire: NntpWire): Promise<ReadonlySet<string>> {
  const { code } = await answer("CAPABILITIES", wire, "CAPABILITIES");
  if (code === 400) throw new RefusalError("CAPABILITIES", code, "");
  if (code !== 101) return new Set();
  const { bytes } = await step("CAPABILITIES", () => wire.block(lists));
  return new Set(
    bytes
      .toString("latin1")
      .split(/\r\n/)
      .map((line) => line.split(" ", 1)[0]!.toUpperCase()),
  );
}

function session(wire: NntpWire, over: "OVER" | "XOVER"): NntpSession {
  return {
    async group(name) {
      const { text } = await answered("GROUP", wire, [211], `GROUP ${name}`);
      const [count, low, high] = text.split(" ").map(Number);
      if (![count, low, high].every((number) => Number.isSafeInteger(number) && number! >= 0))
        throw new StepError("GROUP", new NotNntpError(`211 ${text}`));
      return { count: count!, low: low!, high: high! };
    },

    async overview(first, last) {
      // 420, 423: there is none of them.
      const { code } = await answered(over, wire, [224, 420, 423], `${over} ${first}-${last}`);
      if (code !== 224) return [];
      const { bytes, size } = await step(over, () => wire.block(lists));
      if (size > lists.whole) throw new StepError(over, new NotNntpError(`an overview of ${size} octets`));
      return overviewRows(bytes.toString("utf8"), first, last);
    },

    async article(number, part) {
      const { code } = await answered(part, wire, [220, 221, 420, 423, 430], `${part} ${number}`);
      return code < 300 ? await step(part, () => wire.block(articles)) : undefined;
    },

    get isSpent() {
      return wire.isSpent;
    },
    close: () => wire.end("QUIT"),
    drop: () => wire.drop(new Error("it was closed")),
  };
}

/** The server's answer to `command`, or what it says first; one that is not among `codes` is thrown. */
async function answered(doing: string, wire: NntpWire, codes: readonly number[], command?: string): Promise<Answer> {
  const got = await answer(doing, wire, command);
  if (!codes.includes(got.code)) throw new RefusalError(doing, got.code, got.text);
  return got;
}

async function answer(doing: string, wire: NntpWire, command?: string): Promise<Answer> {
  return await step(doing, async () => {
    if (command !== undefined) wire.send(command);
    const line = await wire.line();
    const [, code, text = ""] = /^([1-5]\d\d)(?: (.*))?$/.exec(line) ?? [];
    if (code === undefined) throw new NotNntpError(line);
    return { code: Number(code), text };
  });
}

async function step<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new StepError(doing, cause);
  }
}
