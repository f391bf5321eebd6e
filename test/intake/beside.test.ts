import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { octetsBeside } from "../../src/intake/beside.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { patchText, stage, written } from "../support/stage.ts";

const ids = (...names: string[]) => names as MessageId[];
const cover = { id: "0@dev", subject: "[PATCH 0/1] wbus: add burst mode" };
const patch = {
  id: "1@dev",
  subject: "[PATCH 1/1] wbus: fill the ring",
  refs: ["0@dev"],
  text: patchText("ring.c"),
};
const review = { id: "r@tom", subject: "Re: [PATCH 1/1] wbus: fill the ring", refs: ["0@dev", "1@dev"], text: "Why?" };

describe("beside an answer are read", () => {
  test("the mails that it answers, nearest first, up to the patch", async (t) => {
    const on = await stage(t);
    for (const mail of [cover, patch, review]) await on.arrive(mail);
    const found = await octetsBeside(ids("0@dev", "1@dev", "r@tom"), new Map(), on.store);
    assert.deepEqual(
      found.map((octets) => Buffer.from(octets ?? [])),
      [review, patch].map(written),
    );
  });

  test("those of the same batch, which the archive has not got yet", async (t) => {
    const on = await stage(t);
    const octets = written(patch);
    const pending = new Map([["1@dev" as MessageId, octets]]);
    assert.deepEqual(await octetsBeside(ids("0@dev", "1@dev"), pending, on.store), [octets, undefined]);
  });

  test("a gap for one that is not here, so that the depth of a quote still tells whose it is", async (t) => {
    const on = await stage(t);
    await on.arrive(patch);
    const found = await octetsBeside(ids("1@dev", "lost@tom"), new Map(), on.store);
    assert.deepEqual(
      found.map((octets) => octets !== undefined),
      [false, true],
    );
  });
});
