import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type Notable, notables } from "../../src/route/notable.ts";
import {
  notableOf,
  type Overrides,
  type Preset,
  type Showing,
  strongest,
  type WantedMail,
  type Wish,
  wants,
} from "../../src/route/wants.ts";

const list = { kind: "list", name: "wbus.lists.example.org" } as const;
const patch: WantedMail = {
  lists: ["wbus.lists.example.org"],
  subsystems: [
    { name: "W-BUS", title: "W-BUS", by: "path", depth: 2, reason: "MAINTAINERS lists drivers/wbus/ring.c" },
  ],
  kind: "patch",
  isReply: false,
  author: "Nora Lind",
  addresses: ["nora@example.org"],
  subject: "[PATCH] wbus: fill the ring",
  paths: ["drivers/wbus/ring.c"],
  thread: ["v1-0@example.org"],
  isBareTrailer: false,
};
const shownAs = (mail: Partial<WantedMail>, preset: Preset) => {
  const showing = wants({ what: list, preset }, { ...patch, ...mail });
  return showing && `${showing.shown} ${showing.level}`;
};

/** UX's table of notification levels: what of each kind of news a channel shows under each preset. */
// biome-ignore format: the columns are the specification
const rows: readonly [what: string, notable: Notable, mail: Partial<WantedMail>, normal: string, quiet: string, everything: string][] = [
  ["a patch",                     "series",      {},                                                   "card silent",    "digest silent",  "card silent"],
  ["a cover letter",              "series",      { kind: "series-cover" },                             "card silent",    "digest silent",  "card silent"],
  ["a patch of a series",         "series",      { isReply: true, isPartOfSeries: true },               "counted silent", "digest silent",  "counted silent"],
  ["a new version as an answer",  "version",     { isReply: true, kind: "series-cover", isNewVersion: true },              "card silent",    "digest silent",  "card silent"],
  ["a pull request",              "series",      { kind: "pull-request" },                             "card silent",    "digest silent",  "card silent"],
  ["a topic",                     "series",      { kind: "discussion" },                               "card silent",    "digest silent",  "card silent"],
  ["a reply",                     "reply",       { kind: "reply", isReply: true },                     "reply silent",   "off silent",     "reply silent"],
  ["a review",                    "reply",       { kind: "review-with-trailer", isReply: true },       "reply silent",   "off silent",     "reply silent"],
  ["a bare trailer",              "trailer",     { kind: "review-with-trailer", isReply: true, isBareTrailer: true }, "counted silent", "digest silent", "counted silent"],
  ["a bare trailer, card here",   "trailer",     { isReply: true, isBareTrailer: true, hasCard: true }, "counted silent", "counted silent", "counted silent"],
  ["a NAK",                       "nak",         { kind: "nak", isReply: true },                       "line normal",    "digest silent",  "line normal"],
  ["a bare NAK",                  "nak",         { kind: "nak", isReply: true, isBareTrailer: true },  "line normal",    "digest silent",  "line normal"],
  ["applied",                     "applied",     { kind: "applied-notice", isReply: true },            "line silent",    "digest silent",  "line silent"],
  ["merged",                      "applied",     { kind: "pull-merged-notice", isReply: true },        "line silent",    "digest silent",  "line silent"],
  ["a failed test of a patch",    "ci-red",      { kind: "kernel-test-robot", isReply: true, ci: "red" },"reply silent",   "digest silent",  "reply silent"],
  ["a failed test of a tree",     "ci-red",      { kind: "kernel-test-robot", ci: "red" },              "card silent",    "digest silent",  "card silent"],
  ["a passed test of a patch",    "ci-green",    { kind: "kernel-test-robot", isReply: true, ci: "green" },"counted silent", "digest silent",  "counted silent"],
  ["a passed test of a tree",     "noise",       { kind: "kernel-test-robot", ci: "green" },            "off silent",     "off silent",     "counted silent"],
  ["a failed test, card here",    "ci-red",      { kind: "kernel-test-robot", isReply: true, ci: "red", hasCard: true }, "reply silent", "counted silent", "reply silent"],
  ["a syzbot report",             "report",      { kind: "syzbot" },                                   "card silent",    "digest silent",  "card silent"],
  ["an answer of syzbot",         "noise",       { kind: "syzbot", isReply: true },                    "off silent",     "off silent",     "counted silent"],
  ["words for syzbot",            "noise",       { kind: "reply", isReply: true, isRobotCommand: true }, "off silent",   "off silent",     "counted silent"],
  ["AUTOSEL",                     "noise",       { kind: "stable-autosel" },                           "off silent",     "off silent",     "counted silent"],
  ["stable review",               "noise",       { kind: "stable-review" },                            "off silent",     "off silent",     "counted silent"],
  ["an AI review",                "ai-review",   { kind: "ai-review-bot", isReply: true },             "off silent",     "off silent",     "counted silent"],
  ["a regression",                "regression",  { kind: "regression-report" },                        "card loud",      "card loud",      "card loud"],
  ["a regression in a reply",     "regression",  { kind: "regression-report", isReply: true },         "reply loud",     "reply loud",     "reply loud"],
  ["spam",                        "spam",        { kind: "spam" },                                      "held silent",    "held silent",    "held silent"],
  ["a card of a backlog",         "series",      { isCatchUp: true },                                  "card silent",    "digest silent",  "card silent"],
  ["a reply of a backlog",        "reply",       { kind: "reply", isReply: true, isCatchUp: true },    "off silent",     "off silent",     "reply silent"],
  ["a regression of a backlog",   "regression",  { kind: "regression-report", isReply: true, isCatchUp: true }, "reply loud", "reply loud",  "reply loud"],
];

