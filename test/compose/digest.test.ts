import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { composeDigest, DIGEST, type Extent, type Happened, NEWS } from "../../src/compose/digest.ts";
import type { Post } from "../../src/compose/post.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { openTopic, takeMail } from "../../src/series/fold.ts";
import type { TopicMail } from "../../src/series/topic.ts";
import { postFaults } from "../support/post-rules.ts";

type Told = Partial<TopicMail>;

let mails = 0;

function told(mail: Told): TopicMail {
  mails += 1;
  const at = "2026-11-17T09:00:00.000Z";
  return {
    short: `mail${mails}`,
    id: `${mails}@dev.example.org` as MessageId,
    ancestors: [],
    missing: [],
    at,
    sentAt: at,
    author: "Nora Lind",
    address: "nora@example.org",
    kind: "discussion",
    isReply: false,
    tag: "",
    tags: [],
    title: "wbus: drop the polling path",
    changeLog: [],
    summary: [],
    ownTrailers: [],
    givenTrailers: [],
    commands: [],
    paths: [],
    ...mail,
  };
}

const cover: Told = { kind: "series-cover", tags: ["PATCH"], title: "wbus: add burst mode", n: 0, total: 4 };
const patch: Told = { kind: "patch", tags: ["PATCH"], title: "wbus: fix a typo", n: 1, total: 1 };
const reply: Told = { kind: "reply", isReply: true };
const by = (name: string): Told => ({ ...reply, address: `${name}@example.org` });
const robot: Told = { kind: "kernel-test-robot", isReply: true, ci: "green" };

/** A conversation: its mails that came before the digest's time, and those that the digest tells. */
interface Conversation {
  readonly before?: readonly Told[];
  readonly now: readonly Told[];
  /** What its first mail answers is not here. */
  readonly isOrphan?: boolean;
}

function happened(...conversations: readonly Conversation[]): Happened {
  const all = conversations.map(({ before = [], now, isOrphan = false }, index) => {
    const [first, ...rest] = [...before, ...now].map(told);
    const topic = rest.reduce((state, mail) => takeMail(state, mail).topic, openTopic(first!, isOrphan));
    const seen = [first!, ...rest].slice(before.length);
    return { name: `topic-${index}`, seen, topic: { topic, title: topic.title, mail: topic.face.short } };
  });
  return {
    mails: all.flatMap(({ name, seen }) => seen.map((mail) => ({ topic: name, told: mail }))),
    topics: new Map(all.map(({ name, topic }) => [name, topic])),
  };
}

/** Every line of it, as one without markup shows it. */
function linesOf(post: Post): string[] {
  return [
    [post.title, post.anchor].filter(Boolean).join(" "),
    ...post.blocks.flatMap((block) =>
      block.kind !== "mails"
        ? []
        : block.rows.length === 1
          ? [`${block.heading}: ${block.rows[0]!.text}`]
          : [block.heading, ...block.rows.map(({ text }) => `- ${text}`)],
    ),
    ...post.footer.map(({ text }) => text),
  ];
}

const digest = (what: Happened, extent: Extent = DIGEST) => composeDigest(what, "wbus, Monday", extent);

describe("a digest tells of", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [what: string, conversations: readonly Conversation[], lines: string[]][] = [
    ["a new series, with its patches counted", [{ now: [cover, { ...patch, n: 1, total: 4 }] }],
      ["1 new, 2 mails", "New: wbus: add burst mode (4)"]],
    ["a new version", [{ now: [{ ...cover, version: 2 }] }],
      ["1 new, 1 mail", "New: wbus: add burst mode v2 (4)"]],
    ["a request for comments", [{ now: [{ ...cover, tags: ["RFC", "PATCH"] }] }],
      ["1 new, 1 mail", "New: [RFC] wbus: add burst mode (4)"]],
    ["a pull request and a syzbot report", [{ now: [{ kind: "pull-request", title: "wbus changes" }] }, { now: [{ kind: "syzbot", title: "use-after-free in wbus_fill" }] }],
      ["2 new, 2 mails", "New", "- [GIT PULL] wbus changes", "- [syzbot] use-after-free in wbus_fill"]],
    ["nothing new where only the answers are", [{ before: [cover], now: [by("tom"), by("ines"), by("kit")] }],
      ["3 mails", "Talked about: wbus: add burst mode, 3 mails, 3 people"]],
    ["what was applied, and where", [{ before: [patch], now: [{ ...reply, kind: "applied-notice", applied: { to: "wbus/next", commits: [] } }] }],
      ["1 landed, 1 mail", "Landed: wbus: fix a typo → wbus/next"]],
    ["which patches were applied", [{ before: [cover], now: [{ ...reply, kind: "applied-notice", applied: { to: "wbus/next", commits: [], patches: [1, 2, 3] } }] }],
      ["1 landed, 1 mail", "Landed: wbus: add burst mode 1–3 → wbus/next"]],
    ["a series applied one by one as a whole", [{ before: [{ ...cover, total: 2 }], now: [1, 2].map((n): Told => ({ ...reply, kind: "applied-notice", applied: { commits: [], patches: [n] } })) }],
      ["1 landed, 2 mails", "Landed: wbus: add burst mode"]],
    ["what was merged", [{ before: [{ kind: "pull-request", title: "wbus changes" }], now: [{ ...reply, kind: "pull-merged-notice", merged: { tree: "corvid.git" } }] }],
      ["1 landed, 1 mail", "Landed: wbus changes → corvid.git"]],
    ["a NAK, with its sentence and nobody's name", [{ before: [cover], now: [{ ...reply, kind: "nak", nak: "This breaks boards with the old clock." }] }],
      ["1 mail", "NAK: wbus: add burst mode: “This breaks boards with the old clock.”"]],
    ["no NAK that was taken back", [{ before: [cover], now: [{ ...reply, kind: "nak", nak: "This breaks boards." }, { ...reply, nakWithdrawn: "I withdraw my NAK." }] }],
      ["2 mails"]],
    ["talk, from three mails and two people on", [{ before: [{}], now: [by("tom"), by("ines"), by("tom")] }, { before: [{}], now: [by("tom"), by("tom"), by("tom")] }, { before: [{}], now: [by("tom"), by("ines")] }],
      ["8 mails", "Talked about: wbus: drop the polling path, 3 mails, 2 people"]],
    ["a regression as broken, not as new", [{ now: [{ kind: "regression-report", title: "wbus stops after resume" }] }],
      ["1 mail", "Broken: wbus stops after resume: open"]],
    ["a regression within other talk", [{ before: [patch], now: [{ ...reply, kind: "regression-report" }] }],
      ["1 mail", "Broken: wbus: fix a typo: open"]],
    ["a regression for which a fix was sent", [{ before: [{ kind: "regression-report", title: "wbus stops" }], now: [{ ...reply, commands: [{ robot: "regzbot", verb: "fix", argument: "wbus: wake up" }] }] }],
      ["1 mail", "Broken: wbus stops: a fix was sent"]],
    ["no regression that was none", [{ before: [{ kind: "regression-report", title: "wbus stops" }], now: [{ ...reply, commands: [{ robot: "regzbot", verb: "invalid" }] }] }],
      ["1 mail"]],
    ["robots by their number alone", [{ before: [cover], now: [robot, { ...robot, kind: "ai-review-bot" }, { ...robot, kind: "syzbot" }] }, { now: [{ kind: "stable-autosel" }] }],
      ["", "4 robot mails folded"]],
    ["an answer whose parent is not here as talk alone", [{ isOrphan: true, now: [reply] }],
      ["1 mail"]],
  ];
  for (const [what, conversations, lines] of rows) {
    test(what, () => {
      const [first = "", ...rest] = lines;
      assert.deepEqual(linesOf(digest(happened(...conversations))), [
        first === "" ? "wbus, Monday" : `wbus, Monday · ${first}`,
        ...rest,
      ]);
    });
  }
});

