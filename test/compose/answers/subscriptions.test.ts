import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { subscribed, subscriptionList, unsubscribed } from "../../../src/compose/answers/subscriptions.ts";

const now = { kind: "list", name: "wbus", preset: "quiet", since: new Date("2026-11-03T10:00:00Z") } as const;

const nothing = { levels: {}, filters: [] };

describe("of a subscription is said", () => {
  test("the setting that holds now, what it does, and what it replaced", () => {
    const week = { shown: { card: 2, reply: 1 }, filtered: [], unknown: 0, isCut: true };
    const post = subscribed(now, { help: "regressions at once", before: "normal", settings: nothing, week });
    assert.equal(post.title, "Subscribed to the list wbus, preset quiet");
    assert.deepEqual(post.blocks, [
      {
        kind: "text",
        lines: [
          "From now on this channel gets regressions at once.",
          "",
          "Of the last week it would have been 2 cards, 1 reply in a thread. There was more mail than is looked at.",
          "",
          "It was normal before.",
        ],
      },
    ]);
    assert.ok(
      !JSON.stringify(subscribed(now, { help: "", before: "quiet", settings: nothing, week })).includes("before"),
    );
  });

  test("all there are, each with its setting", () => {
    assert.deepEqual(subscriptionList([now], nothing).blocks, [
      { kind: "list", items: ["wbus (list): quiet, since 2026-11-03 10:00 UTC"] },
    ]);
    assert.match(subscriptionList([], nothing).title, /nothing/);
  });

  test("what is set in the channel beside them", () => {
    const set = { mode: "digest", cap: 30, levels: { nak: "loud" }, filters: ["exclude robots"] } as const;
    assert.deepEqual(subscriptionList([now], set).blocks.at(-1), {
      kind: "list",
      items: ["mode digest", "cap 30 messages an hour", "nak loud", "filter 1: exclude robots"],
    });
  });

  test("that it ended", () => {
    assert.equal(unsubscribed("subsystem", "wbus").title, "No longer subscribed to the subsystem wbus");
  });
});