describe("a channel shows", () => {
  for (const [what, notable, mail, normal, quiet, everything] of rows) {
    test(`${what}: ${normal}, quiet ${quiet}, everything ${everything}`, () => {
      assert.equal(notableOf({ ...patch, ...mail }), notable);
      assert.equal(shownAs(mail, "normal"), normal);
      assert.equal(shownAs(mail, "quiet"), quiet);
      assert.equal(shownAs(mail, "everything"), everything);
    });
  }

  test("nothing of other lists and subsystems", () => {
    assert.equal(wants({ what: { kind: "list", name: "mm.lists.example.org" }, preset: "normal" }, patch), undefined);
    assert.equal(wants({ what: { kind: "subsystem", name: "MM" }, preset: "normal" }, patch), undefined);
  });

  test("every kind of news that has a name", () => {
    assert.deepEqual(new Set(rows.map(([, notable]) => notable)), new Set(notables));
  });

  test("the same to a subscriber who wrote the name in other letters", () => {
    assert.ok(wants({ what: { kind: "subsystem", name: "w-bus" }, preset: "normal" }, patch));
  });
});

describe("a channel also gets what it wants of", () => {
  const reply: Partial<WantedMail> = { kind: "reply", isReply: true };
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, wish: Wish["what"], mail: Partial<WantedMail>, shown: string | undefined][] = [
    ["a directory",                  { kind: "path", name: "drivers/wbus/" },          {},    "card silent"],
    ["a directory, in replies",      { kind: "path", name: "drivers/wbus/" },          reply, "reply silent"],
    ["a file",                       { kind: "path", name: "drivers/wbus/ring.c" },    {},    "card silent"],
    ["a glob",                       { kind: "path", name: "drivers/*/ring.*" },       {},    "card silent"],
    ["a person",                     { kind: "person", name: "nora@example.org" },     {},    "card silent"],
    ["a person, in replies",         { kind: "person", name: "nora@example.org" },     reply, "reply silent"],
    ["a thread, in replies",         { kind: "thread", name: "v1-0@example.org" },     reply, "reply silent"],
    ["but not of another directory", { kind: "path", name: "drivers/clk/" },           {},    undefined],
    ["nor one that begins alike",    { kind: "path", name: "drivers/wb/" },            {},    undefined],
    ["nor another person",           { kind: "person", name: "nora@example.com" },     {},    undefined],
    ["nor another thread",           { kind: "thread", name: "v1-0@example.com" },     reply, undefined],
  ];
  for (const [what, wish, mail, expected] of rows) {
    test(what, () => {
      const showing = wants({ what: wish, preset: "normal" }, { ...patch, ...mail });
      assert.equal(showing && `${showing.shown} ${showing.level}`, expected);
    });
  }
});

