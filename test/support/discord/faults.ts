import type { Scope } from "./buckets.ts";
import type { RefusalCode } from "./refusal.ts";

/** What goes wrong with a request. "After" means that Discord has done what was asked, "before" that it has not. */
export type Fault =
  /** An answer of our choice. `html` in place of JSON comes without rate-limit headers, as a proxy's does. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly json?: unknown;
      readonly html?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** One of Discord's own refusals; `retryAfter` in seconds, for those that have one. */
  | { readonly kind: "refuse"; readonly code: RefusalCode; readonly retryAfter?: number }
  /** 429 without need, and its bucket stays empty for so many seconds; `shared` does not count as an invalid request. */
  | { readonly kind: "limit"; readonly scope: Scope; readonly retryAfter: number }
  /** Cloudflare's page (error 1015 for 429, 1020 for 403): HTML, no rate-limit header. */
  | { readonly kind: "cloudflare"; readonly status: 429 | 403 }
  | { readonly kind: "dropBefore" }
  | { readonly kind: "dropAfter" }
  | { readonly kind: "hangBefore" }
  | { readonly kind: "hangAfter" }
  /** Done, and answered with this status all the same. */
  | { readonly kind: "failAfter"; readonly status: 500 | 502 | 503 | 504 }
  /** Done, and the JSON ends in its middle. */
  | { readonly kind: "truncate" }
  /** Done, and answered by 204 without a body. */
  | { readonly kind: "noContent" }
  /** Done, and answered by 200 with a page. */
  | { readonly kind: "page" }
  /** Done, and the answer, if it is JSON, is another. */
  | { readonly kind: "rewrite"; readonly change: (body: Record<string, unknown>) => unknown }
  /** Everything later by so many real milliseconds, or when `until` resolves. */
  | { readonly kind: "delay"; readonly until: number | Promise<void> };

export interface FaultRule {
  // `POST /channels/*/messages`, a star for one part of the path; a lone star for every request.
  readonly route: string;
  readonly fault: Fault;
  /** How often it strikes; for ever without. */
  readonly times?: number;
  /** Strikes so often of all cases: 0.3 for three of ten, by the fake's seeded chance. */
  readonly chance?: number;
}

export interface Faults {
  add(rule: FaultRule): { remove(): void; readonly struck: number };
  clear(): void;
  /** The fault for `POST /channels/1/messages`, if one strikes. */
  strike(request: string): Fault | undefined;
}

/** The same `seed` strikes the same requests. */
export function faults(seed: number): Faults {
  const chance = seededChance(seed);
  const rules: { rule: FaultRule; matches: RegExp; struck: number }[] = [];
  return {
    add(rule) {
      const source = rule.route === "*" ? ".*" : rule.route.replaceAll(/[.@]/g, "\\$&").replaceAll("*", "[^/]+");
      const entry = { rule, matches: new RegExp(`^${source}$`), struck: 0 };
      rules.push(entry);
      return {
        remove: () => void rules.splice(rules.indexOf(entry), rules.includes(entry) ? 1 : 0),
        get struck() {
          return entry.struck;
        },
      };
    },
    clear: () => void rules.splice(0),
    strike(request) {
      const found = rules.find(
        ({ rule, matches, struck }) =>
          matches.test(request) &&
          struck < (rule.times ?? Number.POSITIVE_INFINITY) &&
          (rule.chance === undefined || chance() < rule.chance),
      );
      if (found === undefined) return undefined;
      found.struck += 1;
      return found.rule.fault;
    },
  };
}

/** Numbers from 0 to 1 by mulberry32, a generator of one 32-bit state: enough to scatter faults. */
function seededChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
