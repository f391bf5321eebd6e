import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ListId } from "../../src/mail/mail.ts";
import { elsewhere, here, now, relay, secretList, wbusList } from "./relay.ts";

describe("subscribe", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [request: string, title: string, kind: "list" | "subsystem", name: string, preset: string][] = [
    ["subscribe wbus",                        "Subscribed to the list wbus, preset normal",            "list",      "wbus.lists.example.org", "normal"],
    ["subscribe WBUS.lists.example.org quiet", "Subscribed to the list wbus, preset quiet",            "list",      "wbus.lists.example.org", "quiet"],
    ["subscribe wbus drivers everything",     "Subscribed to the subsystem WBUS DRIVERS, preset everything", "subsystem", "WBUS DRIVERS",     "everything"],
  ];
  for (const [request, title, kind, name, preset] of rows) {
    test(`${request}: ${title}`, async (t) => {
      const { ask, store } = await relay(t);
      const post = await ask(request);
      assert.equal(post.title, title);
      assert.match(JSON.stringify(post.blocks), /From now on this channel gets/);
      assert.deepEqual(await store.subscriptions(), [
        { channel: here, what: { kind, name }, preset, since: now, by: "web:local" },
      ]);
    });
  }

  test("says what it replaced", async (t) => {
    const { ask, store } = await relay(t);
    await ask("subscribe wbus quiet");
    assert.match(JSON.stringify(await ask("subscribe wbus")), /It was quiet before/);
    assert.deepEqual(
      (await store.subscriptions()).map(({ preset }) => preset),
      ["normal"],
    );
  });

  test("knows a list that may not be shown here no more than one that there is not", async (t) => {
    const { ask, store } = await relay(t);
    const unknown = await ask("subscribe nothing");
    for (const name of ["secret", secretList, "dev'; DROP TABLE mail;--", "w%", "__proto__", "\u{1f30a}"]) {
      assert.deepEqual(await ask({ name: "subscribe", args: { what: name } }, { role: "operator" }), unknown, name);
    }
    assert.deepEqual(await store.subscriptions(), []);
    assert.match((await ask("subscribe secret", { channel: elsewhere })).title, /^Subscribed/);
  });
});

describe("unsubscribe", () => {
  test("ends the subscription of this channel alone", async (t) => {
    const { ask, store } = await relay(t);
    await ask("subscribe wbus");
    await ask("subscribe wbus", { channel: elsewhere });
    assert.equal((await ask("unsubscribe wbus")).title, "No longer subscribed to the list wbus");
    assert.deepEqual(
      (await store.subscriptions()).map(({ channel }) => channel),
      [elsewhere],
    );
    assert.equal((await ask("unsubscribe wbus")).title, "This channel was not subscribed to the list wbus");
    assert.equal((await ask("unsubscribe nothing")).title, "Not found");
    assert.deepEqual(await ask("unsubscribe secret"), await ask("unsubscribe nothing"));
  });

  test("means the one of two that is subscribed, where a list and a subsystem are called the same", async (t) => {
    const { ask, store } = await relay(t);
    const what = { kind: "subsystem", name: "wbus" } as const;
    await store.subscribe({ channel: here, what, preset: "normal", since: now, by: "config" });
    assert.equal((await ask("unsubscribe wbus")).title, "No longer subscribed to the subsystem wbus");
  });

  test("gives up a list that nobody knows any more", async (t) => {
    const { ask, store } = await relay(t);
    const what = { kind: "list", name: "gone.lists.example.org" } as const;
    await store.subscribe({ channel: here, what, preset: "normal", since: now, by: "config" });
    assert.match((await ask("unsubscribe gone.lists.example.org")).title, /^No longer subscribed/);
  });
});

test("show lists what this channel is subscribed to, lists by their names, but none that may not be shown here", async (t) => {
  const { ask, store } = await relay(t);
  for (const name of [wbusList, secretList, "other.lists.example.org" as ListId]) {
    await store.subscribe({ channel: here, what: { kind: "list", name }, preset: "normal", since: now, by: "config" });
  }
  const [block] = (await ask("show", { role: "member" })).blocks;
  assert.deepEqual(block?.kind === "list" && block.items.map((item) => item.split(" ")[0]).sort(), [
    "other.lists.example.org",
    "wbus",
  ]);
});

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
