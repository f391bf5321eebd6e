import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { formatSeen, parseSeen, type Seen, seenIn, withSeen } from "../../../src/chat/web/seen.ts";

test("a browser that comes for the first time has seen what is there", () => {
  const seen = parseSeen(undefined, 40);
  assert.equal(seenIn(seen, 3), 40);
});

test("a channel is read up to the post shown; the others stay as they were", () => {
  const seen = withSeen(parseSeen(undefined, 40), 3, 55);
  assert.deepEqual([seenIn(seen, 3), seenIn(seen, 4)], [55, 40]);
});

test("what is written to the cookie is read from it", () => {
  const channels = fc.array(fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.nat()), { maxLength: 400 });
  fc.assert(
    fc.property(fc.nat(), channels, (base, reads) => {
      const none: Seen = { base, channels: new Map() };
      const seen = reads.reduce((so, [channel, seq]) => withSeen(so, channel, seq), none);
      const cookie = formatSeen(seen);
      assert.deepEqual(parseSeen(cookie, 0), seen);
      assert.ok(cookie.length < 4_000, "browsers keep about 4 KB a cookie");
    }),
  );
});

describe("a cookie that somebody bent counts as a first visit", () => {
  for (const cookie of ["", "x y", "1k.", "1k.3", "1k.3-1p.", "-", "1".repeat(99), "1k.3-1p;a"]) {
    test(JSON.stringify(cookie), () => assert.deepEqual(parseSeen(cookie, 7), { base: 7, channels: new Map() }));
  }
});
