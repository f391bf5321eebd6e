import assert from "node:assert/strict";
import { test } from "node:test";
import { bucket } from "../../../src/chat/web/bucket.ts";

const at = (ms: number) => new Date(1_000_000 + ms);

test("five pass at once, the sixth is told how long to wait", () => {
  const commands = bucket(5, 10_000);
  assert.deepEqual(
    [0, 0, 0, 0, 0].map((ms) => commands.take(at(ms))),
    [0, 0, 0, 0, 0],
  );
  assert.equal(commands.take(at(0)), 2_000);
  assert.equal(commands.take(at(500)), 1_500);
  assert.equal(commands.take(at(2_000)), 0);
  assert.equal(commands.take(at(2_000)), 2_000);
});

test("however long the pause, no more than five are saved up", () => {
  const commands = bucket(5, 10_000);
  commands.take(at(0));
  assert.deepEqual(
    Array.from({ length: 6 }, () => commands.take(at(3_600_000)) > 0),
    [false, false, false, false, false, true],
  );
});

test("a clock that goes back gives nothing away", () => {
  const commands = bucket(1, 1_000);
  assert.equal(commands.take(at(5_000)), 0);
  assert.equal(commands.take(at(0)), 1_000);
});
