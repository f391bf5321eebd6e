import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PostRef } from "../../src/chat/chat-platform.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import type { NotedMail } from "../../src/intake/wanted.ts";
import type { ListId } from "../../src/mail/mail.ts";
import type { Subscription, ThreadId } from "../../src/store/store.ts";
import { elsewhere, here, now, type Relay, relay, secretList, wbusList } from "./relay.ts";

describe("subscribe", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [request: string, title: string, kind: "list" | "subsystem", name: string, preset: string][] = [
    ["subscribe wbus",                        "Subscribed to the list wbus, preset normal",            "list",      "wbus.lists.example.org", "normal"],
    ["subscribe WBUS.lists.example.org quiet", "Subscribed to the list wbus, preset quiet",            "list",      "wbus.lists.example.org", "quiet"],
    ["subscribe wbus drivers everything",     "Subscribed to the subsystem WBUS DRIVERS, preset everything", "subsystem", "WBUS DRIVERS",     "everything"],
  ];
  for (const [request, title, kind, name, preset] of rows) {
    test(`${request}: ${title}`, async (t) => {
      const { ask, store } = await relay(t);
      const post = await ask(request);
      assert.equal(post.title, title);
      assert.match(JSON.stringify(post.blocks), /From now on this channel gets/);
      assert.deepEqual(await store.subscriptions(), [
        { channel: here, what: { kind, name }, preset, since: now, by: "web:local" },
      ]);
    });
  }

  test("says what it replaced", async (t) => {
    const { ask, store } = await relay(t);
    await ask("subscribe wbus quiet");
    assert.match(JSON.stringify(await ask("subscribe wbus")), /It was quiet before/);
    assert.deepEqual(
      (await store.subscriptions()).map(({ preset }) => preset),
      ["normal"],
    );
  });

  test("leaves a private list to the operator, but lets an admin change its preset", async (t) => {
    const lists = async () => [{ id: wbusList, name: "wbus", isPrivate: true }];
    const { ask, store } = await relay(t, { lists });
    assert.match(JSON.stringify(await ask("subscribe wbus")), /Not subscribed.*the operator alone/);
    assert.deepEqual(await store.subscriptions(), []);
    await ask("subscribe wbus", { role: "operator" });
    await ask("subscribe wbus quiet");
    assert.deepEqual(
      (await store.subscriptions()).map(({ preset }) => preset),
      ["quiet"],
    );
  });

  test("knows a list that may not be shown here no more than one that there is not", async (t) => {
    const { ask, store } = await relay(t);
    const unknown = await ask("subscribe nothing");
    for (const name of ["secret", secretList, "dev'; DROP TABLE mail;--", "w%", "__proto__", "\u{1f30a}"]) {
      assert.deepEqual(await ask({ name: "subscribe", args: { what: name } }, { role: "operator" }), unknown, name);
    }
    assert.deepEqual(await store.subscriptions(), []);
    assert.match((await ask("subscribe secret", { channel: elsewhere })).title, /^Subscribed/);
  });
});

