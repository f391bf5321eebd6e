import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { ListEntry } from "../../src/answer/ask.ts";
import { completer } from "../../src/answer/completions.ts";
import type { ListId } from "../../src/mail/mail.ts";
import { elsewhere, here, now, type Relay, relay, secretList, wbusList } from "./relay.ts";

const lists = [
  { id: wbusList, name: "wbus" },
  { id: secretList, name: "secret" },
];

/** Completions over a real store; `secret` may be seen `elsewhere` alone. */
async function completing(t: Parameters<typeof relay>[0], known: readonly ListEntry[] = lists, own?: Relay["store"]) {
  const store = own ?? (await relay(t)).store;
  const complete = completer({
    store,
    lists: async () => known,
    subsystems: ["WBUS DRIVERS", "SECRETS OF THE TREE"],
    maySee: (channel, of) => channel === elsewhere || !of.includes(secretList),
  });
  const values = async (
    command: string,
    argument: string,
    typed: string,
    how: Partial<Parameters<typeof complete>[0]> = {},
  ) => (await complete({ channel: here, role: "admin", command, argument, typed, ...how })).map(({ value }) => value);
  return { store, values };
}

describe("an argument may become", () => {
  const rows: readonly [command: string, argument: string, typed: string, values: readonly string[]][] = [
    ["subscribe", "what", "wb", ["wbus", "WBUS DRIVERS"]],
    ["subscribe", "preset", "q", ["quiet"]],
    ["help", "command", "filter", ["filter add", "filter test", "filter remove"]],
    ["subscribe", "nothing", "wb", []],
    ["nothing", "what", "wb", []],
    ["set", "name", "ci", ["ci-red", "ci-green"]],
    ["set", "value", "di", []],
    ["subscribe", "what", "wbus.li", ["wbus.lists.example.org"]],
    ["filter add", "rule", "ex", []],
  ];
  for (const [command, argument, typed, expected] of rows)
    test(`${command} ${argument} ${typed}: ${expected.join(", ") || "nothing"}`, async (t) => {
      assert.deepEqual(await (await completing(t)).values(command, argument, typed), expected);
    });

  test("the values of the setting that was given before it", async (t) => {
    const { values } = await completing(t);
    const given = (name: string) => ({ given: { name } });
    assert.deepEqual(await values("set", "value", "", given("mode")), ["series", "digest", "all", "default"]);
    assert.deepEqual(await values("set", "value", "d", given("MODE")), ["digest", "default"]);
    assert.deepEqual(await values("set", "value", "lo", given("nak")), ["loud"]);
    assert.deepEqual(await values("set", "value", "", given("spam")), []);
  });

  test("the filters of the channel, by number", async (t) => {
    const { store, values } = await completing(t);
    const robots = { action: "exclude", field: "robots", pattern: "", by: "config" } as const;
    const kind = { action: "exclude", field: "kind", pattern: "nak", by: "config" } as const;
    await store.saveSettings(here, { filters: [robots, kind], levels: {} });
    assert.deepEqual(await values("filter remove", "n", ""), ["1", "2"]);
    assert.deepEqual(await values("filter remove", "n", "2"), ["2"]);
    assert.deepEqual(await values("filter remove", "n", "", { channel: elsewhere }), []);
  });

  test("who wrote of late what may be seen here, to be blocked, and who is blocked, to be shown again", async (t) => {
    const on = await relay(t);
    const { store, values } = await completing(t, lists, on.store);
    await on.keep("k7q2m9xa", {});
    await on.keep("secretse", { archived: { author: "Lee Moran", lists: [secretList] } });
    assert.deepEqual(await values("block", "who", ""), ["Nora Lind"]);
    const person = { action: "exclude", field: "person", pattern: "kit@example.org", title: "Kit Walsh" } as const;
    await store.saveSettings(here, { filters: [{ ...person, by: "config" }], levels: {} });
    assert.deepEqual(await values("unblock", "who", "wa"), ["Kit Walsh"]);
    assert.deepEqual(await values("unblock", "who", "wa", { channel: elsewhere }), []);
  });

  test("a list by its id, where two are called the same", async (t) => {
    const { values } = await completing(t, [
      { id: wbusList, name: "devel" },
      { id: "clk.lists.example.org" as ListId, name: "devel" },
    ]);
    assert.deepEqual(await values("subscribe", "what", "lists"), ["clk.lists.example.org", "wbus.lists.example.org"]);
  });

  test("what the channel is subscribed to, where it is to be given up", async (t) => {
    const { store, values } = await completing(t);
    for (const [kind, name] of [
      ["path", "drivers/wbus/"],
      ["list", wbusList],
      ["list", secretList as ListId],
    ] as const)
      await store.subscribe({ channel: here, what: { kind, name }, preset: "normal", since: now, by: "config" });
    assert.deepEqual((await values("unsubscribe", "what", "")).sort(), ["drivers/wbus/", "wbus"]);
  });

  test("nothing for one who may not give the command", async (t) => {
    assert.deepEqual(await (await completing(t)).values("subscribe", "what", "wb", { role: "member" }), []);
  });

  test("no list that may not be shown in the channel, however it is typed", async (t) => {
    const { values } = await completing(t);
    assert.deepEqual(await values("subscribe", "what", "secret", { channel: elsewhere }), [
      "secret",
      "SECRETS OF THE TREE",
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("secret", "SECRET", "sec", "")),
        async (typed) => {
          for (const command of ["subscribe", "unsubscribe"])
            assert.ok(
              !(await values(command, "what", typed)).some((value) => value === "secret" || value === secretList),
            );
        },
      ),
    );
  });
});
