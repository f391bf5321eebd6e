import type { Beside, Reading } from "../reader.ts";

/** What the main thread hands to the worker. */
export interface Order {
  readonly octets: Uint8Array;
  readonly wholeSize: number;
  readonly beside: Beside;
}

/** What the worker says: once that it is ready, then one answer an order. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "read"; readonly reading: Reading }
  | { readonly kind: "broken"; readonly reason: string };
