import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { here, relay, secretList } from "./relay.ts";

describe("status", () => {
  test("counts, and names what was held back, but mail of lists that may not be shown here to the operator alone", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa");
    await keep("badbadxx", { archived: { state: "quarantined", problem: "the reader took longer than 10 s" } });
    await keep("hushhush", { archived: { state: "quarantined", lists: [secretList], problem: "too many parts" } });
    const held = (because: string) => [{ channel: here, shown: "held" as const, because }];
    await keep("spamspam", {
      archived: {
        decisions: held(
          "subscribed to list wbus (preset normal); looks like spam is held; `status` lists it: it offers money",
        ),
      },
    });
    const toOperator = JSON.stringify(await ask("status", { role: "operator" }));
    const toAdmin = JSON.stringify(await ask("status"));
    assert.match(toAdmin, /4 mails in 1 thread, the last 2026-11-03 10:00 UTC/);
    assert.match(toAdmin, /0 shown in part, 2 in quarantine/);
    assert.match(toAdmin, /badbadxx: the reader took longer than 10 s/);
    assert.match(toAdmin, /spamspam: looks like spam is held: it offers money"/);
    assert.match(toOperator, /hushhush: too many parts/);
    assert.ok(!toAdmin.includes("hushhush"));
  });
});

test("help explains one command, or names them all", async (t) => {
  const { ask } = await relay(t);
  assert.equal((await ask("help")).title, "Commands");
  assert.equal((await ask("help sub")).title, "subscribe what [preset]");
});
