import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { topicMail } from "../../src/intake/topic-mail.ts";
import { type NotedMail, notedMail, type Surroundings } from "../../src/intake/wanted.ts";
import { readOne } from "../../src/reader/read-one.ts";
import { openTopic } from "../../src/series/fold.ts";
import type { Topic } from "../../src/series/topic.ts";
import { patchText, type StoryMail, written } from "../support/stage.ts";

/** What is noted of a mail that comes into `topic`, or opens its own, and answers mails that change `paths`. */
function noted(
  mail: StoryMail,
  topic?: Partial<Topic>,
  paths: Readonly<Record<string, readonly string[]>> = {},
): NotedMail {
  const octets = written(mail);
  const reading = readOne(octets, octets.byteLength);
  const told = topicMail(reading, { short: "own", at: "2026-11-17T09:00:00.000Z", missing: [] });
  const ancestors = Object.entries(paths).map(([id, of]) => ({ id, facts: { topicMail: { paths: of } } }));
  return notedMail(reading, {
    told,
    topic: { ...openTopic(told, false), ...topic },
    ancestors: ancestors as unknown as Surroundings["ancestors"],
  });
}

describe("a subscription to a path is held against", () => {
  const own = patchText("drivers/wbus/ring.c");
  const series = { paths: ["drivers/wbus/ring.c", "drivers/wbus/core.c"] };
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, mail: StoryMail, topic: Partial<Topic>, answered: Record<string, string[]>, paths: string[]][] = [
    ["a patch's own files, then its series'",       { id: "1@x", subject: "[PATCH 1/2] wbus: ring", text: own },               series, {},                            ["drivers/wbus/ring.c", "drivers/wbus/core.c"]],
    ["the files of the patch that a reply answers", { id: "2@x", subject: "Re: [PATCH 2/2] wbus: core", refs: ["0@x", "b@x"] }, series, { "0@x": [], "b@x": ["b.c"] }, ["b.c"]],
    ["the nearest patch's, of several answers",     { id: "3@x", subject: "Re: wbus", refs: ["a@x", "b@x", "c@x"] },            series, { "c@x": [], "b@x": ["b.c"], "a@x": ["a.c"] }, ["b.c"]],
    ["the series' files, for an answer to a cover", { id: "4@x", subject: "Re: [PATCH 0/2] wbus", refs: ["0@x"] },              series, { "0@x": [] },                 series.paths],
    ["no file, where nobody named one",             { id: "5@x", subject: "wbus: a question" },                                {},     {},                            []],
  ];
  for (const [what, mail, topic, answered, paths] of rows) {
    test(what, () => assert.deepEqual(noted(mail, topic, answered).paths, paths));
  }
});

test("a person is known by the sender's address and by the From of a patch that was sent for them", () => {
  const text = `From: Kit Walsh <Kit@Example.org>\n\n${patchText("drivers/wbus/ring.c")}`;
  assert.deepEqual(noted({ id: "1@x", subject: "[PATCH] wbus: ring", text }).addresses, [
    "nora@example.org",
    "kit@example.org",
  ]);
});

describe("a robot is known by", () => {
  const rows: readonly [what: string, mail: Partial<StoryMail>, isByRobot: boolean][] = [
    ["what it says of itself", { headers: ["Auto-Submitted: auto-generated"] }, true],
    ["its address", { from: "Listing <patchwork-bot+wbus@example.org>" }, true],
    ["nothing, where people write", {}, false],
  ];
  for (const [what, mail, expected] of rows) {
    test(what, () => assert.equal(noted({ id: "1@x", subject: "wbus: a word", ...mail }).isByRobot, expected));
  }
});

describe("to a robot alone speaks", () => {
  const isRobotCommand = (text: string) => {
    return noted({ id: "1@x", subject: "Re: [syzbot] possible deadlock in wbus_fill", refs: ["0@x"], text })
      .isRobotCommand;
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
    return noted({ id: "1@x", subject: "Fwd: wbus is slow", text }).kind;
  };
  assert.equal(shownAs("It is slow.\n\n#regzbot introduced: v7.1..v7.2-rc3"), "regression-report");
  assert.equal(shownAs("It is slow."), "reply");
});
