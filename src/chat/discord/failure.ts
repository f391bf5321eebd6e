import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { DeliveryError } from "../delivery-error.ts";

/** What a refusal of Discord means for a post. */
export type Refusal =
  /** Its text or form is not taken: a plainer one may be. */
  | "form"
  /** The conversation is closed: the channel above it may take the post. */
  | "thread"
  /** We may not write there now. */
  | "rights"
  /** The channel or the server is gone for us. */
  | "gone"
  /** What is to be edited or answered is gone. */
  | "message"
  /** The token is no longer valid: nothing goes any more. */
  | "token"
  /** Too old to be edited again soon. */
  | "old-edit"
  | "other";

/** By Discord's JSON error codes. https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const refusals: Readonly<Record<number, Refusal>> = {
  10003: "gone", // Unknown channel
  10004: "gone", // Unknown guild
  10008: "message", // Unknown message
  20016: "other", // Slow mode
  30046: "old-edit", // Edits of messages older than an hour
  40005: "form", // Entity too large
  50001: "rights", // Missing access
  50006: "form", // Empty message
  50013: "rights", // Missing permissions
  50035: "form", // Invalid form body
  50083: "thread", // Archived thread
  160005: "thread", // Locked thread
  160006: "thread", // Most active threads
  200000: "form", // AutoMod
  200001: "form", // AutoMod, title
  240000: "form", // Harmful links
};

export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof DiscordAPIError)) return undefined;
  if (error.status === 401) return "token";
  return refusals[Number(error.code)] ?? (error.status === 404 ? "gone" : error.status === 403 ? "rights" : "other");
}

const second = 1000;
const minute = 60 * second;

/** Cloudflare answers so when it has locked us out; each further request makes it longer. */
const lockedOutMs = 15 * minute;

/**
 * What the delivery loop does about a request that failed. `failures`: how many failed in a row in that channel.
 * A time limit of the edits of old messages is not made known: half an hour is what the loop spaces them by.
 */
export function deliveryError(error: unknown, failures: number): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const backoff = Math.min(5 * minute, second * 2 ** Math.min(failures, 9)) * (0.75 + Math.random() / 2);
  if (error instanceof RateLimitError) {
    // Discord says how long, and of how many; who does not is Cloudflare.
    if (error.retryAfter === 0 && !Number.isFinite(error.limit)) return lockedOut(error);
    const wait = Math.min(Math.max(Math.ceil(error.retryAfter), 1), 60 * minute);
    const what = `Discord asks to wait (${error.global ? "global" : error.scope})`;
    return new DeliveryError(what, wait, error.global ? "platform" : "refused", { cause: error });
  }
  if (error instanceof DiscordAPIError) return refused(error, failures);
  if (error instanceof HTTPError)
    return new DeliveryError(`Discord answered ${error.status}`, backoff, "unclear", { cause: error });
  const { code } = error as NodeJS.ErrnoException;
  const isUnsent = code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN";
  return new DeliveryError(
    `Discord gave no answer${code === undefined ? "" : ` (${code})`}`,
    backoff,
    isUnsent ? "refused" : "unclear",
    {
      cause: error,
    },
  );
}

const lockedOut = (cause: Error): DeliveryError =>
  new DeliveryError("Discord's door is closed for now", lockedOutMs, "platform", { cause });

/** Times between tries where we may not write: three soon, then as rarely as an operator looks. */
const rightsWaits = [minute, 10 * minute];
const suspendedMs = 6 * 60 * minute;

function refused(error: DiscordAPIError, failures: number): DeliveryError {
  const what = `Discord refused it: ${error.status} ${error.code}`;
  if (isHtml(error)) return lockedOut(error);
  switch (refusalOf(error)) {
    case "rights":
      return new DeliveryError(what, rightsWaits[failures] ?? suspendedMs, "channel", { cause: error });
    case "token":
      return new DeliveryError("Discord no longer takes the token", suspendedMs, "platform", { cause: error });
    case "old-edit":
      return new DeliveryError(what, 30 * minute, "refused", { cause: error });
    case "gone":
      return new DeliveryError("the channel is gone", undefined, "channel", { cause: error });
    default:
      return new DeliveryError(what, undefined, "refused", { cause: error });
  }
}

/** A 4xx whose body is a page rather than an error of the API. */
const isHtml = (error: DiscordAPIError): boolean => typeof error.code !== "number" || error.code === 0;
