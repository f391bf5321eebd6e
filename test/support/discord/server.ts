import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ApiSchema } from "./api-schema.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Records, SeenRequest } from "./records.ts";
import { Refusal, refusal } from "./refusal.ts";
import { type RequestBody, readBody } from "./request-body.ts";
import type { Answer, Asked, Core, Route } from "./route.ts";
import { applicationRoutes } from "./routes-application.ts";
import { interactionRoutes } from "./routes-interactions.ts";
import { messageRoutes } from "./routes-messages.ts";
import { placeRoutes } from "./routes-places.ts";
import { threadRoutes } from "./routes-threads.ts";
import { bucketHeaders, limited, takeFrom } from "./throttle.ts";

const ROUTES = [...applicationRoutes, ...placeRoutes, ...threadRoutes, ...messageRoutes, ...interactionRoutes].map(
  (route) => ({ route, matches: new RegExp(`^${route.path.replaceAll(/:([a-z]+)/g, "(?<$1>[^/]+)")}$`) }),
);

const TEN_MINUTES_MS = 600_000;

/** What goes out: `body` as it stands, JSON or not. */
interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpParts {
  readonly core: Core;
  readonly faults: Faults;
  readonly records: Records;
  readonly schema: ApiSchema;
}

/** The HTTP half: finds the route, lets faults strike, limits, checks, answers, and notes it all. */
export async function serveHttp(parts: HttpParts): Promise<Server> {
  const server = createServer((request, response) => {
    void serve(parts, request, response).catch((error: unknown) => {
      parts.records.mismatches.push(`the fake broke at ${request.method} ${request.url}: ${String(error)}`);
      response.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function serve(parts: HttpParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { core, faults, records } = parts;
  const bytes = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
  const url = new URL(request.url ?? "/", "http://fake");
  const method = request.method ?? "GET";
  const path = decodeURIComponent(url.pathname).replace(/^(?:\/api)?(?:\/v\d+)?/, "");
  const found = ROUTES.find(({ route, matches }) => route.method === method && matches.test(path));
  const body = bodyOf(request, bytes);
  const entry: SeenRequest = {
    at: core.world.now(),
    method,
    path,
    template: found?.route.path,
    query: url.search,
    bytes,
    json: body instanceof Refusal ? undefined : body.json,
    files: body instanceof Refusal ? [] : body.files,
    status: 0,
  };
  records.requests.push(entry);
  const note = (says: string) => {
    records.violations.push({ at: entry.at, request: `${method} ${path}`, says });
  };
  if (!request.headers["user-agent"]?.startsWith("DiscordBot (")) note("the User-Agent does not say DiscordBot");
  const fault = faults.strike(`${method} ${path}`);
  if (fault !== undefined) entry.fault = fault.kind;
  if (fault?.kind === "delay") await delayed(fault.until);
  if (fault?.kind === "hangBefore") return;
  if (fault?.kind === "dropBefore") return void response.destroy();
  const reply =
    instead(parts, fault) ??
    answer(parts, found?.route, found?.matches.exec(path)?.groups ?? {}, request, url, body, entry, note);
  if (fault?.kind === "hangAfter") return;
  if (fault?.kind === "dropAfter") return void response.destroy();
  const spoiled = spoil(reply, fault);
  entry.status = spoiled.status;
  if (reply.status === spoiled.status && /json/.test(reply.headers["content-type"] ?? "")) {
    const code = (JSON.parse(reply.body) as { code?: unknown } | null)?.code;
    if (reply.status >= 400 && typeof code === "number") entry.code = code;
  }
  countInvalid(parts, spoiled);
  response.sendDate = false;
  const date = new Date(core.world.now()).toUTCString();
  response.writeHead(spoiled.status, { date, ...spoiled.headers });
  response.end(spoiled.body);
}

function bodyOf(request: IncomingMessage, bytes: Buffer): RequestBody | Refusal {
  try {
    return readBody(request.headers["content-type"], bytes);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function delayed(until: number | Promise<void>): Promise<void> {
  return typeof until === "number" ? new Promise((resolve) => setTimeout(resolve, until)) : until;
}

/** Answers that come in the place of Discord's own, nothing being done. */
function instead({ core, records }: HttpParts, fault: Fault | undefined): Reply | undefined {
  const now = core.world.now();
  const recent = records.invalid.filter((at) => now - at < TEN_MINUTES_MS).length;
  if (recent >= core.settings.maxInvalid) return cloudflare(429);
  switch (fault?.kind) {
    case "answer":
      if (fault.html !== undefined) return page(fault.status, fault.html);
      return json(fault.status, fault.json ?? { message: `${fault.status}`, code: 0 });
    case "cloudflare":
      return cloudflare(fault.status);
    case "limit":
      return limited(fault.scope, fault.retryAfter);
    case "refuse":
      return refused(refusal(fault.code, fault.retryAfter === undefined ? {} : { retry_after: fault.retryAfter }), {});
    default:
      return undefined;
  }
}

function answer(
  { core, records, schema }: HttpParts,
  route: Route | undefined,
  params: Readonly<Record<string, string>>,
  request: IncomingMessage,
  url: URL,
  body: RequestBody | Refusal,
  entry: SeenRequest,
  violation: (says: string) => void,
): Reply {
  if (route === undefined) {
    violation("the fake has no such route");
    return json(404, { message: "404: Not Found", code: 0 });
  }
  if (!route.isOpen && request.headers.authorization !== `Bot ${core.settings.token}`) {
    return json(401, { message: "401: Unauthorized", code: 0 });
  }
  const { taken, reply } = takeFrom(core, route, params);
  if (reply !== undefined) {
    if (taken.wasTold) records.hurried.push(entry);
    return reply;
  }
  const headers = bucketHeaders(core, route, taken);
  if (body instanceof Refusal) {
    violation("the body cannot be read");
    return refused(body, headers);
  }
  for (const flaw of schema.request(route.method, route.path, body.json)) violation(`by the OpenAPI file, ${flaw}`);
  if (!schema.knows(route.method, route.path))
    records.mismatches.push(`${route.method} ${route.path} is not in the file`);
  const asked: Asked = { params, query: url.searchParams, json: body.json, files: body.files, violation };
  const { status, json: shown } = attempt(route, asked, core);
  const text = status === 204 ? "" : JSON.stringify(shown);
  const flaws = text === "" ? [] : schema.answer(route.method, route.path, status, JSON.parse(text));
  for (const flaw of flaws) records.mismatches.push(`${route.method} ${route.path} ${status}: ${flaw}`);
  return status >= 400
    ? refused(new Refusal(status, shown as Record<string, unknown>), headers)
    : json(status, shown, headers);
}

function attempt(route: Route, asked: Asked, core: Core): Answer {
  try {
    return route.handle(asked, core);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, json: error.body };
    throw error;
  }
}

function json(status: number, shown: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  if (status === 204) return { status, headers, body: "" };
  return { status, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(shown) };
}

function refused({ status, body }: Refusal, headers: Readonly<Record<string, string>>): Reply {
  if (typeof body.retry_after !== "number") return json(status, body, headers);
  const wait = { "retry-after": String(Math.ceil(body.retry_after)), "x-ratelimit-scope": "user" };
  return json(status, body, { ...headers, ...wait });
}

function page(status: number, body: string): Reply {
  return { status, headers: { "content-type": "text/html; charset=UTF-8", server: "cloudflare" }, body };
}

function cloudflare(status: 429 | 403): Reply {
  const code = status === 429 ? 1015 : 1020;
  return page(
    status,
    `<!DOCTYPE html><html><head><title>Access denied</title></head><body>error code: ${code}</body></html>`,
  );
}

/** An answer that has gone wrong on its way, although all is done. */
function spoil(reply: Reply, fault: Fault | undefined): Reply {
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

function countInvalid({ core, records }: HttpParts, { status, headers }: Reply): void {
  const isInvalid = status === 401 || status === 403 || (status === 429 && headers["x-ratelimit-scope"] !== "shared");
  if (isInvalid) records.invalid.push(core.world.now());
}
