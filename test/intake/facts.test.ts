import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { routeFacts } from "../../src/intake/facts.ts";
import { readOne } from "../../src/reader/read-one.ts";
import { patchText, type StoryMail, written } from "../support/stage.ts";

const facts = (mail: StoryMail) => {
  const octets = written(mail);
  return routeFacts(readOne(octets, octets.byteLength), []);
};

describe("where a mail goes is decided by", () => {
  const quoted = patchText("drivers/wbus/ring.c")
    .split("\n")
    .slice(7, 14)
    .map((line) => `> ${line}`)
    .join("\n");
  const diffstat =
    "Why.\n\nNora Lind (1):\n  wbus: part 1\n\n drivers/wbus/ring.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n";
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, mail: StoryMail, paths: string[], from: "patch" | "talk"][] = [
    ["the files of its own patch",               { id: "1@x", subject: "[PATCH] wbus: part 1", text: patchText("drivers/wbus/ring.c") },       ["drivers/wbus/ring.c"], "patch"],
    ["the diffstat of a cover letter",           { id: "2@x", subject: "[PATCH 0/1] wbus: burst", text: diffstat },                            ["drivers/wbus/ring.c"], "talk"],
    ["the hunk that it quotes",                  { id: "3@x", subject: "Re: [PATCH] wbus: part 1", text: `Nora wrote:\n${quoted}\nWhy?` },      ["drivers/wbus/ring.c"], "talk"],
    ["the file that a robot complains about",    { id: "4@x", subject: "Re: [PATCH] wbus: part 1", text: ">> drivers/wbus/ring.c:240:3: error: 'len' is used uninitialized" }, ["drivers/wbus/ring.c"], "talk"],
    ["nothing where it names no file",           { id: "5@x", subject: "wbus: a question", text: "Is there a limit?" },                        [], "talk"],
  ];
  for (const [what, mail, paths, from] of rows) {
    test(what, () => {
      const { paths: found, pathsFrom } = facts(mail);
      assert.deepEqual([[...new Set(found)], pathsFrom], [paths, from]);
    });
  }

  test("lists, people and words of the subject, too", () => {
    const { lists, recipients, from, prefixes, tags } = facts({
      id: "6@x",
      subject: "[PATCH net-next] wbus: ring: fill it",
    });
    assert.deepEqual(
      [lists, recipients, from, prefixes, tags],
      [
        ["wbus.lists.example.org"],
        ["wbus@lists.example.org"],
        "nora@example.org",
        ["wbus", "ring"],
        ["PATCH", "net-next"],
      ],
    );
  });
});

test("what a robot explains tells no robot anything", () => {
  const octets = written({
    id: "1@x",
    subject: "[syzbot] it stops",
    from: "syzbot <syzbot+0@example.org>",
    text: "#syz invalid",
  });
  assert.deepEqual(readOne(octets, octets.byteLength).commands, []);
});
