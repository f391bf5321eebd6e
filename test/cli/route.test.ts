import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { type RouteOptions, routeCommand } from "../../src/cli/route.ts";

describe("route", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "listwire-route-"));
    await writeFile(join(folder, "MAINTAINERS"), "WBUS\nF: drivers/wbus\nN: (a+)+\n\nTHE REST\nF: *\nF: */\n");
    await writeFile(join(folder, "dirs"), "drivers\ndrivers/wbus\n");
    await writeFile(join(folder, "no-dirs"), "drivers\n");
  });
  after(() => rm(folder, { recursive: true }));

  async function run(options: RouteOptions, input: string): Promise<{ code: number; out: string; err: string }> {
    const out = new PassThrough();
    const err = new PassThrough();
    const [code, said, complained] = await Promise.all([
      routeCommand(options, Readable.from([input]), out, err).finally(() => {
        out.end();
        err.end();
      }),
      text(out),
      text(err),
    ]);
    return { code, out: said, err: complained };
  }

  test("answers each path with its sections and names the wrong line", async () => {
    const { code, out, err } = await run(
      { maintainersFile: join(folder, "MAINTAINERS") },
      "drivers/wbus/a/b.c\r\n\nREADME",
    );
    assert.equal(code, 0);
    assert.deepEqual(
      out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
      [
        { path: "drivers/wbus/a/b.c", sections: ["WBUS", "THE REST"] },
        { path: "README", sections: ["THE REST"] },
      ],
    );
    assert.match(err, /MAINTAINERS:3: .*without limit/);
  });

  test("believes the list of directories", async () => {
    const maintainersFile = join(folder, "MAINTAINERS");
    const withIt = await run({ maintainersFile, directoriesFile: join(folder, "dirs") }, "drivers/wbus/a/b.c\n");
    assert.match(withIt.out, /WBUS/);
    const without = await run({ maintainersFile, directoriesFile: join(folder, "no-dirs") }, "drivers/wbus/a/b.c\n");
    assert.doesNotMatch(without.out, /WBUS/);
  });

  test("ends with 2 and the remedy where a file is missing", async () => {
    const { code, out, err } = await run({ maintainersFile: join(folder, "nothing") }, "a\n");
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /^route: .*nothing: cannot be read \(ENOENT\); give the path/);
    const other = await run(
      { maintainersFile: join(folder, "MAINTAINERS"), directoriesFile: join(folder, "nothing") },
      "a\n",
    );
    assert.match(other.err, /git ls-tree/);
  });
});
