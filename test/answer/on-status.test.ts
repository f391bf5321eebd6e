import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { elsewhere, here, now, relay, secretList } from "./relay.ts";

describe("status", () => {
  test("says of the channel, and to the operator of each, what was too much in the last hour", async (t) => {
    const { ask, store } = await relay(t);
    const overflow = { since: now.getTime() - 59 * 60_000, mails: 34, cap: 60, floods: ["wbus.lists.example.org"] };
    await store.saveGuard(here, { lists: {}, overflow });
    await store.saveGuard(elsewhere, { lists: {}, overflow: { ...overflow, floods: [], mails: 1 } });
    await store.saveGuard("web:old" as ChannelId, { lists: {}, overflow: { ...overflow, since: 0 } });
    const told = async (role: "admin" | "operator") =>
      (await ask("status", { role })).blocks
        .flatMap((block) => (block.kind === "list" ? block.items : []))
        .filter((item) => item.startsWith("web:"));
    const ours =
      "web:wbus: 34 mails not shown one by one, over the cap of 60 messages an hour; wbus.lists.example.org brought too many at once, since 2026-11-10 11:01 UTC";
    assert.deepEqual(await told("admin"), [ours]);
    assert.deepEqual(await told("operator"), [
      "web:clk: 1 mail not shown one by one, over the cap of 60 messages an hour, since 2026-11-10 11:01 UTC",
      ours,
    ]);
  });

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
