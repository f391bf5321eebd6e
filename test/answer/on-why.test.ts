import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { MessageId } from "../../src/mail/message-id.ts";
import { elsewhere, here, relay, secretList } from "./relay.ts";

describe("why tells", () => {
  test("routing, decision, delivery and what was left out", async (t) => {
    const { ask, keep, sent } = await relay(t);
    const { key } = await keep("k7q2m9xa", { mail: { text: "> why?\nBecause.\n" } });
    await sent("post-1", "topic", { mail: key });
    await sent("card-1", "topic", {});
    const told = JSON.stringify(await ask("why k7q2m9xa", { role: "member" }));
    assert.match(told, /wbus: MAINTAINERS lists/);
    assert.match(told, /here: card, subscribed to list wbus/);
    assert.match(told, /"here: post sent 2026-11-10 12:00 UTC","here: post sent 2026-11-10 12:00 UTC"/);
    assert.match(told, /quote: 1 line/);
  });

  test("what other channels got to the operator alone", async (t) => {
    const { ask, keep, sent } = await relay(t);
    const decisions = [
      { channel: here, shown: "off" as const, because: "not subscribed" },
      { channel: elsewhere, shown: "reply" as const, because: "subscribed to list wbus" },
    ];
    const { key } = await keep("k7q2m9xa", { archived: { decisions } });
    await sent("post-1", "topic", { mail: key, channel: elsewhere });
    assert.ok(!JSON.stringify(await ask("why k7q2m9xa")).includes("web:clk"));
    const toOperator = JSON.stringify(await ask("why k7q2m9xa", { role: "operator" }));
    assert.match(toOperator, /web:clk: reply/);
    assert.match(toOperator, /web:clk: post sent/);
  });

  test("where it stands: its parent, or that there is none here, and others of the same Message-ID", async (t) => {
    const { ask, keep } = await relay(t);
    const id = "same@dev.example.org" as MessageId;
    await keep("parentxx", { archived: { id } });
    await keep("childxxx", { archived: { parent: id, ancestors: [id] } });
    await keep("orphanxx", { archived: { ancestors: ["unseen@dev.example.org" as MessageId] } });
    await keep("twintwin", { archived: { id } });
    assert.match(JSON.stringify(await ask("why childxxx")), /answers parentxx \(Nora Lind\)/);
    assert.match(JSON.stringify(await ask("why orphanxx")), /answers a mail not seen here/);
    assert.match(JSON.stringify(await ask("why parentxx")), /twintwin has the same Message-ID/);
  });

  test("nothing of a parent that may not be shown here, as if it had not been seen", async (t) => {
    const { ask, keep } = await relay(t);
    const id = "hush@dev.example.org" as MessageId;
    await keep("secretxx", { archived: { id, lists: [secretList] } });
    await keep("childxxx", { archived: { parent: id, ancestors: [id] } });
    const told = JSON.stringify(await ask("why childxxx"));
    assert.match(told, /answers a mail not seen here/);
    assert.ok(!told.includes("secretxx"));
  });

  test("that its text is gone, that it cannot be read, that it is muted", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("gonegone", { isGone: true });
    await keep("brokenxx", {
      opened: { kind: "broken", reason: "it took longer than 10 s" },
      archived: { state: "degraded", problem: "it took longer than 10 s" },
    });
    await ask("mute gonegone 12h");
    const told = JSON.stringify(await ask("why gonegone"));
    assert.match(told, /cannot be read here any more/);
    assert.match(told, /here until 2026-11-11 00:00 UTC/);
    assert.match(JSON.stringify(await ask("why brokenxx")), /shown with what could be read.*it took longer than 10 s/);
  });
});

describe("of a mail in quarantine", () => {
  const quarantined = { state: "quarantined", problem: "the reader took longer than 10 s" } as const;

  test("an admin is told why, where its list may be shown", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("badbadxx", { archived: quarantined });
    assert.match(JSON.stringify(await ask("why badbadxx")), /wbus: a ring.*the reader took longer than 10 s/);
  });

  test("the operator is told why without its subject, where its list may not", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("badbadxx", { archived: { ...quarantined, lists: [secretList] } });
    const told = JSON.stringify(await ask("why badbadxx", { role: "operator" }));
    assert.match(told, /the reader took longer than 10 s/);
    assert.ok(!told.includes("a ring") && !told.includes("Nora"));
    assert.equal((await ask("why badbadxx")).title, "Not found");
  });
});
