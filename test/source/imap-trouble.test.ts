import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { CommandError, oneLine, type Trouble, troubleOf } from "../../src/source/imap-trouble.ts";

describe("what failed is told as", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [doing: string, failure: object, trouble: Trouble, line: string][] = [
    ["connect", { authenticationFailed: true, response: "no such user" }, "login", "the login is refused; check user and password (connect: no such user)"],
    ["connect", { authenticationFailed: true, serverResponseCode: "UNAVAILABLE" }, "connection", "the server takes no logins now (connect: [object Object])"],
    ["connect", { code: "ECONNREFUSED" }, "connection", "no connection (connect: ECONNREFUSED)"],
    ["connect", { code: "CERT_HAS_EXPIRED" }, "tls", "the certificate is not trusted; name its CA, or the host it is for (connect: CERT_HAS_EXPIRED)"],
    ["connect", { code: "ERR_SSL_WRONG_VERSION_NUMBER" }, "tls", "no TLS, and nothing is sent without it (connect: ERR_SSL_WRONG_VERSION_NUMBER)"],
    ["EXAMINE", { responseStatus: "NO", mailboxMissing: true, responseText: "gone" }, "mailbox", "there is no such mailbox; check its name (EXAMINE: gone)"],
    ["EXAMINE", { responseStatus: "NO", responseText: "no right" }, "mailbox", "the mailbox cannot be opened (EXAMINE: no right)"],
    ["FETCH", { code: "LiteralTooLarge" }, "protocol", "the answer is too large, or not IMAP (FETCH: LiteralTooLarge)"],
    ["FETCH", { responseStatus: "BAD", responseText: "what" }, "protocol", "the command is refused (FETCH: what)"],
    ["password", new Error("exit code 1"), "login", "the password cannot be read (password: exit code 1)"],
  ];
  for (const [doing, failure, trouble, line] of rows) {
    test(line, () => assert.deepEqual(troubleOf(new CommandError(doing, failure)), { trouble, line }));
  }
});

test("a server's words become one clean line of at most 200 characters", () => {
  assert.equal(oneLine(" a\r\n\tb\0\u202e\u2028 c "), "a b c");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 900 }), (text) => {
      const line = oneLine(text);
      assert.ok(line.length <= 200 && line.isWellFormed());
      assert.doesNotMatch(line, /[\p{C}\p{Zl}\p{Zp}]/u);
    }),
  );
});
