import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cover, patch, posted, server } from "../support/discord-server.ts";
import { noDovecot } from "../support/dovecot.ts";

describe("the whole program, when things go wrong with Discord", { skip: noDovecot }, () => {
  const [before, after] = [{ kind: "hangBefore" }, { kind: "hangAfter" }] as const;
  for (const [name, fault] of [
    ["F19: killed before Discord hears of a card, posts it once", before],
    ["F20: killed when Discord has the card and we have no answer, does not post it again", after],
  ] as const)
    test(name, async (t) => {
      const on = await server(t, [], { isSubscribed: true });
      const rule = on.fake.fault({ route: "POST /channels/*/messages", fault, times: 1 });
      for (const mail of [cover, patch]) on.deliver(mail);
      await on.until(() => rule.struck === 1);
      await on.relay.end("SIGKILL");
      const relay = await on.again();
      const sent = relay.line(({ msg }) => msg === "posted");
      await Promise.race([
        sent,
        on.until(() =>
          on.fake.records.requests.some(
            ({ method, template }) => method === "GET" && template === "/channels/:channel/messages",
          ),
        ),
      ]);
      await on.until(() => posted(on.fake, on.channel).length === 1);
      assert.equal(await relay.end("SIGTERM"), 0);
      assert.equal(posted(on.fake, on.channel).length, 1);
      assert.deepEqual([on.fake.records.violations, on.fake.records.hurried], [[], []]);
    });

  test("F26: ends with 1 and one line, when Discord takes the token no more, and goes on with a new one", async (t) => {
    const on = await server(t, [], { isSubscribed: true });
    const rule = on.fake.fault({
      route: "POST /channels/*/messages",
      fault: { kind: "answer", status: 401, json: { message: "401: Unauthorized", code: 0 } },
    });
    for (const mail of [cover, patch]) on.deliver(mail);
    assert.deepEqual(await on.relay.ended, [1, null]);
    assert.match(on.relay.said(), /^listwire: discord: the bot's token is no longer taken; .*`discord\.token`$/m);
    assert.doesNotMatch(on.relay.said(), /\n\s+at /, "no trace of a bug");
    assert.equal(rule.struck, 1);
    rule.remove();
    await on.again();
    await on.until(() => posted(on.fake, on.channel).length === 1);
  });

  test("F28: what was subscribed is given up where the server let the bot go while it was not running", async (t) => {
    const on = await server(t, [], { isSubscribed: true });
    const other = on.fake.guild("Other people");
    assert.equal(await on.relay.end("SIGTERM"), 0);
    on.fake.removeBot(on.fake.world.guilds.get(on.channel.guildId!)!);
    const relay = await on.again();
    assert.equal((await relay.line(({ msg }) => msg === "channel is gone")).closed, 1);
    assert.equal(other.isAvailable, true);
  });

  test("F53: an answer that comes too late for Discord costs one line of the log, and the next one comes", async (t) => {
    const on = await server(t);
    on.fake.fault({ route: "POST /interactions/*/*/callback", fault: { kind: "refuse", code: 10062 }, times: 1 });
    const noted = on.relay.line(({ msg }) => msg === "discord");
    on.ines.runs(on.channel, "list subscribe", { what: "wbus" });
    assert.match(String((await noted).error), /10062/);
    const { content } = await on.ines.runs(on.channel, "list show").answer();
    assert.doesNotMatch(content, /wbus/, "what was not heard of is not done");
  });
});
