import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Preset, type Showing, strongest, type WantedMail, wants } from "../../src/route/wants.ts";

const list = { kind: "list", name: "wbus.lists.example.org" } as const;
const patch: WantedMail = {
  lists: ["wbus.lists.example.org"],
  subsystems: [
    { name: "W-BUS", title: "W-BUS", by: "path", depth: 2, reason: "MAINTAINERS lists drivers/wbus/ring.c" },
  ],
  kind: "patch",
  isReply: false,
  isBareTrailer: false,
};
const shownAs = (mail: Partial<WantedMail>, preset: Preset) => {
  const showing = wants({ what: list, preset }, { ...patch, ...mail });
  return showing && `${showing.shown} ${showing.level}`;
};

describe("a channel shows", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, mail: Partial<WantedMail>, normal: string, quiet: string, everything: string][] = [
    ["a patch",                     {},                                                   "card silent",    "digest silent",  "card silent"],
    ["a cover letter",              { kind: "series-cover" },                             "card silent",    "digest silent",  "card silent"],
    ["a patch of a series",         { isReply: true, isPartOfSeries: true },               "counted silent", "digest silent",  "counted silent"],
    ["a new version as an answer",  { isReply: true, kind: "series-cover" },              "card silent",    "digest silent",  "card silent"],
    ["a pull request",              { kind: "pull-request" },                             "card silent",    "digest silent",  "card silent"],
    ["a topic",                     { kind: "discussion" },                               "card silent",    "digest silent",  "card silent"],
    ["a reply",                     { kind: "reply", isReply: true },                     "reply silent",   "off silent",     "reply silent"],
    ["a review",                    { kind: "review-with-trailer", isReply: true },       "reply silent",   "off silent",     "reply silent"],
    ["a bare trailer",              { kind: "review-with-trailer", isReply: true, isBareTrailer: true }, "counted silent", "digest silent", "counted silent"],
    ["a bare trailer, card here",  { isReply: true, isBareTrailer: true, hasCard: true }, "counted silent", "counted silent", "counted silent"],
    ["a NAK",                       { kind: "nak", isReply: true },                       "line normal",    "digest silent",  "line normal"],
    ["a bare NAK",                  { kind: "nak", isReply: true, isBareTrailer: true },  "line normal",    "digest silent",  "line normal"],
    ["applied",                     { kind: "applied-notice", isReply: true },            "line silent",    "digest silent",  "line silent"],
    ["merged",                      { kind: "pull-merged-notice", isReply: true },        "line silent",    "digest silent",  "line silent"],
    ["a failed test of a patch",    { kind: "kernel-test-robot", isReply: true, ci: "red" },"reply silent",   "digest silent",  "reply silent"],
    ["a failed test of a tree",     { kind: "kernel-test-robot", ci: "red" },              "card silent",    "digest silent",  "card silent"],
    ["a passed test of a patch",    { kind: "kernel-test-robot", isReply: true, ci: "green" },"counted silent", "digest silent",  "counted silent"],
    ["a passed test of a tree",     { kind: "kernel-test-robot", ci: "green" },            "off silent",     "off silent",     "counted silent"],
    ["a failed test, card here",   { kind: "kernel-test-robot", isReply: true, ci: "red", hasCard: true }, "reply silent", "counted silent", "reply silent"],
    ["a syzbot report",             { kind: "syzbot" },                                   "card silent",    "digest silent",  "card silent"],
    ["an answer of syzbot",         { kind: "syzbot", isReply: true },                    "off silent",     "off silent",     "counted silent"],
    ["words for syzbot",            { kind: "reply", isReply: true, isRobotCommand: true }, "off silent",   "off silent",     "counted silent"],
    ["AUTOSEL",                     { kind: "stable-autosel" },                           "off silent",     "off silent",     "counted silent"],
    ["stable review",               { kind: "stable-review" },                            "off silent",     "off silent",     "counted silent"],
    ["an AI review",                { kind: "ai-review-bot", isReply: true },             "off silent",     "off silent",     "counted silent"],
    ["a regression",                { kind: "regression-report" },                        "card loud",      "card loud",      "card loud"],
    ["a regression in a reply",     { kind: "regression-report", isReply: true },         "reply loud",     "reply loud",     "reply loud"],
    ["spam",                        { kind: "spam" },                                      "held silent",    "held silent",    "held silent"],
    ["a card of a backlog",         { isCatchUp: true },                                  "card silent",    "digest silent",  "card silent"],
    ["a reply of a backlog",        { kind: "reply", isReply: true, isCatchUp: true },    "off silent",     "off silent",     "reply silent"],
    ["a regression of a backlog",   { kind: "regression-report", isReply: true, isCatchUp: true }, "reply loud", "reply loud",  "reply loud"],
  ];
  for (const [what, mail, normal, quiet, everything] of rows) {
    test(`${what}: ${normal}, quiet ${quiet}, everything ${everything}`, () => {
      assert.equal(shownAs(mail, "normal"), normal);
      assert.equal(shownAs(mail, "quiet"), quiet);
      assert.equal(shownAs(mail, "everything"), everything);
    });
  }

  test("nothing of other lists and subsystems", () => {
    assert.equal(wants({ what: { kind: "list", name: "mm.lists.example.org" }, preset: "normal" }, patch), undefined);
    assert.equal(wants({ what: { kind: "subsystem", name: "MM" }, preset: "normal" }, patch), undefined);
  });

  test("the same to a subscriber who wrote the name in other letters", () => {
    assert.ok(wants({ what: { kind: "subsystem", name: "w-bus" }, preset: "normal" }, patch));
  });
});

describe("the reason says", () => {
  test("which subscription, which preset and what follows", () => {
    assert.equal(
      wants({ what: list, preset: "normal" }, { ...patch, kind: "reply", isReply: true, isBareTrailer: true })?.because,
      "subscribed to list wbus.lists.example.org (preset normal); a bare trailer is only counted on its card",
    );
  });
  test("when it will be told", () => {
    assert.equal(
      wants({ what: list, preset: "quiet" }, patch)?.because,
      "subscribed to list wbus.lists.example.org (preset quiet); a patch, pull request or topic is told in the next digest",
    );
  });
  test("why the mail belongs to the subsystem", () => {
    assert.equal(
      wants({ what: { kind: "subsystem", name: "W-BUS" }, preset: "quiet" }, { ...patch, kind: "regression-report" })
        ?.because,
      "subscribed to subsystem W-BUS: MAINTAINERS lists drivers/wbus/ring.c (preset quiet); a regression report gets a card, past every cap",
    );
  });
});

test("of two subscriptions the one that shows more wins, then the louder, then the first", () => {
  const showing = (shown: Showing["shown"], level: Showing["level"]): Showing => ({
    shown,
    level,
    because: `${shown} ${level}`,
  });
  const off = showing("off", "silent");
  const counted = showing("counted", "silent");
  const silent = showing("reply", "silent");
  const normal = showing("reply", "normal");
  assert.equal(strongest(off, counted), counted);
  assert.equal(strongest(silent, counted), silent);
  assert.equal(strongest(silent, normal), normal);
  assert.equal(strongest(silent, { ...silent }), silent);
});
