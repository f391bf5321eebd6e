import pino from "pino";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/**
 * One event a call: `log.info({ messageId, channel }, "posted")`. Ids stand in fields, an error in `err`. Bodies and
 * secrets do not belong here; what comes all the same under such a name, or as octets, is left out.
 */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** The one level that tells where in the code an error came from. */
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** One JSON object a line, to standard output where no `destination` is given; written before the call returns. */
export function openLog(
  level: LogLevel,
  destination: { write(line: string): void } = pino.destination({ dest: 1, sync: true }),
): Log & { setLevel(level: LogLevel): void } {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (told: unknown) => told },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const at = (level: Exclude<LogLevel, "silent">) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    if (logger.isLevelEnabled(level)) logger[level](loggable(fields, level === "error", 0) as object, line(message));
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    setLevel(next) {
      logger.level = next;
    },
  };
}

const LEFT_OUT = "[left out]";
/** How deep, how many items a level and how many characters a text. */
const MOST = { depth: 5, items: 50, chars: 500 };

/** Last words of names of fields that may hold a secret or what somebody wrote: `requestBody`, `access_token`. */
const SENSITIVE: ReadonlySet<string> = new Set(
  "pass password passphrase secret token authorization cookie raw body bytes octets text html payload headers".split(
    " ",
  ),
);

/** Secrets within texts, as libraries put them into messages and addresses. */
const SECRETS: readonly RegExp[] = [
  /(?<=\b(?:token|password|pass|secret|access_token|key)=)[^\s&"']+/gi,
  /(?<=\b(?:Bearer|Bot|Basic) )[\w.~+/=-]{8,}/g,
  /(?<=:\/\/)[^\s/@]{1,200}(?=@)/g, // user:password@host
];

/** `value` as what may stand in a log. */
function loggable(value: unknown, withFrames: boolean, depth: number): unknown {
  if (typeof value === "string") return line(value);
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value === "function") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return loggableError(value, withFrames, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid date" : value;
  if (ArrayBuffer.isView(value)) return `${LEFT_OUT}: ${value.byteLength} octets`;
  if (depth >= MOST.depth) return LEFT_OUT;
  if (value instanceof Map || value instanceof Set) return loggable([...value], withFrames, depth);
  if (Array.isArray(value)) return value.slice(0, MOST.items).map((item) => loggable(item, withFrames, depth + 1));
  const entries = Object.entries(value).slice(0, MOST.items);
  return Object.fromEntries(
    entries.map(([name, inner]) => [
      line(name),
      isSensitive(name) && inner !== undefined ? LEFT_OUT : loggable(inner, withFrames, depth + 1),
    ]),
  );
}

function isSensitive(name: string): boolean {
  return SENSITIVE.has(
    name
      .split(/[_-]|(?=[A-Z])/)
      .at(-1)!
      .toLowerCase(),
  );
}

/** Of an error only these: libraries hang whole requests on theirs. */
const TOLD = ["code", "trouble", "outcome", "retryAfterMs", "status", "statusCode", "syscall", "command"] as const;

function loggableError(error: Error, withFrames: boolean, depth: number): unknown {
  const fields = error as unknown as Readonly<Record<string, unknown>>;
  const told = TOLD.filter((name) => ["string", "number"].includes(typeof fields[name]));
  return {
    name: line(error.name),
    message: line(error.message),
    ...Object.fromEntries(told.map((name) => [name, loggable(fields[name], false, depth)])),
    ...(withFrames && { frames: frames(error) }),
    ...(error.cause !== undefined && depth < MOST.depth && { cause: loggable(error.cause, false, depth + 1) }),
  };
}

/** `at place (file:///…/src/thread/place.ts:20:5)`, the innermost ones; without the message that comes before them. */
function frames(error: Error): string[] {
  const stack = error.stack ?? "";
  const lines = stack.slice(stack.indexOf(error.message) + error.message.length).split("\n");
  return lines
    .map((frame) => frame.trim())
    .filter((frame) => frame.startsWith("at "))
    .slice(0, 6)
    .map(line);
}

/** One line, short, without control and bidi characters and without secrets: nobody writes a line of the log but us. */
function line(text: string): string {
  let told = text.slice(0, 4 * MOST.chars);
  for (const secret of SECRETS) told = told.replace(secret, LEFT_OUT);
  told = told
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "");
  return (told.length > MOST.chars ? `${told.slice(0, MOST.chars)}…` : told).toWellFormed();
}
