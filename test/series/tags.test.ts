import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { MessageId } from "../../src/mail/message-id.ts";
import { givenBy, tagCounts } from "../../src/series/tags.ts";
import type { Member, Topic, TopicMail } from "../../src/series/topic.ts";

const value = "Tom Okafor <tom@lab.example.org>";
const member = (n: number, ...own: string[]): Member => ({
  short: `p${n}`,
  id: `${n}@dev` as MessageId,
  title: `part ${n}`,
  who: "Nora Lind",
  at: "2026-11-17T09:00:00.000Z",
  trailers: own.map((name) => ({ name, value })),
});
const series = (...members: readonly Member[]) =>
  ({
    total: members.length,
    given: [],
    patches: Object.fromEntries(members.map((one, at) => [String(at + 1), one])),
  }) as unknown as Topic;
const mail = (author: string, address: string, more: object = {}) =>
  ({ author, address, givenTrailers: [{ name: "Reviewed-by", value, ...more }] }) as unknown as TopicMail;

describe("a tag counts where its sender names himself:", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [author: string, address: string, counts: boolean, because: string][] = [
    ["Tom Okafor", "tom@home.example.net",      true,  "the name is his, from wherever he writes"],
    ["T. O.",      "tom@lab.example.org",       true,  "the address is his, whatever he calls himself"],
    ["T. O.",      "tom+lists@lab.example.org", true,  "so it is with a tag in it"],
    ["T. O.",      "tom@example.org",           true,  "so it is where the one domain lies in the other"],
    ["T. O.",      "tom@badexample.org",        false, "a domain that only ends alike is another"],
    ["Ines Marsh", "ines@lab.example.org",      false, "what she reports of somebody else is not given by him"],
  ];
  for (const [author, address, counts, because] of rows) {
    test(because, () => assert.equal(givenBy(series(member(1)), mail(author, address), 1).length, counts ? 1 : 0));
  }
});

describe("a tag is given", () => {
  const tom = (more: object = {}) => mail("Tom Okafor", "tom@lab.example.org", more);
  const three = series(member(1), member(2), member(3));
  const given = (one: TopicMail, n: number | undefined, topic = three) =>
    givenBy(topic, one, n).map((tag) => tag.n ?? "all");

  test("for the patch that is answered", () => assert.deepEqual(given(tom(), 2), [2]));
  test("for all on the cover", () => assert.deepEqual(given(tom(), undefined), ["all"]));
  test("for the patches that are named", () => assert.deepEqual(given(tom({ patches: [1, 3] }), 2), [1, 3]));
  test("for the whole series, below one patch too", () => assert.deepEqual(given(tom({ forAll: true }), 2), ["all"]));
  test("but not again where the patch has it", () => {
    assert.deepEqual(given(tom({ patches: [1, 2] }), undefined, series(member(1, "Reviewed-by"), member(2))), [2]);
  });
});

test("a card counts what the patches carry from an earlier version, and what is given for one or all", () => {
  const topic = series(member(1, "Reviewed-by", "Tested-by"), member(2), member(3));
  const tag = { name: "Reviewed-by", who: "Ines Marsh", value: "Ines Marsh <ines@example.org>" };
  assert.deepEqual(
    tagCounts({
      ...topic,
      given: [
        { ...tag, n: 3 },
        { ...tag, name: "Acked-by" },
        { ...tag, n: 9 },
      ],
    }),
    [
      { letter: "R", patches: 2 },
      { letter: "A", patches: 3 },
      { letter: "T", patches: 1 },
    ],
  );
});
