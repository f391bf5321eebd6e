import assert from "node:assert/strict";
import { test } from "node:test";
import { progress } from "../../src/cli/progress.ts";

test("a bar on a terminal, drawn anew at most ten times a second, and taken away at the end", () => {
  const pieces: string[] = [];
  let now = 0;
  const terminal = { isTTY: true, columns: 40, write: (text: string) => pieces.push(text) };
  const bar = progress("mails", terminal, () => now);
  for (; now < 1_000; now += 10) bar.show(now, 1_000);
  bar.end();
  const drawn = pieces.join("").split("\r\u001b[K");
  assert.equal(drawn.length, 12);
  assert.match(drawn[6]!, /^mails 500 of 1000 \[#{10} {9,10}\]$/);
  assert.equal(drawn.at(-1), "");
});

test("nothing where nobody looks, as in a file or a pipe", () => {
  const bar = progress("mails", { write: () => assert.fail("it wrote") });
  bar.show(1, 2);
  bar.end();
});
