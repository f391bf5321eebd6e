import assert from "node:assert/strict";
import { test } from "node:test";
import { live } from "../../../src/chat/web/live.ts";

const read = async (stream: ReadableStream<Uint8Array>) => {
  const reader = stream.getReader();
  const { value, done } = await reader.read();
  reader.releaseLock();
  return done ? "end" : new TextDecoder().decode(value);
};

test("a page hears of each change by its number", async () => {
  const pages = live(2);
  const stream = pages.open(7, 7)!;
  assert.equal(await read(stream), "retry: 1000\n\n");
  pages.tell(8);
  assert.equal(await read(stream), "event: change\nid: 8\ndata: 8\n\n");
});

test("a page that reconnects hears at once that it missed something", async () => {
  assert.equal(await read(live(1).open(3, 8)!), "event: change\nid: 8\ndata: 8\n\n");
});

test("there is a limit to open pages, and one that leaves makes room", async () => {
  const pages = live(1);
  const first = pages.open(0, 0)!;
  assert.equal(pages.open(0, 0), undefined);
  await first.cancel();
  assert.notEqual(pages.open(0, 0), undefined);
});

test("a page that does not read is let go", async () => {
  const pages = live(1);
  const stream = pages.open(0, 0)!;
  for (let change = 1; change <= 1_000; change++) pages.tell(change);
  let count = 0;
  while ((await read(stream)) !== "end") count += 1;
  assert.ok(count < 300);
  assert.notEqual(pages.open(0, 0), undefined);
});

test("closing ends every page and opens no more", async () => {
  const pages = live(4);
  const stream = pages.open(0, 0)!;
  await read(stream);
  pages.close();
  assert.equal(await read(stream), "end");
  assert.equal(pages.open(0, 0), undefined);
});
