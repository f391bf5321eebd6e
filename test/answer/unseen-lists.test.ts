import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ListEntry } from "../../src/answer/ask.ts";
import { completer } from "../../src/answer/completions.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import type { ListId } from "../../src/mail/mail.ts";
import { here, now, type Relay, relay } from "./relay.ts";

const subsystems = ["WBUS DRIVERS", "WBUS CORE", "CLOCK FRAMEWORK"];

/** Its mail is in the archive, and may be shown nowhere. */
const hidden = { id: "hush.lists.example.org" as ListId, name: "hush" };

const facts: Pick<MailFacts, "routed" | "wanted"> = {
  routed: [],
  wanted: {
    kind: "discussion",
    isReply: false,
    addresses: ["ravi@example.org"],
    paths: ["drivers/wbus/ring.c"],
    thread: [],
    isBareTrailer: false,
  },
};

const aName = fc.oneof(fc.constantFrom("wbus", "wbus-devel", "hush", "clk", "core"), fc.stringMatching(/^[a-z]{1,6}$/));
const aList = fc.record({ name: aName, isSeen: fc.boolean() });

/** Words that somebody tries who would like to know whether a list is there. */
const probes = (lists: readonly ListEntry[]) =>
  fc.oneof(
    fc.constantFrom(
      ...[...lists, hidden].flatMap(({ id, name }) => [id, name, name.slice(0, 3), `${name}x`, name.toUpperCase()]),
      "person:Ravi Dey",
      "ravi@example.org",
      "person:hushhush",
      "thread:hushhush",
      "<hushhush@dev.example.org>",
    ),
    fc.string({ maxLength: 8 }),
  );

test("lists that may not be shown in a channel change nothing that is said there: all is as if they did not exist", async (t) => {
  let all: readonly ListEntry[] = [];
  let seen: ReadonlySet<ListId> = new Set();
  const maySee = (_: unknown, lists: readonly ListId[]) => lists.every((list) => seen.has(list));
  const there = await relay(t, { subsystems, maySee, lists: async () => all });
  const without = await relay(t, { subsystems, maySee, lists: async () => all.filter(({ id }) => seen.has(id)) });
  await there.keep("hushhush", { archived: { arrivedAt: now, author: "Ravi Dey", lists: [hidden.id], facts } });
  const completers = [
    completer({ store: there.store, subsystems, maySee, lists: async () => all }),
    completer({
      store: without.store,
      subsystems,
      maySee,
      lists: async () => all.filter(({ id }) => seen.has(id)),
    }),
  ] as const;

  async function forget({ store }: Relay): Promise<void> {
    for (const { channel, what } of await store.subscriptions()) await store.unsubscribe(channel, what);
  }

  const worlds = fc.array(aList, { maxLength: 6 }).chain((some) => {
    const lists = some.map(({ name, isSeen }, at) => ({
      id: `${name}${at}.lists.example.org` as ListId,
      name,
      isSeen,
    }));
    return fc.record({ lists: fc.constant(lists), words: fc.array(probes(lists), { minLength: 1, maxLength: 4 }) });
  });
  await fc.assert(
    fc.asyncProperty(worlds, async ({ lists, words }) => {
      all = [...lists, hidden];
      seen = new Set(lists.filter(({ isSeen }) => isSeen).map(({ id }) => id));
      for (const { id } of all.filter((list) => !seen.has(list.id)))
        await there.store.subscribe({
          channel: here,
          what: { kind: "list", name: id },
          preset: "normal",
          since: now,
          by: "config",
        });
      for (const what of words) {
        for (const command of ["subscribe", "unsubscribe", "show"]) {
          const request = { name: command, args: command === "show" ? {} : { what } };
          assert.deepEqual(await there.ask(request), await without.ask(request), `${command} ${what}`);
          const typing = { channel: here, role: "admin", command, argument: "what", typed: what } as const;
          assert.deepEqual(await completers[0](typing), await completers[1](typing), `completing ${command} ${what}`);
        }
      }
      await forget(there);
      await forget(without);
    }),
    { numRuns: 60 },
  );
});
