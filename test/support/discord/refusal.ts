/** Discord's own words for what it refuses. Source: Discord docs, "Opcodes and Status Codes", JSON Error Codes. */

// biome-ignore format: the columns are the table
const REFUSALS = {
  10002: [404, "Unknown Application"],
  10003: [404, "Unknown Channel"],
  10004: [404, "Unknown Guild"],
  10007: [404, "Unknown Member"],
  10008: [404, "Unknown Message"],
  10013: [404, "Unknown User"],
  10015: [404, "Unknown Webhook"],
  10062: [404, "Unknown interaction"],
  10063: [404, "Unknown application command"],
  20016: [429, "This action cannot be performed due to slowmode rate limit."],
  20028: [429, "The write action you are performing on the channel has hit the write rate limit."],
  30046: [429, "Maximum number of edits to messages older than 1 hour reached. Try again later."],
  40005: [413, "Request entity too large"],
  40060: [400, "Interaction has already been acknowledged."],
  40067: [400, "A tag is required to create a forum post in this channel."],
  50001: [403, "Missing Access"],
  50005: [403, "Cannot edit a message authored by another user"],
  50006: [400, "Cannot send an empty message"],
  50008: [400, "Cannot send messages in a non-text channel"],
  50013: [403, "Missing Permissions"],
  50021: [400, "Cannot execute action on a system message"],
  50024: [400, "Cannot execute action on this channel type"],
  50027: [401, "Invalid Webhook Token"],
  50035: [400, "Invalid Form Body"],
  50083: [400, "Thread is archived"],
  50109: [400, "The request body contains invalid JSON."],
  160002: [400, "Cannot reply without permission to read message history"],
  160004: [400, "A thread has already been created for this message"],
  160005: [400, "Thread is locked"],
  160006: [400, "Maximum number of active threads reached"],
  200000: [400, "Message was blocked by automatic moderation"],
  240000: [400, "Message blocked by harmful links filter"],
} as const satisfies Record<number, readonly [status: number, message: string]>;

export type RefusalCode = keyof typeof REFUSALS;

/** What Discord answers in place of an answer. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(String(body.message));
    this.status = status;
    this.body = body;
  }
}

/** `refusal(50013)`; `more` goes into the body beside code and message, as `retry_after` does. */
export function refusal(code: RefusalCode, more: Readonly<Record<string, unknown>> = {}): Refusal {
  const [status, message] = REFUSALS[code];
  return new Refusal(status, { message, code, ...more });
}

/** One thing wrong with a form: where (`embeds.0.title`, `""` for the form itself), and what. */
export interface Flaw {
  readonly at: string;
  readonly code: string;
  readonly message: string;
}

/** 50035 with its tree of errors. Source: Discord docs, "Reference", Error Messages. */
export function invalidForm(flaws: readonly Flaw[]): Refusal {
  const errors: Record<string, unknown> = {};
  for (const { at, code, message } of flaws) {
    let node = errors;
    for (const key of at.split(".").filter(Boolean)) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node._errors ??= [];
    (node._errors as unknown[]).push({ code, message });
  }
  return refusal(50035, { errors });
}

export function tooLong(at: string, max: number): Flaw {
  return { at, code: "BASE_TYPE_MAX_LENGTH", message: `Must be ${max} or fewer in length.` };
}

export function badLength(at: string, min: number, max: number): Flaw {
  return { at, code: "BASE_TYPE_BAD_LENGTH", message: `Must be between ${min} and ${max} in length.` };
}

export function missing(at: string): Flaw {
  return { at, code: "BASE_TYPE_REQUIRED", message: "This field is required" };
}

export function notAChoice(at: string, choices: readonly (string | number)[]): Flaw {
  return { at, code: "BASE_TYPE_CHOICES", message: `Value must be one of (${choices.join(", ")}).` };
}
