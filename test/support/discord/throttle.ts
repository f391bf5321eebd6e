import { createHash } from "node:crypto";
import type { Taken } from "./buckets.ts";
import type { Core, Route } from "./route.ts";

/** Source: Discord docs, "Rate Limits": headers, 429, global limit; interaction endpoints are not bound to the global one. */

export interface Limited {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** 429 as Discord words it; `retryAfter` in seconds, whole ones in the header and exact ones in the body. */
export function limited(
  scope: "user" | "global" | "shared",
  retryAfter: number,
  more: Readonly<Record<string, string>> = {},
): Limited {
  const headers = {
    ...more,
    "content-type": "application/json",
    "retry-after": String(Math.ceil(retryAfter)),
    "x-ratelimit-scope": scope,
    ...(scope === "global" ? { "x-ratelimit-global": "true" } : {}),
  };
  const message = scope === "shared" ? "The resource is being rate limited." : "You are being rate limited.";
  return {
    status: 429,
    headers,
    body: JSON.stringify({ message, retry_after: retryAfter, global: scope === "global" }),
  };
}

/** Counts a request in its two buckets; `reply` where one of them is empty. */
export function takeFrom(
  core: Core,
  route: Route,
  params: Readonly<Record<string, string>>,
): { readonly taken: Taken; readonly reply?: Limited } {
  const { buckets, settings, world } = core;
  if (!route.isOpen) {
    const taken = buckets.take("global", settings.rates.global);
    if (!taken.allowed) return { taken, reply: limited("global", (taken.resetAt - world.now()) / 1_000) };
  }
  // "Top-level resources": channel, guild, and webhook with its token, each with buckets of its own.
  const major = params.channel ?? params.guild ?? params.token ?? "";
  const shared = route.rate === "other" ? `${route.method} ${route.path}` : route.rate;
  const taken = buckets.take(`${shared}:${major}`, settings.rates[route.rate]);
  if (taken.allowed) return { taken };
  const wait = (taken.resetAt - world.now()) / 1_000;
  return { taken, reply: limited("user", wait, bucketHeaders(core, route, taken)) };
}

export function bucketHeaders({ world }: Core, route: Route, taken: Taken): Record<string, string> {
  const name = route.rate === "other" ? `${route.method} ${route.path}` : route.rate;
  return {
    "x-ratelimit-limit": String(taken.limit),
    "x-ratelimit-remaining": String(taken.remaining),
    "x-ratelimit-reset": (taken.resetAt / 1_000).toFixed(3),
    "x-ratelimit-reset-after": ((taken.resetAt - world.now()) / 1_000).toFixed(3),
    "x-ratelimit-bucket": createHash("sha256").update(name).digest("hex").slice(0, 32),
  };
}