test("each row leads to the mail that opens its topic, a NAK to itself", () => {
  const given = happened({ now: [cover, { ...reply, kind: "nak", nak: "This breaks boards." }] });
  const [opened, nak] = given.mails.map((mail) => mail.told.short);
  const rows = digest(given).blocks.flatMap((block) => (block.kind === "mails" ? block.rows : []));
  assert.deepEqual(
    rows.map(({ mail }) => mail),
    [opened, nak],
  );
});

test("news tells also of talk that is no matter for a digest", () => {
  const given = happened({ before: [{}], now: [by("tom")] });
  assert.deepEqual(digest(given).blocks, []);
  assert.deepEqual(linesOf(digest(given, NEWS)).slice(1), [
    "Talked about: wbus: drop the polling path, 1 mail, 1 person",
  ]);
});

test("where not all can be told, the longest section gives way and says so", () => {
  const typos = Array.from({ length: 40 }, (_, n) => ({ now: [{ ...patch, title: `wbus: fix typo ${n}` }] }));
  const applied: Told = { ...reply, kind: "applied-notice", applied: { to: "wbus/next", commits: [] } };
  const lines = linesOf(digest(happened(...typos, { before: [cover], now: [applied, robot] })));
  assert.equal(lines.length, 15);
  assert.deepEqual(lines.slice(0, 3), [
    "wbus, Monday · 40 new, 1 landed, 41 mails",
    "Landed: wbus: add burst mode → wbus/next",
    "New, 11 of 40",
  ]);
});

test("whatever happened, a digest keeps to 15 lines, 30 nodes of markup and the rules of a post, and names nobody", () => {
  const words = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 200 }).map((text) => text.replace(/[\p{C}\p{Z}\s]+/gu, " ").trim()),
    fc.constantFrom("wbus: talk to nora@example.org", "wbus: fill the ring ".repeat(9), ""),
  );
  const mail = fc.record({
    kind: fc.constantFrom(
      "patch",
      "series-cover",
      "discussion",
      "reply",
      "nak",
      "applied-notice",
      "regression-report",
      "syzbot",
      "kernel-test-robot" as const,
    ),
    isReply: fc.boolean(),
    title: words,
    author: fc.constant("Nora Lind"),
    address: fc.constantFrom("a@example.org", "b@example.org", "c@example.org"),
    nak: words,
    total: fc.integer({ min: 1, max: 300 }),
    n: fc.integer({ min: 0, max: 300 }),
    version: fc.integer({ min: 1, max: 30 }),
    applied: fc.record({
      to: words,
      commits: fc.constant([]),
      patches: fc.uniqueArray(fc.integer({ min: 1, max: 300 })),
    }),
  });
  const conversation = fc.record({ now: fc.array(mail, { minLength: 1, maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(conversation, { minLength: 1, maxLength: 25 }), (conversations) => {
      const post = digest(happened(...conversations));
      assert.deepEqual(postFaults(post), []);
      assert.ok(linesOf(post).length <= 15);
      const nodes = post.blocks.map((block) => (block.kind === "mails" ? 1 + block.rows.length : 1));
      assert.ok(nodes.reduce((sum, n) => sum + n, 1 + post.footer.length) <= 30);
      assert.ok(!JSON.stringify(post).includes("Nora Lind"));
    }),
  );
});
