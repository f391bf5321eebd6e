import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { cover, patch, review } from "../support/discord-server.ts";
import { noDovecot } from "../support/dovecot.ts";
import { matrixServer } from "../support/matrix-server.ts";
import { noSynapse, type Synapse, startSynapse } from "../support/synapse/synapse.ts";

describe("the whole program on Matrix", { skip: noDovecot || noSynapse }, () => {
  let synapse: Synapse;
  before(async () => {
    synapse = (await startSynapse())!;
  });
  after(() => synapse?.close());

  test("a series is a card, and its review stands in the card's thread, below what it answers", async (t) => {
    const { stands } = await matrixServer(t, synapse, { mails: [cover, patch, review] });
    const [card, reply, ...more] = await stands(2);
    assert.deepEqual(more, []);
    assert.match(card!.content.body!, /^\[PATCH 0\/1\] wbus: add burst mode\n/);
    assert.equal(card!.content["m.relates_to"], undefined);
    assert.match(reply!.content.formatted_body!, /^<b>Tom Okafor<\/b> ring\.c:2 .*Why not a long\?/s);
    const { rel_type, event_id } = reply!.content["m.relates_to"]!;
    assert.deepEqual([rel_type, event_id], ["m.thread", card!.event_id]);
    assert.deepEqual(
      [card, reply].map((event) => [event!.content.msgtype, event!.content["m.mentions"]]),
      [
        ["m.notice", {}],
        ["m.notice", {}],
      ],
    );
  });

  test("anybody in the room gets the whole message, and is shown that it was heard", async (t) => {
    const { room, kim, stands } = await matrixServer(t, synapse, { mails: [cover, patch] });
    const [card] = await stands(1);
    const asked = await kim.says(room, "!full", { replyTo: card!.event_id });
    const [, answer] = await stands(2);
    assert.match(answer!.content.body!, /Sends up to 16 words\./);
    assert.equal(answer!.content["m.relates_to"]?.event_id, card!.event_id, "in the card's thread");
    const seen = (await kim.reads(room)).find(({ type }) => type === "m.reaction");
    assert.equal(seen?.content["m.relates_to"]?.event_id, asked);
  });

  test("who may change the room's state subscribes it, and others do not", async (t) => {
    const { room, ada, kim, deliver, stands } = await matrixServer(t, synapse);
    await ada.until(room, (events) =>
      events.some(({ content }) => content.membership === "join" && content.displayname !== ""),
    );
    await kim.says(room, "!list subscribe wbus everything");
    assert.match((await stands(1))[0]!.content.body!, /Only admins/);
    await ada.says(room, "!list subscribe wbus everything");
    assert.match((await stands(2))[1]!.content.body!, /Subscribed to the list wbus, preset everything/);
    await ada.says(room, "!list subscribe secret");
    assert.match((await stands(3))[2]!.content.body!, /There is no list or subsystem by that name/);
    deliver(cover);
    assert.match((await stands(4))[3]!.content.body!, /wbus: add burst mode/);
    await ada.setsPower(room, (levels) => ({ ...levels, users: { ...(levels.users as object), [kim.id]: 50 } }));
    await kim.says(room, "!list unsubscribe wbus");
    assert.match((await stands(5))[4]!.content.body!, /wbus/);
  });

  test("whoever made a room of version 12 may subscribe it, though no level names them", async (t) => {
    const { room, ada, stands } = await matrixServer(t, synapse, { version: "12" });
    await ada.says(room, "!list subscribe wbus");
    assert.match((await stands(1))[0]!.content.body!, /Subscribed to the list wbus/);
  });

  test("what is no command for it is left alone: talk, notices, edits, bare commands outside its threads", async (t) => {
    const { room, kim, stands, written } = await matrixServer(t, synapse, { mails: [cover, patch] });
    const [card] = await stands(1);
    await kim.says(room, "!full");
    await kim.says(room, "!list show", { msgtype: "m.notice" });
    const talk = await kim.says(room, "nice", { replyTo: card!.event_id });
    await kim.says(room, "!list show", { replaces: talk });
    await kim.says(room, "!nonsense", { thread: card!.event_id });
    const [, unknown] = await stands(2);
    assert.equal(unknown!.content.body, 'There is no such command. "help" lists what there is.');
    assert.equal((await written()).length, 2);
  });

  test("an invitation counts from those who are allowed; others are named in the log, with the line to add", async (t) => {
    const { bot, kim, ada, relay } = await matrixServer(t, synapse);
    const refused = relay.line(({ msg = "" }) => msg.startsWith("matrix: not joined"));
    const foreign = await kim.creates({ invite: [bot.id] });
    assert.equal((await refused).msg, `matrix: not joined; to allow it write under matrix: allow: ["${kim.id}"]`);
    const own = await ada.creates({ invite: [bot.id] });
    await ada.until(own, (events) =>
      events.some(({ state_key, content }) => state_key === bot.id && content.membership === "join"),
    );
    assert.deepEqual(await kim.members(foreign), [kim.id]);
  });

  test("F50: an encrypted room is told so once, and nothing of a list is written there", async (t) => {
    const { room, relay, again, deliver, ada, written, stands } = await matrixServer(t, synapse, { mails: [cover] });
    await stands(1);
    const noted = relay.line(({ msg = "" }) => msg.startsWith("matrix: the room is encrypted"));
    await ada.sets(room, "m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" });
    await noted;
    const held = relay.line(({ msg, outcome }) => msg === "not posted" && outcome === "channel");
    deliver({ ...cover, id: "b@dev", subject: "[PATCH] wbus: another" });
    await held;
    await relay.end("SIGTERM");
    const next = await again();
    await next.line(({ msg, outcome }) => msg === "not posted" && outcome === "channel").catch(() => undefined);
    const said = (await written()).map(({ content }) => content.body?.split("\n")[0]);
    assert.deepEqual(said, ["[PATCH 0/1] wbus: add burst mode", "This room is encrypted"]);
  });

  test("F49: of a room that was upgraded the operator is told, and nothing more is written there", async (t) => {
    const { room, relay, deliver, ada, stands, written } = await matrixServer(t, synapse, { mails: [cover] });
    await stands(1);
    const told = relay.line(({ msg = "" }) => msg.startsWith("matrix: the room was upgraded"));
    const next = await ada.upgrades(room, "11");
    assert.equal((await told).next, next);
    const held = relay.line(({ msg, outcome }) => msg === "not posted" && outcome === "channel");
    deliver({ ...cover, id: "b@dev", subject: "[PATCH] wbus: another" });
    await held;
    assert.equal((await written()).length, 1);
  });

  test("F48: where it is shown out, what was subscribed there ends; where it may not write, all waits until it may", async (t) => {
    const { bot, room, relay, deliver, ada, stands, written } = await matrixServer(t, synapse, { mails: [cover] });
    await stands(1);
    await ada.setsPower(room, (levels) => ({ ...levels, events_default: 50 }));
    const held = relay.line(({ msg, outcome }) => msg === "not posted" && outcome === "channel");
    deliver({ ...cover, id: "b@dev", subject: "[PATCH] wbus: another" });
    await held;
    assert.equal((await written()).length, 1);
    await ada.setsPower(room, (levels) => ({ ...levels, events_default: 0 }));
    assert.match((await stands(2))[1]!.content.body!, /wbus: another/);
    const gone = relay.line(({ msg = "" }) => /forgotten|gone/.test(msg));
    await ada.kicks(room, bot.id);
    await gone;
  });
});
