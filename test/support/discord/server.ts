import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ApiSchema } from "./api-schema.ts";
import type { Faults } from "./faults.ts";
import type { Records, SeenRequest } from "./records.ts";
import { type Flaw, invalidForm, Refusal } from "./refusal.ts";
import { cloudflare, codeOf, inPlaceOf, json, type Reply, refused, spoiled } from "./replies.ts";
import { type RequestBody, readBody } from "./request-body.ts";
import type { Answer, Asked, Core, Route } from "./route.ts";
import { applicationRoutes } from "./routes-application.ts";
import { interactionRoutes } from "./routes-interactions.ts";
import { messageRoutes } from "./routes-messages.ts";
import { placeRoutes } from "./routes-places.ts";
import { threadMemberRoutes } from "./routes-thread-members.ts";
import { threadRoutes } from "./routes-threads.ts";
import { bucketHeaders, bucketOf, takeFrom } from "./throttle.ts";

const ROUTES = [
  ...applicationRoutes,
  ...placeRoutes,
  ...threadRoutes,
  ...threadMemberRoutes,
  ...messageRoutes,
  ...interactionRoutes,
].map((route) => ({ route, matches: new RegExp(`^${route.path.replaceAll(/:([a-z]+)/g, "(?<$1>[^/]+)")}$`) }));

const TEN_MINUTES_MS = 600_000;

export interface HttpParts {
  readonly core: Core;
  readonly faults: Faults;
  readonly records: Records;
  readonly schema: ApiSchema;
}

/** A request, taken apart. */
interface Incoming {
  readonly entry: SeenRequest;
  /** `undefined` where the fake has none. */
  readonly route: Route | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: RequestBody | Refusal;
  readonly authorization: string | undefined;
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
  const incoming = takeApart(request, bytes, core.world.now());
  const { entry, route, params } = incoming;
  records.requests.push(entry);
  if (!request.headers["user-agent"]?.startsWith("DiscordBot (")) {
    note(records, entry, "the User-Agent does not say DiscordBot");
  }
  const fault = faults.strike(`${entry.method} ${entry.path}`);
  if (fault !== undefined) entry.fault = fault.kind;
  if (fault?.kind === "delay") await delayed(fault.until);
  if (fault?.kind === "hangBefore") return;
  if (fault?.kind === "dropBefore") return void response.destroy();
  if (fault?.kind === "limit" && route !== undefined) {
    const bucket = fault.scope === "global" ? "global" : bucketOf(route, params);
    core.buckets.block(bucket, fault.scope, core.world.now() + fault.retryAfter * 1_000);
  }
  const reply = isBanned(parts) ? cloudflare(429) : (inPlaceOf(fault) ?? answer(parts, incoming));
  if (fault?.kind === "hangAfter") return;
  if (fault?.kind === "dropAfter") return void response.destroy();
  const sent = spoiled(reply, fault);
  entry.status = sent.status;
  const code = codeOf(reply);
  if (code !== undefined) entry.code = code;
  countInvalid(parts, sent);
  response.sendDate = false;
  response.writeHead(sent.status, { date: new Date(core.world.now()).toUTCString(), ...sent.headers });
  response.end(sent.body);
}

function takeApart(request: IncomingMessage, bytes: Buffer, at: number): Incoming {
  const url = new URL(request.url ?? "/", "http://fake");
  const method = request.method ?? "GET";
  const path = decodeURIComponent(url.pathname).replace(/^(?:\/api)?(?:\/v\d+)?/, "");
  const found = ROUTES.find(({ route, matches }) => route.method === method && matches.test(path));
  const body = bodyOf(request, bytes);
  const read = body instanceof Refusal ? { json: undefined, files: [] } : body;
  return {
    entry: { at, method, path, template: found?.route.path, query: url.search, bytes, ...read, status: 0 },
    route: found?.route,
    params: found?.matches.exec(path)?.groups ?? {},
    query: url.searchParams,
    body,
    authorization: request.headers.authorization,
  };
}

function bodyOf(request: IncomingMessage, bytes: Buffer): RequestBody | Refusal {
  try {
    return readBody(request.headers["content-type"], bytes);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function note(records: Records, { at, method, path }: SeenRequest, says: string): void {
  records.violations.push({ at, request: `${method} ${path}`, says });
}

function delayed(until: number | Promise<void>): Promise<void> {
  return typeof until === "number" ? new Promise((resolve) => setTimeout(resolve, until)) : until;
}

/** True where so many requests were invalid that Cloudflare answers in Discord's place. */
function isBanned({ core, records }: HttpParts): boolean {
  const since = core.world.now() - TEN_MINUTES_MS;
  return records.invalid.filter((at) => at > since).length >= core.settings.maxInvalid;
}

function countInvalid({ core, records }: HttpParts, { status, headers }: Reply): void {
  const isInvalid = status === 401 || status === 403 || (status === 429 && headers["x-ratelimit-scope"] !== "shared");
  if (isInvalid) records.invalid.push(core.world.now());
}

function answer(parts: HttpParts, { entry, route, params, query, body, authorization }: Incoming): Reply {
  const { core, records, schema } = parts;
  const violation = (says: string) => note(records, entry, says);
  if (route === undefined) {
    violation("the fake has no such route");
    return json(404, { message: "404: Not Found", code: 0 });
  }
  if (!route.isOpen && authorization !== `Bot ${core.settings.token}`) {
    return json(401, { message: "401: Unauthorized", code: 0 });
  }
  const { taken, reply } = takeFrom(core, route, params);
  if (reply !== undefined) {
    if (taken.wasTold) records.hurried.push(entry);
    entry.scope = taken.scope;
    return reply;
  }
  const headers = bucketHeaders(core, route, taken);
  if (body instanceof Refusal) {
    violation("the body cannot be read");
    return refused(body, headers);
  }
  const shapeFlaws = schema.request(route.method, route.path, body.json).map(flawOf);
  for (const { at, message } of shapeFlaws) violation(`by the OpenAPI file, ${at}: ${message}`);
  if (shapeFlaws.length > 0 && route.rate === "other") return refused(invalidForm(shapeFlaws), headers);
  const done = attempt(route, { params, query, ...body, shapeFlaws, violation }, core);
  const shown = done instanceof Refusal ? refused(done, headers) : json(done.status, done.json, headers);
  compare(parts, route, shown);
  return shown;
}

/** `content: is longer than 4000`, taken apart. */
function flawOf(flaw: string): Flaw {
  const [at = "", message = ""] = flaw.split(/: (.*)/s);
  return { at: at === "it" ? "" : at, code: "BASE_TYPE_CONVERT", message };
}

function attempt(route: Route, asked: Asked, core: Core): Answer | Refusal {
  try {
    return route.handle(asked, core);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Notes where our own answer is not what Discord's file describes. */
function compare({ records, schema }: HttpParts, { method, path }: Route, { status, body }: Reply): void {
  if (!schema.knows(method, path)) records.mismatches.push(`${method} ${path} is not in the file`);
  if (body === "") return;
  const flaws = schema.answer(method, path, status, JSON.parse(body));
  for (const flaw of flaws) records.mismatches.push(`${method} ${path} ${status}: ${flaw}`);
}
