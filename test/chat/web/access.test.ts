import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isLoopback, isOurHost, isOurOrigin, isSameSecret } from "../../../src/chat/web/access.ts";

describe("only this machine reaches", () => {
  const rows: readonly [host: string, isLocal: boolean][] = [
    ["127.0.0.1", true],
    ["127.9.9.9", true],
    ["::1", true],
    ["localhost", true],
    ["0.0.0.0", false],
    ["::", false],
    ["192.0.2.7", false],
    ["127.example.org", false],
  ];
  for (const [host, isLocal] of rows) test(`${host}: ${isLocal}`, () => assert.equal(isLoopback(host), isLocal));
});

describe("a Host header is ours", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [header: string | undefined, bound: string, isOurs: boolean, because: string][] = [
    ["127.0.0.1:8025",        "127.0.0.1",         true,  "it is the address bound"],
    ["localhost:8025",        "127.0.0.1",         true,  "loopback has several names"],
    ["[::1]:8025",            "::1",               true,  "IPv6 stands in brackets"],
    ["LOCALHOST:8025",        "127.0.0.1",         true,  "names have no case"],
    ["evil.example.org:8025", "127.0.0.1",         false, "a foreign name may point here: DNS rebinding"],
    ["192.0.2.7:8025",        "127.0.0.1",         false, "loopback has no such address"],
    ["127.0.0.1:9",           "127.0.0.1",         false, "that is another port"],
    ["127.0.0.1",             "127.0.0.1",         false, "that is port 80"],
    ["127.0.0.1:8025@x",      "127.0.0.1",         false, "it is no Host at all"],
    ["a:b:8025",              "127.0.0.1",         false, "it is no Host at all"],
    ["",                      "127.0.0.1",         false, "it says nothing"],
    [undefined,               "127.0.0.1",         false, "it is missing"],
    ["192.0.2.7:8025",        "0.0.0.0",           true,  "no name can rebind to a literal address"],
    ["evil.example.org:8025", "0.0.0.0",           false, "nobody said that we are called so"],
    ["lists.example.org:8025","lists.example.org", true,  "we were told to bind that name"],
  ];
  for (const [header, bound, isOurs, because] of rows) {
    test(`${header} on ${bound}: ${isOurs}, since ${because}`, () =>
      assert.equal(isOurHost(header, bound, 8025), isOurs));
  }
});

describe("a change is asked for by our own page where the Origin is", () => {
  const host = "127.0.0.1:8025";
  const rows: readonly [origin: string | undefined, isOurs: boolean][] = [
    ["http://127.0.0.1:8025", true],
    ["https://127.0.0.1:8025", true],
    ["http://127.0.0.1:8026", false],
    ["http://localhost:8025", false],
    ["http://127.0.0.1:8025.example.org", false],
    ["null", false],
    [undefined, false],
  ];
  for (const [origin, isOurs] of rows) {
    test(`${origin}: ${isOurs}`, () => assert.equal(isOurOrigin(origin, host), isOurs));
  }
});

test("a secret is compared whole", () => {
  assert.ok(isSameSecret("s3cret", "s3cret"));
  for (const given of [undefined, "", "s3cre", "s3cret ", "S3cret"]) assert.ok(!isSameSecret(given, "s3cret"));
});
