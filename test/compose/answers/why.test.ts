import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type WhyFacts, why, whyHeldBack } from "../../../src/compose/answers/why.ts";
import type { Post } from "../../../src/compose/post.ts";
import { someMail } from "./facts.ts";

/** The items of each section, by its title. */
function sections({ blocks }: Post): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {};
  blocks.forEach((block, at) => {
    const title = blocks[at - 1];
    if (block.kind === "list" && title?.kind === "text") found[title.lines[0] ?? ""] = block.items;
  });
  return found;
}

const dueAt = new Date("2026-11-03T10:00:45Z");
const facts = {
  ...someMail(),
  here: "web:wbus",
  kind: "reply",
  state: "read",
  parent: { short: "ab12cd34", author: "Dev" },
  twins: ["cd34ef56"],
  routing: [{ name: "wbus", reason: "MAINTAINERS lists drivers/wbus/ring.c" }],
  decisions: [
    { channel: "web:wbus", shown: "reply", because: "subscribed to list wbus (preset normal); a review reply" },
  ],
  deliveries: [{ channel: "web:wbus", form: "post", state: "sent", attempts: 1, dueAt, sentAt: dueAt }] as const,
  reading: undefined,
} satisfies WhyFacts;

function reading(text: string, mail: { problems?: readonly string[]; noArchive?: boolean } = {}) {
  return { mail: { text, problems: [], noArchive: false, ...mail }, condensed: { sure: false } };
}

describe("why tells", () => {
  test("what the mail is, where it went and on what grounds", () => {
    const { "What it is": what, "Routed to": routed, Decided: decided, Sent: sent } = sections(why(facts));
    assert.deepEqual(what, [
      "kind: reply",
      "lists: wbus",
      "arrived 2026-11-03 10:00 UTC",
      "answers ab12cd34 (Dev)",
      "cd34ef56 has the same Message-ID and another date: another mail",
    ]);
    assert.deepEqual(routed, ["wbus: MAINTAINERS lists drivers/wbus/ring.c"]);
    assert.deepEqual(decided, ["here: reply, subscribed to list wbus (preset normal); a review reply"]);
    assert.deepEqual(sent, ["here: post sent 2026-11-03 10:00 UTC"]);
  });

  test("grounds in which an address stands without it", () => {
    const because = 'filter 1 leaves it out: author has "nora@example.org"';
    const { Decided: decided } = sections(why({ ...facts, decisions: [{ shown: "off", because }] }));
    assert.deepEqual(decided, ['everywhere: off, filter 1 leaves it out: author has "nor...@example.org"']);
  });

  test("what was left out of its text, by which rules, most first", () => {
    const text = "> a\n> b\n> c\nYes.\n\n-- \nMaint\n";
    const left = sections(why({ ...facts, reading: reading(text) }))["Left out of the text"];
    assert.equal(left?.length, 2);
    assert.match(left?.[0] ?? "", /^quote: 3 lines \(\S+ 3\)$/);
    assert.match(left?.[1] ?? "", /^signature: 2 lines \(/);
    assert.deepEqual(sections(why({ ...facts, reading: reading("Yes.\n") }))["Left out of the text"], ["nothing"]);
  });

  test("that it does not know what was left out once the text is gone", () => {
    assert.match(sections(why(facts))["Left out of the text"]?.[0] ?? "", /cannot be read here any more/);
  });

  test("how a delivery fares that is not out yet", () => {
    const deliveries = [
      { channel: "web:wbus", form: "edit", state: "queued", attempts: 3, dueAt, reason: "the channel asks to wait" },
      { channel: "web:wbus", form: "post", state: "dead", attempts: 1, dueAt, reason: "the channel is gone" },
    ] as const;
    assert.deepEqual(sections(why({ ...facts, deliveries })).Sent, [
      "here: edit queued, due 2026-11-03 10:00 UTC, 3 tries; the channel asks to wait",
      "here: post dead; the channel is gone",
    ]);
  });

  test("that its topic is muted", () => {
    assert.deepEqual(sections(why({ ...facts, mute: { manner: "mute", until: dueAt } })).Muted, [
      "here until 2026-11-03 10:00 UTC",
    ]);
  });

  test("what was wrong with it", () => {
    const read = reading("Yes.\n", { problems: ["no Date header"], noArchive: true });
    assert.deepEqual(sections(why({ ...facts, state: "degraded", problem: "no text", reading: read })).Trouble, [
      "shown with what could be read of it",
      "no text",
      "no Date header",
      "its author asked that it not be archived",
      "a weak rule decided what is new in it",
    ]);
  });

  test("nothing of a mail that may not be shown but why it is held back", () => {
    const post = whyHeldBack("k7q2m9xa", "the reader took longer than 10 s");
    assert.deepEqual(post.blocks, [{ kind: "text", lines: ["the reader took longer than 10 s"] }]);
    assert.equal(post.mail, "k7q2m9xa");
  });
});
