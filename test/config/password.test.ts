import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { password } from "../../src/config/password.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("a password", () => {
  test("from a file is read again each time", async (t) => {
    const path = join(temporaryFolder(t), "password");
    const ask = password({ kind: "file", path });
    await assert.rejects(ask(), /ENOENT/);
    writeFileSync(path, "first word \r\n");
    assert.equal(await ask(), "first word ");
    writeFileSync(path, "second");
    assert.equal(await ask(), "second");
  });

  test("from a command is the first line that it prints", async () => {
    assert.equal(await password({ kind: "command", command: "echo one; echo two" })(), "one");
  });

  test("that cannot be had is told without command and output", async () => {
    const failing = password({ kind: "command", command: "echo hunter2; echo hunter2 >&2; exit 3" });
    await assert.rejects(
      failing(),
      (error: Error) => /failed \(3\)/.test(error.message) && !/hunter2/.test(`${error.stack}`),
    );
    await assert.rejects(password({ kind: "command", command: "true" })(), /empty password/);
  });
});
