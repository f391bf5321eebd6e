import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { routeFacts, wantedMail } from "../../src/intake/facts.ts";
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

describe("to a robot alone speaks", () => {
  const isRobotCommand = (text: string) => {
    const octets = written({ id: "1@x", subject: "Re: [syzbot] possible deadlock in wbus_fill", refs: ["0@x"], text });
    return wantedMail(readOne(octets, octets.byteLength), []).isRobotCommand;
  };
  // biome-ignore format: the columns are the specification
  const rows: readonly [text: string, isRobotCommand: boolean, because: string][] = [
    ["#syz fix:\nwbus: hold a reference",                   true,  "a title wrapped onto the next line"],
    ["Hello,\n\n#syz invalid\n\nThanks,\nNora",             true,  "courtesies around it"],
    ["On Tue, 3 Nov 2026, Tom wrote:\n> It stops.\n\n-- \npw-bot: cr", true, "a state below the signature's dashes"],
    ["#syz dupe another report",                            true,  "a word that the robot does not know"],
    ["Please split this.\n-- \npw-bot: cr",                 false, "nobody: people are told something, too"],
    ["#syz invalid\nIt was the test.",                      false, "nobody: it gives a reason"],
    ["Hello,",                                              false, "nobody: a greeting alone"],
  ];
  for (const [text, expected, because] of rows) {
    test(`${JSON.stringify(text)}: ${because}`, () => assert.equal(isRobotCommand(text), expected));
  }
});

test("a forwarded report is shown as loud as any where it has the regression tracked", () => {
  const shownAs = (text: string) => {
    const octets = written({ id: "1@x", subject: "Fwd: wbus is slow", text });
    return wantedMail(readOne(octets, octets.byteLength), []).kind;
  };
  assert.equal(shownAs("It is slow.\n\n#regzbot introduced: v7.1..v7.2-rc3"), "regression-report");
  assert.equal(shownAs("It is slow."), "reply");
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
