import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ThreadMail, threadTree } from "../../../src/compose/answers/thread.ts";
import type { MessageId } from "../../../src/mail/message-id.ts";

function mail(id: string, ...ancestors: readonly string[]): ThreadMail {
  return {
    short: `short-${id}`,
    id: id as MessageId,
    ancestors: ancestors as readonly MessageId[],
    subject: `about ${id}`,
    author: "Nora Lind",
    arrivedAt: new Date("2026-11-03T10:00:00Z"),
  };
}

function rows(mails: readonly ThreadMail[]): string[] {
  const [block] = threadTree("wbus", "short-a", mails).blocks;
  return block?.kind === "tree" ? block.rows.map((row) => `${"  ".repeat(row.depth)}${row.mail}`) : [];
}

describe("a thread is a tree in which", () => {
  // biome-ignore format: the columns are the specification
  const cases: readonly [because: string, mails: readonly ThreadMail[], want: readonly string[]][] = [
    ["answers stand below what they answer",             [mail("a"), mail("b", "a"), mail("c", "a", "b")],  ["short-a", "  short-b", "    short-c"]],
    ["the order is that of arrival",                     [mail("c", "a"), mail("a"), mail("b", "a")],       ["short-a", "  short-c", "  short-b"]],
    ["a gap is bridged to the nearest ancestor here",    [mail("a"), mail("c", "a", "missing")],            ["short-a", "  short-c"]],
    ["mails in a circle are all there",                  [mail("a", "b"), mail("b", "a")],                  ["short-a", "  short-b"]],
    ["one that names itself is a top",                   [mail("a", "a")],                                  ["short-a"]],
    ["nobody's answers are tops",                        [mail("b", "x"), mail("c", "y")],                  ["short-b", "short-c"]],
  ];
  for (const [because, mails, want] of cases) test(because, () => assert.deepEqual(rows(mails), want));

  test("after 40 rows the rest is counted", () => {
    const mails = Array.from({ length: 100 }, (_, at) => mail(`m${at}`));
    const post = threadTree("wbus", "short-m0", mails);
    assert.equal(rows(mails).length, 40);
    assert.deepEqual(post.blocks.at(-1), { kind: "text", lines: ["and 60 more"] });
    assert.deepEqual(post.byline, ["100 mails"]);
    assert.ok(post.isCut);
  });
});