describe("the admins of a channel change", () => {
  const reply: Partial<WantedMail> = { kind: "reply", isReply: true };
  const nak: Partial<WantedMail> = { kind: "nak", isReply: true };
  const trailer: Partial<WantedMail> = { kind: "review-with-trailer", isReply: true, isBareTrailer: true };
  const green: Partial<WantedMail> = { kind: "stable-review", isReply: true };
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, preset: Preset, set: Partial<Overrides>, mail: Partial<WantedMail>, shown: string][] = [
    ["a kind to off",                            "normal",     { levels: { reply: "off" } },                    reply,   "off silent"],
    ["a kind to count",                          "normal",     { levels: { reply: "count" } },                  reply,   "counted silent"],
    ["a kind to loud",                           "normal",     { levels: { nak: "loud" } },                     nak,     "line loud"],
    ["a kind to silent",                         "normal",     { levels: { nak: "silent" } },                   nak,     "line silent"],
    ["what is counted to a message",             "normal",     { levels: { trailer: "normal" } },               trailer, "reply normal"],
    ["what is off to a message",                 "quiet",      { levels: { reply: "silent" } },                 reply,   "reply silent"],
    ["no kind but the one that is named",        "normal",     { levels: { reply: "off" } },                    nak,     "line normal"],
    ["cards to count: there is none to count on", "normal",    { levels: { series: "count" } },                 {},      "off silent"],
    ["the patches of a series to loud: counted", "normal",     { levels: { series: "loud" } },                  { isPartOfSeries: true }, "counted silent"],
    ["the patches of a series to off with it",   "normal",     { levels: { series: "off" } },                   { isPartOfSeries: true }, "off silent"],
    ["nothing about spam",                       "normal",     { levels: { spam: "loud" } },                    { kind: "spam" }, "held silent"],
    ["all to the digest",                        "normal",     { mode: "digest" },                              {},      "digest silent"],
    ["all to the digest, replies too",           "normal",     { mode: "digest" },                              reply,   "digest silent"],
    ["all to the digest, save what shouts",      "normal",     { mode: "digest" },                              { kind: "regression-report" }, "card loud"],
    ["all to the digest, what is off stays off", "normal",     { mode: "digest" },                              green,   "off silent"],
    ["all to the digest, save one kind",         "normal",     { mode: "digest", levels: { nak: "normal" } },   nak,     "line normal"],
    ["a quiet channel to series",                "quiet",      { mode: "series" },                              reply,   "reply silent"],
    ["a normal channel to all",                  "normal",     { mode: "all" },                                 green,   "counted silent"],
    ["a loud channel to series",                 "everything", { mode: "series" },                              green,   "off silent"],
  ];
  for (const [what, preset, set, mail, expected] of rows) {
    test(what, () => {
      const showing = wants({ what: list, preset }, { ...patch, ...mail }, { levels: {}, ...set });
      assert.equal(showing && `${showing.shown} ${showing.level}`, expected);
    });
  }

  const everyMail = fc.constantFrom(...rowsOfMails());
  const everyPreset = fc.constantFrom<Preset>("normal", "quiet", "everything");
  const everyMode = fc.constantFrom<NonNullable<Overrides["mode"]>>("series", "digest", "all");

  test("one kind, whatever it is, to off: it is off or held, and every other stays as it was", () => {
    fc.assert(
      fc.property(everyMail, everyMail, everyPreset, (mail, other, preset) => {
        const levels = { [notableOf(mail)]: "off" } as const;
        assert.match(wants({ what: list, preset }, mail, { levels })!.shown, /^(off|held)$/);
        if (notableOf(other) !== notableOf(mail))
          assert.deepEqual(wants({ what: list, preset }, other, { levels }), wants({ what: list, preset }, other));
      }),
    );
  });

  test("the mode, whatever it is: what is loud stays loud, and only the mode digest takes a message away", () => {
    fc.assert(
      fc.property(everyMail, everyPreset, everyMode, (mail, preset, mode) => {
        const before = wants({ what: list, preset }, mail)!;
        const after = wants({ what: list, preset }, mail, { mode, levels: {} })!;
        if (before.level === "loud") assert.equal(after.level, "loud");
        if (mode === "digest") assert.ok(after.level === "loud" || !["card", "reply", "line"].includes(after.shown));
        else if (["card", "reply", "line"].includes(before.shown)) assert.equal(after.shown, before.shown);
      }),
    );
  });
});

describe("the reason says", () => {
  test("which subscription, which preset and what follows", () => {
    assert.equal(
      wants({ what: list, preset: "normal" }, { ...patch, kind: "reply", isReply: true, isBareTrailer: true })?.because,
      "subscribed to list wbus.lists.example.org (preset normal); a bare trailer is only counted on its card",
    );
  });
  test("what the admins of the channel changed, and never the address of a person", () => {
    const person: Wish = { what: { kind: "person", name: "nora@example.org" }, title: "Nora Lind", preset: "quiet" };
    const { because } = wants(person, patch, { mode: "series", levels: { series: "normal" } })!;
    assert.equal(
      because,
      "subscribed to mail by Nora Lind (preset quiet, series set to normal); a patch, pull request or topic gets a card, not silently",
    );
  });
  test("which file a path was found in", () => {
    assert.equal(
      wants({ what: { kind: "path", name: "drivers/wbus/" }, preset: "normal" }, patch, { mode: "digest", levels: {} })
        ?.because,
      "subscribed to path drivers/wbus/: it is about drivers/wbus/ring.c (preset normal, mode digest); a patch, pull request or topic is told in the next digest",
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

function rowsOfMails(): WantedMail[] {
  return rows.map(([, , mail]) => ({ ...patch, ...mail }));
}
