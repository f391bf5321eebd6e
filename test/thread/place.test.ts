import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { MessageId } from "../../src/mail/message-id.ts";
import { parentOf, place } from "../../src/thread/place.ts";

const ids = (words: string): MessageId[] => words.split(" ").filter(Boolean) as MessageId[];

describe("a mail belongs", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [id: string, ancestors: string, known: string, here: string, expected: string, because: string][] = [
    ["a", "",        "",            "",    "thread a",                    "it answers nothing"],
    ["b", "a",       "a=a",         "a",   "thread a parent a",           "its parent is here"],
    ["c", "a b",     "a=a b=a",     "a",   "thread a parent a awaits b",  "the parent is missing, a grandparent is here"],
    ["c", "a b",     "a=a b=a",     "",    "thread a awaits b",           "nobody is here, but others answered the same mail"],
    ["c", "x y",     "",            "",    "thread c awaits y",           "nothing is known of its ancestors"],
    ["c", "a b",     "a=a b=z",     "a b", "thread z parent b",           "the nearest ancestor decides"],
    ["a", "",        "a=q",         "",    "thread q",                    "somebody answered it before it came"],
    ["a", "a",       "a=a",         "a",   "thread a",                    "a mail that names itself starts a thread"],
  ];
  for (const [id, ancestors, known, here, expected, because] of rows) {
    test(`${id} <- [${ancestors}]: ${expected}, since ${because}`, () => {
      const threads = new Map(ids(known).map((pair) => pair.split("=") as [MessageId, string]));
      const got = place(id as MessageId, ids(ancestors), threads, new Set(ids(here)));
      const words = Object.entries(got).map(([name, value]) => `${name} ${value}`);
      assert.deepEqual(words.sort(), expected.match(/\w+ \w+/g)?.sort());
    });
  }
});

test("any order of arrival ends in the same parents, once those that waited are asked again", () => {
  const mail = fc.record({ id: fc.nat(12), ancestors: fc.array(fc.nat(12), { maxLength: 4 }) });
  fc.assert(
    fc.property(fc.uniqueArray(mail, { selector: (m) => m.id, maxLength: 10 }), fc.nat(), (mails, seed) => {
      const named = mails.map((m) => ({
        id: `${m.id}` as MessageId,
        ancestors: m.ancestors.map((a) => `${a}` as MessageId),
      }));
      const shuffled = named.toSorted(
        (a, b) => (((Number(a.id) + 1) * (seed + 7)) % 13) - (((Number(b.id) + 1) * (seed + 7)) % 13),
      );
      const parents = (order: typeof named) => {
        const here = new Set<MessageId>();
        const found = new Map<MessageId, MessageId | undefined>();
        for (const arrived of order) {
          here.add(arrived.id);
          found.set(arrived.id, place(arrived.id, arrived.ancestors, new Map(), here).parent);
          for (const waiting of order) {
            if (here.has(waiting.id) && waiting.ancestors.includes(arrived.id)) {
              found.set(waiting.id, parentOf(waiting.id, waiting.ancestors, here));
            }
          }
        }
        return new Map([...found].toSorted());
      };
      assert.deepEqual(parents(named), parents(shuffled));
    }),
  );
});