describe("a subsystem", () => {
  const subsystems = ["WBUS DRIVERS", "WBUS CORE", "CLOCK FRAMEWORK", "ARM/BOARDS"];
  // biome-ignore format: the columns are the specification
  const rows: readonly [word: string, says: RegExp, because: string][] = [
    ["clock f",       /^Subscribed to the subsystem CLOCK FRAMEWORK/, "its beginning is enough"],
    ["arm/boards",    /^Subscribed to the subsystem ARM\/BOARDS/,     "its whole name comes before a path"],
    ["wbus",          /Near to it: wbus-list, WBUS CORE, WBUS DRIVERS\./,   "several begin so"],
    ["wbus dirvers",  /^Not found/,                                   "nothing is done on a guess"],
    ["framework",     /Near to it: CLOCK FRAMEWORK\./,                "a word of it is named as near"],
    ["wbus croe",     /Near to it: WBUS CORE\./,                      "so is a slip of the finger"],
    ["xyzzy",         /by that name here\."\]/,                       "nothing is near"],
  ];
  for (const [word, says, because] of rows)
    test(`${word}: ${says}, since ${because}`, async (t) => {
      const { ask } = await relay(t, { subsystems, lists: async () => [{ id: wbusList, name: "wbus-list" }] });
      const { title, blocks } = await ask({ name: "subscribe", args: { what: word } });
      assert.match(`${title} ${JSON.stringify(blocks)}`, says);
    });
});

describe("unsubscribe", () => {
  test("ends the subscription of this channel alone", async (t) => {
    const { ask, store } = await relay(t);
    await ask("subscribe wbus");
    await ask("subscribe wbus", { channel: elsewhere });
    assert.equal((await ask("unsubscribe wbus")).title, "No longer subscribed to the list wbus");
    assert.deepEqual(
      (await store.subscriptions()).map(({ channel }) => channel),
      [elsewhere],
    );
    assert.equal((await ask("unsubscribe wbus")).title, "This channel was not subscribed to the list wbus");
    assert.equal((await ask("unsubscribe nothing")).title, "Not found");
    assert.deepEqual(await ask("unsubscribe secret"), await ask("unsubscribe nothing"));
  });

  test("means the one of two that is subscribed, where a list and a subsystem are called the same", async (t) => {
    const { ask, store } = await relay(t);
    const what = { kind: "subsystem", name: "wbus" } as const;
    await store.subscribe({ channel: here, what, preset: "normal", since: now, by: "config" });
    assert.equal((await ask("unsubscribe wbus")).title, "No longer subscribed to the subsystem wbus");
  });

  test("takes the name that show gives, with or without what it is", async (t) => {
    for (const word of ["Nora Lind", "person:Nora Lind", "nora@example.org"]) {
      const { ask, store } = await relay(t);
      const what = { kind: "person", name: "nora@example.org" } as const;
      await store.subscribe({ channel: here, what, title: "Nora Lind", preset: "normal", since: now, by: "config" });
      const post = await ask({ name: "unsubscribe", args: { what: word } });
      assert.equal(post.title, "No longer subscribed to the person Nora Lind", word);
    }
  });

  test("says nothing of a list that may not be shown here, though the channel is subscribed to it", async (t) => {
    const { ask, store } = await relay(t);
    const what = { kind: "list", name: secretList } as const;
    await store.subscribe({ channel: here, what, preset: "normal", since: now, by: "config" });
    for (const word of ["secret", secretList])
      assert.deepEqual(await ask(`unsubscribe ${word}`), await ask("unsubscribe nothing"), word);
    assert.equal((await store.subscriptions()).length, 1);
  });

  test("gives up a list that nobody knows any more", async (t) => {
    const { ask, store } = await relay(t);
    const what = { kind: "list", name: "gone.lists.example.org" } as const;
    await store.subscribe({ channel: here, what, preset: "normal", since: now, by: "config" });
    assert.match((await ask("unsubscribe gone.lists.example.org")).title, /^No longer subscribed/);
  });
});

test("show lists what this channel is subscribed to, lists by their names, but none that may not be shown here", async (t) => {
  const { ask, store } = await relay(t);
  for (const name of [wbusList, secretList, "other.lists.example.org" as ListId]) {
    await store.subscribe({ channel: here, what: { kind: "list", name }, preset: "normal", since: now, by: "config" });
  }
  const [block] = (await ask("show", { role: "member" })).blocks;
  assert.deepEqual(block?.kind === "list" && block.items.map((item) => item.split(" ")[0]).sort(), [
    "other.lists.example.org",
    "wbus",
  ]);
});

/** What of a mail is noted when it comes. */
const noted = (some: Partial<NotedMail> = {}): Pick<MailFacts, "routed" | "wanted"> => ({
  routed: [],
  wanted: {
    kind: "discussion",
    isReply: false,
    addresses: ["nora@example.org"],
    paths: ["drivers/wbus/ring.c"],
    thread: [],
    isBareTrailer: false,
    ...some,
  },
});

const recently = new Date("2026-11-08T10:00:00Z");

describe("subscribe also takes", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [request: string, title: string, what: Subscription["what"], name?: string][] = [
    ["subscribe drivers/wbus/ quiet",         "Subscribed to the path drivers/wbus/, preset quiet",   { kind: "path", name: "drivers/wbus/" }],
    ["subscribe path:Makefile",               "Subscribed to the path Makefile, preset normal",       { kind: "path", name: "Makefile" }],
    ['subscribe person:"Nora Lind"',          "Subscribed to the person Nora Lind, preset normal",    { kind: "person", name: "nora@example.org" }, "Nora Lind"],
    ["subscribe nora@example.org",            "Subscribed to the person Nora Lind, preset normal",    { kind: "person", name: "nora@example.org" }, "Nora Lind"],
    ["subscribe thread:k7q2m9xa",             "Subscribed to the thread wbus: a ring, preset normal", { kind: "thread", name: "first@dev.example.org" }, "wbus: a ring"],
    ["subscribe <k7q2m9xa@dev.example.org>",  "Subscribed to the thread wbus: a ring, preset normal", { kind: "thread", name: "first@dev.example.org" }, "wbus: a ring"],
  ];
  for (const [request, title, what, name] of rows)
    test(request, async (t) => {
      const { ask, keep, store } = await relay(t);
      const thread = "first@dev.example.org" as ThreadId;
      await keep("k7q2m9xa", { archived: { arrivedAt: recently, thread, facts: noted() } });
      assert.equal((await ask(request)).title, title);
      const [subscription] = await store.subscriptions();
      assert.deepEqual([subscription?.what, subscription?.title], [what, name]);
      assert.doesNotMatch(JSON.stringify(await ask("show")), /nora@/, "an address never appears in chat");
    });

  test("the thread, or the author, of the post that it is said in reply to", async (t) => {
    const { ask, keep, sent, store } = await relay(t);
    const mail = await keep("k7q2m9xa", { archived: { facts: noted() } });
    await sent("ref", "topic", { mail: mail.key });
    for (const word of ["thread", "person"]) await ask(`subscribe ${word}`, { about: "ref" as PostRef });
    assert.deepEqual(
      (await store.subscriptions()).map(({ what }) => what),
      [
        { kind: "thread", name: "thread" },
        { kind: "person", name: "nora@example.org" },
      ],
    );
    assert.match(JSON.stringify(await ask("subscribe thread")), /Say it in reply to a post/);
  });

  test("the author, and not the one who sent the patch for them", async (t) => {
    const { ask, keep, store } = await relay(t);
    await keep("k7q2m9xa", { archived: { facts: noted({ addresses: ["tom@example.org", "nora@example.org"] }) } });
    await ask('subscribe person:"Nora Lind"');
    assert.deepEqual((await store.subscriptions())[0]?.what, { kind: "person", name: "nora@example.org" });
  });

  test("one of two people of the same name by a mail of theirs, no address told", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa", { archived: { facts: noted() } });
    await keep("b7q2m9xa", { archived: { facts: noted({ addresses: ["lind@example.com"] }) } });
    assert.match(JSON.stringify(await ask('subscribe "person:Nora Lind"')), /Several people are called that/);
  });

  test("nobody and nothing of a list that may not be shown here", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa", { archived: { lists: [secretList], facts: noted() } });
    const unknown = await ask("subscribe nothing");
    for (const what of ["person:Nora Lind", "nora@example.org", "thread:k7q2m9xa", "<k7q2m9xa@dev.example.org>"])
      assert.deepEqual(await ask({ name: "subscribe", args: { what } }), unknown, what);
  });
});

