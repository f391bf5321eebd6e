import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { liveTables } from "../../src/cli/live-tables.ts";
import type { Tables } from "../../src/cli/tables.ts";
import { systemClock } from "../../src/clock.ts";
import { openLog } from "../../src/ops/log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Watched {
  readonly file: string;
  readonly current: () => Tables;
  readonly logged: readonly string[];
  /** Resolves when the files were read again. */
  again(): Promise<void>;
}

async function watched(t: TestContext): Promise<Watched> {
  const file = join(temporaryFolder(t), "MAINTAINERS");
  writeFileSync(file, "WBUS\nF: drivers/wbus/\n");
  const events = new EventEmitter();
  const logged: string[] = [];
  const log = openLog("info", { write: (line) => logged.push(line) });
  const live = await liveTables(
    { maintainers: file },
    { clock: systemClock, log, lookMs: 5, onRead: () => events.emit("read") },
  );
  const stopping = new AbortController();
  const ended = live.watch(stopping.signal);
  t.after(async () => {
    stopping.abort();
    await ended;
  });
  return { file, current: live.current, logged, again: async () => void (await once(events, "read")) };
}

const sectionsOf = ({ route }: Tables, path: string): string[] =>
  (route.sectionsOf?.(path) ?? []).map(({ name }) => name);

describe("tables that are in use", { timeout: 20_000 }, () => {
  test("follow their file when another one takes its place, as git pull does it", async (t) => {
    const { file, current, again } = await watched(t);
    assert.deepEqual(sectionsOf(current(), "drivers/clk/a.c"), []);
    const read = again();
    writeFileSync(`${file}.new`, "WBUS\nF: drivers/wbus/\n\nCLOCKS\nF: drivers/clk/\n");
    renameSync(`${file}.new`, file);
    await read;
    assert.deepEqual(sectionsOf(current(), "drivers/clk/a.c"), ["CLOCKS"]);
    assert.deepEqual(current().names, ["WBUS", "CLOCKS"]);
    assert.deepEqual(current().problems, []);
  });

  for (const [what, change, says] of [
    [
      "is gone",
      (file: string) => rmSync(file),
      /MAINTAINERS: cannot be read \(ENOENT\); .*what was read before stays in use/,
    ],
    [
      "has no section",
      (file: string) => writeFileSync(file, "oops\n"),
      /MAINTAINERS: has no section; .*what was read before stays in use/,
    ],
  ] as const) {
    test(`stay as they were where the new file ${what}, and say so until it is mended`, async (t) => {
      const { file, current, logged, again } = await watched(t);
      const broken = again();
      change(file);
      await broken;
      assert.deepEqual(sectionsOf(current(), "drivers/wbus/ring.c"), ["WBUS"]);
      assert.match(current().problems[0] ?? "", says);
      assert.ok(logged.some((line) => line.includes("tables not read again")));
      const mended = again();
      writeFileSync(file, "BUSES\nF: drivers/\n");
      await mended;
      assert.deepEqual(sectionsOf(current(), "drivers/wbus/ring.c"), ["BUSES"]);
      assert.deepEqual(current().problems, []);
    });
  }

  test("name a wrong line with file and number, and use the rest", async (t) => {
    const { file, current, logged, again } = await watched(t);
    const read = again();
    writeFileSync(file, "WBUS\nF: drivers/wbus/\nN: (a+)+\nF: include/wbus/\n");
    await read;
    assert.match(current().problems[0] ?? "", /MAINTAINERS:3: N: \(a\+\)\+: a group is repeated without limit/);
    assert.deepEqual(sectionsOf(current(), "include/wbus/ring.h"), ["WBUS"]);
    assert.ok(logged.some((line) => line.includes("MAINTAINERS:3:")));
  });
});
