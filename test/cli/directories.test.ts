import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { readDirectories } from "../../src/cli/directories.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A git tree with a MAINTAINERS file and two directories. */
function tree(t: TestContext): string {
  const folder = temporaryFolder(t);
  const git = (...args: string[]) => execFileSync("git", ["-C", folder, ...args], { stdio: "pipe" });
  mkdirSync(join(folder, "drivers/w bus"), { recursive: true });
  writeFileSync(join(folder, "drivers/w bus/ring.c"), "");
  writeFileSync(join(folder, "MAINTAINERS"), "WBUS\nF: drivers/w*bus\n");
  git("init", "-q");
  git("add", ".");
  git("-c", "user.name=Nora Lind", "-c", "user.email=nora@example.org", "commit", "-q", "-m", "wbus: begin");
  return folder;
}

describe("a source tree's directories are", () => {
  test("the lines of a file", async (t) => {
    const file = join(temporaryFolder(t), "dirs");
    writeFileSync(file, "drivers\r\ndrivers/wbus\n\n");
    assert.deepEqual(await readDirectories(file, "MAINTAINERS"), ["drivers", "drivers/wbus"]);
  });

  test("what git knows of the tree that is named", async (t) => {
    assert.deepEqual(await readDirectories(tree(t), "elsewhere/MAINTAINERS"), ["drivers", "drivers/w bus"]);
  });

  test("what git knows of the tree that MAINTAINERS lies in, by the word git", async (t) => {
    assert.deepEqual(await readDirectories("git", join(tree(t), "MAINTAINERS")), ["drivers", "drivers/w bus"]);
  });

  test("refused with the remedy where they cannot be had", async (t) => {
    const folder = temporaryFolder(t);
    await assert.rejects(
      readDirectories(join(folder, "dirs"), ""),
      /dirs: cannot be read \(ENOENT\); make the list with `git/,
    );
    await assert.rejects(
      readDirectories("git", join(folder, "MAINTAINERS")),
      /is no git tree .*\); make the list with `git ls-tree/,
    );
  });
});
