import type { Fault } from "./faults.ts";
import { type Refusal, refusal } from "./refusal.ts";

/** What goes out: `body` as it stands, JSON or not. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function json(status: number, shown: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  if (status === 204) return { status, headers, body: "" };
  return { status, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(shown) };
}

/** Seconds to wait stand in the body exactly, and in the header as a whole number. */
export function refused({ status, body }: Refusal, headers: Readonly<Record<string, string>> = {}): Reply {
  if (typeof body.retry_after !== "number") return json(status, body, headers);
  const wait = { "retry-after": String(Math.ceil(body.retry_after)), "x-ratelimit-scope": "user" };
  return json(status, body, { ...headers, ...wait });
}

function page(status: number, body: string): Reply {
  return { status, headers: { "content-type": "text/html; charset=UTF-8", server: "cloudflare" }, body };
}

/** Error 1015 is Cloudflare's own limit, 1020 its ban: pages, without a header of Discord's. */
export function cloudflare(status: 429 | 403): Reply {
  const code = status === 429 ? 1015 : 1020;
  return page(
    status,
    `<!DOCTYPE html><html><head><title>Access denied</title></head><body>error code: ${code}</body></html>`,
  );
}

/** The answer that a fault gives in the place of Discord's own, nothing being done. */
export function inPlaceOf(fault: Fault | undefined): Reply | undefined {
  switch (fault?.kind) {
    case "answer":
      if (fault.html !== undefined) return page(fault.status, fault.html);
      return json(fault.status, fault.json ?? { message: `${fault.status}`, code: 0 }, fault.headers);
    case "cloudflare":
      return cloudflare(fault.status);
    case "refuse":
      return refused(refusal(fault.code, fault.retryAfter === undefined ? {} : { retry_after: fault.retryAfter }));
    default:
      return undefined;
  }
}

/** An answer that has gone wrong on its way, although all is done. */
export function spoiled(reply: Reply, fault: Fault | undefined): Reply {
  switch (fault?.kind) {
    case "failAfter":
      return page(fault.status, "<html><body>upstream error</body></html>");
    case "truncate":
      return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
    case "noContent":
      return { status: 204, headers: {}, body: "" };
    case "page":
      return page(200, "<html><body>welcome</body></html>");
    case "rewrite":
      return reply.body === "" ? reply : { ...reply, body: JSON.stringify(fault.change(JSON.parse(reply.body))) };
    default:
      return reply;
  }
}

/** Discord's code in a refusal, `50013`. */
export function codeOf({ status, headers, body }: Reply): number | undefined {
  if (status < 400 || !headers["content-type"]?.includes("json")) return undefined;
  const code = (JSON.parse(body) as { readonly code?: unknown } | null)?.code;
  return typeof code === "number" ? code : undefined;
}
