import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { completer } from "../../src/answer/completions.ts";
import type { ListId } from "../../src/mail/mail.ts";
import { elsewhere, here, now, relay, secretList, wbusList } from "./relay.ts";

const lists = [
  { id: wbusList, name: "wbus" },
  { id: secretList, name: "secret" },
];

/** Completions over a real store; `secret` may be seen `elsewhere` alone. */
async function completing(t: Parameters<typeof relay>[0]) {
  const { store } = await relay(t);
  const complete = completer({
    store,
    lists: async () => lists,
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
    ["set", "value", "di", []],
  ];
  for (const [command, argument, typed, expected] of rows)
    test(`${command} ${argument} ${typed}: ${expected.join(", ") || "nothing"}`, async (t) => {
      assert.deepEqual(await (await completing(t)).values(command, argument, typed), expected);
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
