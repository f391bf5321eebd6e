import { createRequire } from "node:module";
import type { MatrixClient } from "matrix-bot-sdk";

const load = createRequire(import.meta.url);

/** The native library of the SDK's encryption. Its own script fetches it from outside npm, so it may not be there. */
const CRYPTO = "@matrix-org/matrix-sdk-crypto-nodejs";

type Request = { abort(): void };
type Response = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body?: unknown;
};
type Send = (params: object, callback: (error: unknown, response?: Response, body?: unknown) => void) => Request;

interface Sdk {
  readonly MatrixClient: new (url: string, token: string) => MatrixClient;
  readonly LogService: { setLogger(logger: object): void };
  getRequestFn(): Send;
  setRequestFn(send: Send): void;
}

let loaded: Sdk | undefined;

/** Ends a request that is under way. The SDK keeps no handle for it, and its promise would never settle. */
type End = () => void;

/** Where the request that is made next is kept while it is under way. */
let live = new Set<End>();

/** matrix-bot-sdk, also where its crypto library is missing: what that would give throws when it is used. */
function sdk(): Sdk {
  if (loaded !== undefined) return loaded;
  try {
    load(CRYPTO);
  } catch {
    const place = load.resolve(CRYPTO);
    load.cache[place] = { id: place, filename: place, loaded: true, exports: absent() } as NodeJS.Module;
  }
  loaded = load("matrix-bot-sdk") as Sdk;
  const quiet = () => undefined;
  loaded.LogService.setLogger({ info: quiet, warn: quiet, error: quiet, debug: quiet, trace: quiet });
  const send = loaded.getRequestFn();
  loaded.setRequestFn((params, callback) => {
    const mine = live;
    const request = send(params, (error, response, body) => {
      mine.delete(end);
      if (response !== undefined) withWait(response);
      callback(error, response, body);
    });
    const end: End = () => {
      request.abort();
      callback(new Error("the connection to the homeserver was closed"));
    };
    mine.add(end);
    return request;
  });
  return loaded;
}

function absent(): unknown {
  const never = (): never => {
    throw new Error("encryption is not installed");
  };
  return new Proxy(never, { get: (_, name) => (name === "prototype" ? {} : never) });
}

/** The SDK reads how long to wait from the body alone; some servers, and proxies before them, say it in the header. */
function withWait(response: Response): void {
  const seconds = Number(response.headers["retry-after"] ?? Number.NaN);
  if (response.statusCode !== 429 || !(seconds >= 0)) return;
  const wait = { errcode: "M_LIMIT_EXCEEDED", error: "Too Many Requests", retry_after_ms: seconds * 1000 };
  response.body = JSON.stringify({ ...wait, ...parsed(response.body) });
}

function parsed(body: unknown): object {
  try {
    return JSON.parse(String(body)) as object;
  } catch {
    return {};
  }
}

/** Requests to one homeserver as one user. */
export interface Homeserver {
  /**
   * The answer's JSON; rejects with what the SDK throws: its MatrixError where the server says what is wrong, the answer
   * itself where that is none of Matrix, else what the connection says. Fails where no octet came for `timeoutMs`.
   */
  ask(method: "GET" | "POST" | "PUT", path: string, asked?: Asked): Promise<Record<string, unknown>>;
  /** Puts a file on the server; gives its `mxc://` address. */
  upload(octets: Buffer, type: string, name: string): Promise<string>;
  /** Ends whatever is under way. */
  close(): void;
}

export interface Asked {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly timeoutMs?: number;
}

export function homeserver(url: string, token: string, timeoutMs: number): Homeserver {
  const client = new (sdk().MatrixClient)(url, token);
  const own = new Set<End>();
  // The SDK makes the request at once, so that it is ours that is noted.
  const noted = <T>(work: () => Promise<T>): Promise<T> => {
    live = own;
    return work();
  };
  return {
    ask: (method, path, { query = {}, body, timeoutMs: patience = timeoutMs } = {}) =>
      noted(() => client.doRequest(method, path, { ...query }, body ?? null, patience)),
    upload: (octets, type, name) => noted(() => client.uploadContent(octets, type, name)),
    close() {
      for (const end of own) end();
      own.clear();
    },
  };
}
