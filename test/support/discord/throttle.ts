import { createHash } from "node:crypto";
import type { Scope, Taken } from "./buckets.ts";
import type { Core, Route } from "./route.ts";

/** Source: Discord docs, "Rate Limits": headers, 429, global limit; interaction endpoints are not bound to the global one. */

export interface Limited {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** 429 as Discord words it; `retryAfter` in seconds, whole ones in the header and exact ones in the body. */
export function limited(scope: Scope, retryAfter: number, more: Readonly<Record<string, string>> = {}): Limited {
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

/** "Top-level resources": a channel, a guild, and a webhook with its token have buckets of their own. */
export function bucketOf(route: Route, params: Readonly<Record<string, string>>): string {
  return `${nameOf(route)}:${params.channel ?? params.guild ?? params.token ?? ""}`;
}

function nameOf(route: Route): string {
  return route.rate === "other" ? `${route.method} ${route.path}` : route.rate;
}

/** Counts a request in its two buckets; `reply` where one of them is empty. */
export function takeFrom(
  core: Core,
  route: Route,
  params: Readonly<Record<string, string>>,
): { readonly taken: Taken; readonly reply?: Limited } {
  const { buckets, settings, world } = core;
  const refusedBy = (taken: Taken, headers: Readonly<Record<string, string>>) => ({
    taken,
    reply: limited(taken.scope, (taken.resetAt - world.now()) / 1_000, headers),
  });
  if (!route.isOpen) {
    const taken = buckets.take("global", settings.rates.global);
    if (!taken.allowed) return refusedBy(taken, {});
  }
  const taken = buckets.take(bucketOf(route, params), settings.rates[route.rate]);
  return taken.allowed ? { taken } : refusedBy(taken, bucketHeaders(core, route, taken));
}

export function bucketHeaders({ world }: Core, route: Route, taken: Taken): Record<string, string> {
  return {
    "x-ratelimit-limit": String(taken.limit),
    "x-ratelimit-remaining": String(taken.remaining),
    "x-ratelimit-reset": (taken.resetAt / 1_000).toFixed(3),
    "x-ratelimit-reset-after": ((taken.resetAt - world.now()) / 1_000).toFixed(3),
    "x-ratelimit-bucket": createHash("sha256").update(nameOf(route)).digest("hex").slice(0, 32),
  };
}
