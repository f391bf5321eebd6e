import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cover, patch, posted, review, server } from "../support/discord-server.ts";
import { noDovecot } from "../support/dovecot.ts";

describe("the whole program on Discord", { skip: noDovecot }, () => {
  test("a series is a card, its review stands in the card's thread, once each, and every request is right", async (t) => {
    const { fake, channel, stands } = await server(t, [cover, patch, review]);
    await stands(2);
    assert.deepEqual(
      fake.messages(channel, { mine: true }).map(({ content }) => content.split("\n")[0]),
      ["**\\[PATCH 0/1] wbus: add burst mode**"],
    );
    const [thread] = fake.threads(channel);
    assert.equal(thread?.name, "wbus: add burst mode");
    const [reply] = posted(fake, thread!);
    assert.match(reply!.content, /^\*\*Tom Okafor\*\* ring\.c:2 .*\n> `\+int c;`\nWhy not a long\?/);
    assert.deepEqual([fake.records.mismatches, fake.records.violations, fake.records.hurried], [[], [], []]);
  });

  test("full comes by button, by menu and by a reply that pings; to the asker alone where Discord can", async (t) => {
    const { fake, channel, kit, stands } = await server(t, [cover, patch]);
    const [card] = await stands(1);
    for (const act of [kit.presses(card!, "Full"), kit.picks(card!, "Full mail")]) {
      const { content, flags } = await act.answer();
      assert.match(content, /Sends up to 16 words\./);
      assert.equal(flags & 64, 64, "ephemeral");
    }
    kit.says(channel, `<@${fake.world.bot.id}> full`, { replyTo: card! });
    const [, answer] = await stands(2);
    assert.match(answer!.content, /Sends up to 16 words\./);
    assert.deepEqual(fake.records.violations, []);
  });

  test("whoever presses Follow stands in the card's thread, which opens for it and takes what is said later", async (t) => {
    const { fake, channel, kit, stands, deliver, until } = await server(t, [cover, patch]);
    const [card] = await stands(1);
    assert.match((await kit.presses(card!, "Follow").answer()).content, /You follow this now/);
    await until(() => fake.threads(channel)[0]?.thread?.members.has(kit.id) === true);
    deliver(review);
    await stands(2);
    const [thread, ...others] = fake.threads(channel);
    assert.equal(posted(fake, thread!).length, 1);
    assert.deepEqual([others, fake.records.violations, fake.records.mismatches], [[], [], []]);
  });

  test("a menu hides a mail everywhere, for those who may manage the channel", async (t) => {
    const { fake, channel, ines, kit, stands } = await server(t, [cover, patch]);
    const [card] = await stands(1);
    assert.match((await kit.picks(card!, "Hide").answer()).content, /Only admins/);
    assert.match((await ines.picks(card!, "Hide").answer()).content, /hidden/i);
    assert.deepEqual(fake.records.violations, []);
    assert.equal(fake.messages(channel, { mine: true }).length, 1);
  });

  test("an admin subscribes the channel and is told what it will get", async (t) => {
    const { channel, ines } = await server(t);
    const answer = await ines.runs(channel, "list subscribe", { what: "wbus" }).answer();
    assert.match(answer.content, /Subscribed to the list wbus, preset normal/);
  });

  test("whoever may not manage the channel changes nothing, and nobody hears of a list that is not for the server", async (t) => {
    const { channel, ines, kit } = await server(t);
    assert.match((await kit.runs(channel, "list subscribe", { what: "wbus" }).answer()).content, /Only admins/);
    assert.deepEqual(await kit.completes(channel, "list subscribe", {}, "what"), []);
    assert.match((await ines.runs(channel, "list subscribe", { what: "secret" }).answer()).content, /Not found/);
    assert.deepEqual(
      (await ines.completes(channel, "list subscribe", { what: "" }, "what")).map(({ value }) => value),
      ["wbus"],
    );
  });

  test("a server that lets the bot go has its subscriptions closed", async (t) => {
    const { fake, channel, ines, relay } = await server(t);
    await ines.runs(channel, "list subscribe", { what: "wbus" }).answer();
    const closed = relay.line(({ msg }) => msg === "channel is gone");
    fake.removeBot(fake.world.guilds.get(channel.guildId!)!);
    assert.equal((await closed).closed, 1);
  });
});
