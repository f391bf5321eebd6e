import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { muted, subscribed, subscriptionList, unsubscribed } from "../../../src/compose/answers/subscriptions.ts";

const now = { kind: "list", name: "wbus", preset: "quiet", since: new Date("2026-11-03T10:00:00Z") } as const;

describe("of a subscription is said", () => {
  test("the setting that holds now, what it does, and what it replaced", () => {
    const post = subscribed(now, "regressions at once", "normal");
    assert.equal(post.title, "Subscribed to the list wbus, preset quiet");
    assert.deepEqual(post.blocks, [
      { kind: "text", lines: ["From now on this channel gets regressions at once.", "", "It was normal before."] },
    ]);
    assert.ok(!JSON.stringify(subscribed(now, "", "quiet")).includes("before"));
  });

  test("all there are, each with its setting", () => {
    assert.deepEqual(subscriptionList([now]).blocks, [
      { kind: "list", items: ["wbus (list): quiet, since 2026-11-03 10:00 UTC"] },
    ]);
    assert.match(subscriptionList([]).title, /nothing/);
  });

  test("that it ended, or is silent until when", () => {
    assert.equal(unsubscribed("subsystem", "wbus").title, "No longer subscribed to the subsystem wbus");
    assert.equal(muted("wbus: a ring", "k7q2m9xa", now.since).title, "Muted here until 2026-11-03 10:00 UTC");
  });
});
