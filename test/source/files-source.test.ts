import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filesSource } from "../../src/source/files-source.ts";
import { written } from "../support/stage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("gives the mails of the files in their order, and from a cursor on those behind it", async (t) => {
  const folder = temporaryFolder(t);
  const names = ["a", "b", "c"];
  for (const id of names) writeFileSync(join(folder, `${id}.eml`), written({ id: `${id}@dev`, subject: id }));
  const source = filesSource({ name: "files", paths: [folder], arrived: () => new Date(7) });
  const { signal } = new AbortController();
  const first = await Array.fromAsync(source.since(undefined, signal));
  assert.deepEqual(
    first.map(({ origin, cursor, receivedAt }) => [origin, cursor, receivedAt.getTime()]),
    names.map((id, at) => [`${join(folder, `${id}.eml`)} 0`, String(at + 1), 7]),
  );
  const rest = await Array.fromAsync(source.since(first[1]!.cursor, signal));
  assert.deepEqual(
    rest.map(({ cursor }) => cursor),
    ["3"],
  );
});

test("has nothing new until it is told to stop", async (t) => {
  const source = filesSource({ name: "files", paths: [temporaryFolder(t)] });
  const stop = new AbortController();
  const changed = source.changed(stop.signal);
  stop.abort();
  await changed;
  await source.changed(stop.signal);
});
