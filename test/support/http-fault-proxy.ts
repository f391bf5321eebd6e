import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to a request that a rule strikes. */
export type HttpFault =
  /** It is carried out, and its answer never comes: the connection ends. */
  | "lost"
  /** It is carried out, and the answer says 502, as from a proxy. */
  | "bad gateway"
  /** It is carried out, and there is no answer at all. */
  | "silence"
  /** It is not carried out, and there is no answer at all. */
  | "hole"
  /** It is not carried out, and answered so. */
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };

export interface SeenHttp {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly at: number;
  /** Of the server; absent where it was not asked or has not answered. */
  status?: number;
  fault?: HttpFault;
}

/** Stands between a client and a server on 127.0.0.1, lets through, and sometimes does not. */
export interface HttpFaultProxy {
  readonly url: string;
  readonly seen: readonly SeenHttp[];
  /** From now on, for requests of which `is` holds, so many times. Gives how often it struck. */
  fault(is: (request: SeenHttp) => boolean, what: HttpFault, times?: number): { readonly struck: number };
  /** Each such request with this chance, by a generator that begins at `seed`. */
  chance(is: (request: SeenHttp) => boolean, what: HttpFault, share: number, seed: number): { readonly struck: number };
  clear(): void;
  close(): Promise<void>;
}

interface Rule {
  readonly is: (request: SeenHttp) => boolean;
  readonly what: HttpFault;
  readonly strikes: () => boolean;
  struck: number;
}

export async function httpFaultProxy(target: string): Promise<HttpFaultProxy> {
  const seen: SeenHttp[] = [];
  let rules: Rule[] = [];
  const server = http.createServer(async (asked, answer) => {
    const body = Buffer.concat(await asked.toArray());
    const request: SeenHttp = {
      method: asked.method ?? "",
      path: asked.url ?? "",
      body: body.toString(),
      at: Date.now(),
    };
    seen.push(request);
    const rule = rules.find(({ is, strikes }) => is(request) && strikes());
    if (rule !== undefined) {
      rule.struck += 1;
      request.fault = rule.what;
    }
    const what = rule?.what;
    if (what === "hole") return;
    if (typeof what === "object") {
      answer.writeHead(what.status, { "content-type": "application/json", ...what.headers }).end(what.body);
      return;
    }
    const { host: _, connection: __, ...headers } = asked.headers;
    const onward = http.request(`${target}${asked.url}`, { method: asked.method, headers, agent: false });
    onward.on("error", () => answer.destroy());
    onward.end(body);
    const [reply] = (await once(onward, "response").catch(() => [])) as [http.IncomingMessage?];
    if (reply === undefined) return;
    const octets = Buffer.concat(await reply.toArray().catch(() => []));
    request.status = reply.statusCode ?? 0;
    if (what === "silence") return;
    if (what === "lost") answer.destroy();
    else if (what === "bad gateway") answer.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
    else {
      const { "transfer-encoding": _, connection: __, ...replied } = reply.headers;
      answer.writeHead(reply.statusCode ?? 502, { ...replied, "content-length": octets.length }).end(octets);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const add = (rule: Omit<Rule, "struck">): Rule => {
    const added = { ...rule, struck: 0 };
    rules.push(added);
    return added;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    fault(is, what, times = 1) {
      let left = times;
      return add({ is, what, strikes: () => left-- > 0 });
    },
    chance(is, what, share, seed) {
      let state = seed;
      // Numerical Recipes' generator: a failure can be repeated.
      const next = () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
      };
      return add({ is, what, strikes: () => next() < share });
    },
    clear() {
      rules = [];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close").catch(() => undefined);
    },
  };
}
