import type { Scope } from "./buckets.ts";
import type { UploadedFile } from "./request-body.ts";

/** One request as it came, with what became of it. */
export interface SeenRequest {
  /** By the fake's clock. */
  readonly at: number;
  readonly method: string;
  /** `/channels/123/messages`, without the API's version and the query. */
  readonly path: string;
  /** `/channels/:channel/messages`; `undefined` for a route that the fake does not have. */
  readonly template: string | undefined;
  readonly query: string;
  readonly bytes: Buffer;
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
  /** Of the answer; 0 where none was given. */
  status: number;
  /** Discord's code of a refusal. */
  code?: number;
  /** Of the limit that it ran into. */
  scope?: Scope;
  /** The fault that struck. */
  fault?: string;
}

/** What a correct bot does not do, whatever the state of the world. */
export interface Violation {
  readonly at: number;
  readonly request: string;
  readonly says: string;
}

export interface Records {
  readonly requests: SeenRequest[];
  readonly violations: Violation[];
  /** Requests sent although a 429 for the same bucket had been answered and was still in force. */
  readonly hurried: SeenRequest[];
  /** Where the fake's own answers differ from the OpenAPI file. */
  readonly mismatches: string[];
  /** Times of invalid requests: 401, 403 and 429, those of a shared limit left out. Source: "Rate Limits". */
  readonly invalid: number[];
}

export function newRecords(): Records {
  return { requests: [], violations: [], hurried: [], mismatches: [], invalid: [] };
}
