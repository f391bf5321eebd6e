import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { relativeTime } from "../../../src/chat/web/relative-time.ts";

describe("a time ago is said as", () => {
  const now = new Date("2026-11-20T12:00:00Z");
  const rows: readonly [at: string, words: string][] = [
    ["2026-11-20T12:05:00Z", "just now"],
    ["2026-11-20T11:59:01Z", "just now"],
    ["2026-11-20T11:58:59Z", "1 min ago"],
    ["2026-11-20T11:00:01Z", "59 min ago"],
    ["2026-11-20T11:00:00Z", "1 h ago"],
    ["2026-11-19T12:00:00Z", "yesterday"],
    ["2026-11-18T12:00:00Z", "2 days ago"],
    ["2026-11-06T12:00:00Z", "6 Nov 2026"],
  ];
  for (const [at, words] of rows) test(`${at}: ${words}`, () => assert.equal(relativeTime(new Date(at), now), words));
});