describe("subscribe says what it would have shown of the last week:", () => {
  const thread = ["aaaaaaa0@dev.example.org"];
  const reply = { isReply: true, thread };

  /** Keeps mails of one conversation, `aaaaaaa0` the first. */
  async function keepAll(keep: Relay["keep"], mails: readonly Partial<NotedMail>[]): Promise<void> {
    for (const [at, one] of mails.entries())
      await keep(`aaaaaaa${at}`, { archived: { arrivedAt: recently, facts: noted(one) } });
  }

  // biome-ignore format: the columns are the specification
  const rows: readonly [mails: readonly Partial<NotedMail>[], request: string, says: string, because: string][] = [
    [[{ thread }, reply, { ...reply, isBareTrailer: true }], "subscribe wbus", "1 card, 1 reply in a thread, 1 mail only counted", "each as the preset has it"],
    [[{ thread }, { ...reply, kind: "nak" }], "subscribe wbus",       "1 card, 1 line", "a NAK is a line below its card"],
    [[{ thread }, reply], "subscribe wbus quiet",                     "1 mail told in a digest, 1 mail not shown", "quiet lives by its digest"],
    [[{ thread, paths: [] }, reply], "subscribe drivers/wbus/",       "1 reply in a thread", "what it answers is about something else, so that its card is not of this week"],
    [[{ ...reply, thread: ["old@dev.example.org"] }], "subscribe wbus", "1 reply in a thread", "its card came before"],
    [[{ thread, isPartOfSeries: true }, { isPartOfSeries: true, thread }], "subscribe wbus", "1 card, 1 mail only counted", "a series has one card"],
  ];
  for (const [mails, request, says, because] of rows)
    test(`${request}: ${says}, since ${because}`, async (t) => {
      const { ask, keep } = await relay(t);
      await keepAll(keep, mails);
      const words = JSON.stringify(await ask(request));
      assert.ok(words.includes(`Of the last week it would have been ${says}.`), words);
    });

  test("by the channel's filters, old mail and other lists left out, and says what is set", async (t) => {
    const { ask, keep, store } = await relay(t);
    await keepAll(keep, [{ thread }, { ...reply, isByRobot: true }]);
    await keep("oldoldol", { archived: { facts: noted() } });
    await keep("secretse", { archived: { arrivedAt: recently, lists: [secretList], facts: noted() } });
    await store.saveSettings(here, {
      filters: [{ action: "exclude", field: "robots", pattern: "", by: "web:local" }],
      levels: { nak: "loud" },
    });
    const words = JSON.stringify(await ask("subscribe wbus"));
    assert.match(words, /would have been 1 card, 1 left out by filters\./);
    assert.match(words, /holds here, too: nak loud; 1 filter\./);
    assert.match(JSON.stringify(await ask("subscribe clk.lists.example.org quiet")), /no list or subsystem/);
  });

  test("that mail from before such things were noted could not be asked, as far as it may be meant", async (t) => {
    const { ask, keep } = await relay(t);
    await keep("k7q2m9xa", { archived: { arrivedAt: recently } });
    await keep("clkclkcl", { archived: { arrivedAt: recently, lists: ["clk.lists.example.org" as ListId] } });
    await keep("secretse", { archived: { arrivedAt: recently, lists: [secretList] } });
    assert.match(JSON.stringify(await ask("subscribe wbus")), /nothing of it\. 1 mail from before/);
    assert.match(JSON.stringify(await ask("subscribe drivers/")), /nothing of it\. 2 mails from before/);
  });

  test("or that there was nothing", async (t) => {
    const { ask } = await relay(t);
    assert.match(JSON.stringify(await ask("subscribe wbus")), /In the last week there was nothing of it/);
  });
});
