import { DeliveryError } from "../delivery-error.ts";

/** What a refusal of the homeserver means for a post. */
export type Refusal =
  /** We may not write there now, or are not in the room. */
  | "rights"
  /** The event is too large, or not taken as it is: a plainer one may be. */
  | "form"
  /** The token is no longer valid: nothing goes any more. */
  | "token"
  | "other";

/** By errcode. https://spec.matrix.org/v1.16/client-server-api/#standard-error-response */
const refusals: Readonly<Record<string, Refusal>> = {
  M_FORBIDDEN: "rights",
  M_NOT_FOUND: "rights",
  M_TOO_LARGE: "form",
  M_BAD_JSON: "form",
  M_NOT_JSON: "form",
  M_INVALID_PARAM: "form",
  M_UNKNOWN_TOKEN: "token",
  M_MISSING_TOKEN: "token",
  M_USER_DEACTIVATED: "token",
};

/** What the SDK throws: its MatrixError, an answer that is none of Matrix, or what the connection says. */
interface Thrown {
  readonly errcode?: string;
  readonly statusCode?: number;
  readonly retryAfterMs?: number;
  readonly code?: string;
}

export function refusalOf(error: unknown): Refusal | undefined {
  const { errcode, statusCode = 0 } = error as Thrown;
  if (statusCode === 413) return "form";
  if (errcode === undefined || statusCode >= 500) return undefined;
  return refusals[errcode] ?? (statusCode === 400 ? "form" : statusCode === 401 ? "token" : "other");
}

const second = 1000;
const minute = 60 * second;

/** As long as a homeserver may make us wait, whatever it says. */
const longestWaitMs = 10 * minute;

/** How long the server asks to wait; `undefined` where it does not. */
export function waitOf(error: unknown): number | undefined {
  const { errcode, statusCode, retryAfterMs } = error as Thrown;
  if (errcode !== "M_LIMIT_EXCEEDED" && statusCode !== 429) return undefined;
  return Math.min(Math.max(Math.ceil(retryAfterMs ?? 5 * second), 1), longestWaitMs);
}

/** Times between tries where we may not write: three soon, then as rarely as an operator looks. */
const rightsWaits = [minute, 10 * minute];
const suspendedMs = 6 * 60 * minute;

/** What the delivery loop does about a request that failed. `failures`: how many failed in a row in that room. */
export function deliveryError(error: unknown, failures: number): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const wait = waitOf(error);
  // The limit is one for all rooms.
  if (wait !== undefined) return new DeliveryError("the homeserver asks to wait", wait, "platform", { cause: error });
  const { errcode, statusCode, code } = error as Thrown;
  const what = `the homeserver refused it: ${[statusCode, errcode].filter(Boolean).join(" ")}`;
  switch (refusalOf(error)) {
    case "rights":
      return new DeliveryError(what, rightsWaits[failures] ?? suspendedMs, "channel", { cause: error });
    case "token":
      return new DeliveryError("the homeserver no longer takes the token", suspendedMs, "platform", { cause: error });
    case "form":
      return new DeliveryError(what, undefined, "refused", { cause: error });
    case "other":
      return new DeliveryError(what, rightsWaits[failures] ?? suspendedMs, "refused", { cause: error });
  }
  const backoff = Math.min(5 * minute, second * 2 ** Math.min(failures, 9)) * (0.75 + Math.random() / 2);
  const isUnsent = code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN";
  return new DeliveryError(
    statusCode === undefined
      ? `the homeserver gave no answer${code === undefined ? "" : ` (${code})`}`
      : `the homeserver answered ${statusCode}`,
    backoff,
    isUnsent ? "refused" : "unclear",
    { cause: error },
  );
}
