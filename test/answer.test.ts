import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Invocation } from "../src/chat/chat-platform.ts";
import { commands } from "../src/command/table.ts";
import { StoreError } from "../src/store/store.ts";
import { here, now, relay } from "./answer/relay.ts";

describe("a command is answered", () => {
  test("whichever of the table it is", async (t) => {
    const { ask, keep, events } = await relay(t);
    const addresses = ["nora@example.org"];
    const wanted = {
      kind: "discussion",
      isReply: false,
      addresses,
      paths: [],
      thread: [],
      isBareTrailer: false,
    } as const;
    await keep("k7q2m9xa", { archived: { facts: { wanted } } });
    for (const { name, args } of commands) {
      const values = {
        what: "wbus",
        who: "k7q2m9xa",
        mail: "k7q2m9xa",
        rule: "exclude robots",
        n: "1",
        name: "cap",
        value: "30",
      };
      const given = args.filter((arg) => arg.required !== "no").map((arg) => [arg.name, values[arg.name as "what"]]);
      const { form, title } = await ask({ name, args: Object.fromEntries(given) });
      assert.equal(form, "answer");
      assert.ok(title !== "Not found" && title !== "That did not work", `${name}: ${title}`);
    }
    assert.deepEqual(
      events.map(({ command, outcome }) => [command, outcome]),
      commands.map(({ name }) => [name, "answered"]),
    );
  });

  test("in words where it cannot be understood", async (t) => {
    const { ask, events } = await relay(t);
    assert.match((await ask("subscirbe wbus")).title, /Did you mean subscribe/);
    assert.match((await ask({ name: "full", args: { mail: "\u0000" } })).title, /must be a short id/);
    assert.deepEqual(
      events.map(({ outcome }) => outcome),
      ["refused", "refused"],
    );
  });

  test("with an apology where something of ours fails, which is noted and not told", async (t) => {
    const error = new StoreError("/var/lib/listwire.db: the disk is full", "full");
    const { ask, events } = await relay(t, { status: () => Promise.reject(error) });
    const post = await ask("status");
    assert.equal(post.title, "That did not work");
    assert.ok(!JSON.stringify(post).includes("disk"));
    assert.deepEqual(events.at(-1), {
      invocation: "invocation-1",
      channel: here,
      user: "web:local",
      command: "status",
      outcome: "failed",
      error,
    });
  });

  test("always, whatever is asked in whatever way", async (t) => {
    const { ask } = await relay(t);
    const request = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(...commands.flatMap(({ examples }) => examples)),
      fc.record({ name: fc.string(), args: fc.dictionary(fc.string(), fc.string()) }),
    );
    const role = fc.constantFrom<Invocation["role"]>("member", "admin", "operator");
    await fc.assert(
      fc.asyncProperty(request, role, async (asked, as) => {
        const { form, title } = await ask(asked, { role: as });
        assert.equal(form, "answer");
        assert.notEqual(title, "That did not work");
      }),
    );
  });
});

describe("who may", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [role: Invocation["role"], request: string, allowed: boolean][] = [
    ["member",   "show",             true],
    ["member",   "full k7q2m9xa",    true],
    ["member",   "follow k7q2m9xa",  true],
    ["member",   "unfollow k7q2m9xa", true],
    ["member",   "subscribe wbus",   false],
    ["member",   "unsubscribe wbus", false],
    ["member",   "mute k7q2m9xa",    false],
    ["member",   "status",           false],
    ["admin",    "subscribe wbus",   true],
    ["admin",    "mute k7q2m9xa",    true],
    ["admin",    "status",           true],
    ["operator", "subscribe wbus",   true],
  ];
  for (const [role, request, allowed] of rows) {
    test(`${request}: ${role} ${allowed ? "may" : "may not"}`, async (t) => {
      const { ask, store } = await relay(t);
      const { title } = await ask(request, { role });
      assert.equal(/^Only .* may say/.test(title), !allowed);
      if (!allowed) assert.deepEqual(await store.subscriptions(), []);
    });
  }
});

describe("the same invocation again", () => {
  test("has one effect and gets the same answer", async (t) => {
    const { ask, store, events } = await relay(t);
    await ask("subscribe wbus");
    const first = await ask("unsubscribe wbus", { id: "event-7" });
    assert.equal(first.title, "No longer subscribed to the list wbus");
    await ask("subscribe wbus");
    assert.deepEqual(await ask("unsubscribe wbus", { id: "event-7" }), first);
    assert.equal((await store.subscriptions()).length, 1);
    assert.equal(events.at(-1)?.outcome, "repeated");
  });

  test("has one effect when both come at once", async (t) => {
    const { ask } = await relay(t);
    await ask("subscribe wbus");
    const both = await Promise.all([1, 2].map(() => ask("unsubscribe wbus", { id: "event-7" })));
    assert.deepEqual(both[0], both[1]);
    assert.match(both[0]!.title, /^No longer subscribed/);
  });

  test("is another one in another channel", async (t) => {
    const { ask, store } = await relay(t);
    await ask("subscribe wbus", { id: "event-7" });
    await ask("subscribe wbus", { id: "event-7", channel: "web:other" as typeof here });
    assert.equal((await store.subscriptions()).length, 2);
  });

  test("is tried anew where it failed the first time", async (t) => {
    let isDown = true;
    const { ask } = await relay(t, {
      lists: async () => {
        if (isDown) throw new StoreError("busy", "busy");
        return [];
      },
    });
    assert.equal((await ask("subscribe wbus", { id: "event-7" })).title, "That did not work");
    isDown = false;
    assert.match((await ask("subscribe wbus", { id: "event-7" })).title, /^Subscribed/);
  });
});

describe("an allowance", () => {
  const allowance = { user: { burst: 2, perMs: 10_000 }, channel: { burst: 3, perMs: 60_000 } };

  test("stops one who asks too much, others go on until the channel's is spent", async (t) => {
    const { ask } = await relay(t, { allowance });
    const titles = [];
    for (const user of ["a", "a", "a", "b", "c"]) titles.push((await ask("show", { user })).title);
    const asked = titles.map((title) => !title.startsWith("That was a lot"));
    assert.deepEqual(asked, [true, true, false, true, false]);
  });

  test("does not hold the operator", async (t) => {
    const { ask } = await relay(t, { allowance, now: () => now });
    for (let n = 0; n < 9; n++) assert.match((await ask("show", { role: "operator" })).title, /^This channel/);
  });
});
