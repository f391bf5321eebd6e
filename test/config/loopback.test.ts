import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isLoopback } from "../../src/config/loopback.ts";

describe("this machine alone is", () => {
  const rows: readonly [host: string, isOurs: boolean][] = [
    ["127.0.0.1", true],
    ["127.8.9.1", true],
    ["::1", true],
    ["[::1]", true],
    ["::ffff:127.0.0.1", true],
    ["localhost", true],
    ["0.0.0.0", false],
    ["::", false],
    ["", false],
    ["127.0.0.1.example.org", false],
    ["localhost.example.org", false],
    ["10.0.0.1", false],
  ];
  for (const [host, isOurs] of rows) test(`${host}: ${isOurs}`, () => assert.equal(isLoopback(host), isOurs));
});
