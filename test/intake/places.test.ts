import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import { placesNow } from "../../src/intake/places.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { parseMaintainers } from "../../src/route/maintainers.ts";
import { sectionIndex } from "../../src/route/sections-of.ts";
import { parseSubsystems, subsystemIndex } from "../../src/route/subsystems.ts";
import type { ArchivedMail } from "../../src/store/store.ts";
import { patchText, type Stage, type StoryMail, stage } from "../support/stage.ts";

const tables = {
  sectionsOf: sectionIndex(
    parseMaintainers(`W-BUS
F: drivers/wbus/

CLOCKS
F: drivers/clk/

BINDINGS
F: Documentation/devicetree/

TREES
F: arch/

THE REST
F: *
F: */
`),
  ),
};

const channels = ["W-BUS", "CLOCKS", "BINDINGS", "TREES"];

/** A channel for each section, and none for the list. */
async function sections(t: Parameters<typeof stage>[0]): Promise<Stage> {
  const on = await stage(t, new Set(), tables);
  for (const name of channels)
    await on.subscribe({ channel: `web:${name}` as ChannelId, what: { kind: "subsystem", name } });
  return on;
}

const cover: StoryMail = { id: "0@dev", subject: "[PATCH 0/3] wbus: burst mode", text: "Sends up to 16 words." };
const patch = (n: number, path: string): StoryMail => ({
  id: `${n}@dev`,
  subject: `[PATCH ${n}/3] wbus: part ${n}`,
  refs: ["0@dev"],
  text: patchText(path),
});
const answer = (id: string, refs: readonly string[], text: string): StoryMail => ({
  id,
  from: "Tom Okafor <tom@example.org>",
  subject: "Re: [PATCH 1/3] wbus: part 1",
  refs,
  text,
});

async function mailOf(on: Stage, id: string): Promise<ArchivedMail<MailFacts>> {
  const [mail] = await on.store.mailsById([id as MessageId]);
  return mail as ArchivedMail<MailFacts>;
}

async function placesNowOf(on: Stage, id: string): Promise<string[]> {
  return (await placesNow(on.store, await mailOf(on, id))).map(({ name }) => name);
}

/** What stands in the channels of the sections. */
const shownIn = (on: Stage): string[] =>
  on.shown
    .filter(({ channel }) => channel !== "web:wbus")
    .map(({ channel, post }) => `${channel}: ${post.form} ${post.title}`)
    .sort();

describe("a series goes", () => {
  test("to the subsystems of most of its patches, three at most, and its cover with them", async (t) => {
    const on = await sections(t);
    await on.arrive(cover);
    await on.arrive(patch(1, "Documentation/devicetree/wbus.yaml"));
    await on.arrive(patch(2, "drivers/wbus/ring.c"));
    await on.arrive(patch(3, "drivers/wbus/irq.c"));
    assert.deepEqual(await placesNowOf(on, "0@dev"), ["W-BUS", "BINDINGS"]);
    await on.pay();
    assert.deepEqual(shownIn(on), ["web:BINDINGS: card wbus: burst mode", "web:W-BUS: card wbus: burst mode"]);
  });

  test("nowhere by THE REST", async (t) => {
    const on = await sections(t);
    await on.arrive({ id: "1@dev", subject: "[PATCH] README: fix", text: patchText("README") });
    await on.pay();
    assert.deepEqual(shownIn(on), []);
  });

  test("not to the fourth subsystem, where a card that waited there is taken back", async (t) => {
    const on = await sections(t);
    const wide = (n: number, path: string): StoryMail => ({
      ...patch(n, path),
      subject: `[PATCH ${n}/7] wbus: part ${n}`,
    });
    await on.arrive({ ...cover, subject: "[PATCH 0/7] wbus: burst mode" });
    await on.arrive(wide(1, "arch/arm/wbus.dts"));
    for (const [at, path] of ["drivers/wbus/a.c", "drivers/wbus/b.c", "drivers/clk/a.c", "drivers/clk/b.c"].entries())
      await on.arrive(wide(at + 2, path));
    await on.arrive(wide(6, "Documentation/devicetree/a.yaml"));
    await on.arrive(wide(7, "Documentation/devicetree/b.yaml"));
    await on.pay();
    assert.deepEqual(
      shownIn(on).map((line) => line.replace(/: .*/, "")),
      ["web:BINDINGS", "web:CLOCKS", "web:W-BUS"],
    );
  });
});

describe("an answer goes", () => {
  const rows: readonly [what: string, refs: readonly string[], text: string, places: readonly string[]][] = [
    ["where the nearest patch goes that it answers", ["0@dev", "1@dev"], "Fine.", ["BINDINGS"]],
    ["where most patches go, answering the cover", ["0@dev"], "Fine.", ["W-BUS", "BINDINGS"]],
    [
      "where its thread goes though it suggests another change",
      ["0@dev", "2@dev"],
      patchText("drivers/clk/a.c", "Rather:"),
      ["W-BUS"],
    ],
    [
      "where its thread goes though it speaks of another file",
      ["0@dev", "2@dev"],
      "drivers/clk/a.c:12:3: warning: unused",
      ["W-BUS"],
    ],
  ];
  for (const [what, refs, text, places] of rows)
    test(what, async (t) => {
      const on = await sections(t);
      await on.arrive(cover);
      await on.arrive(patch(1, "Documentation/devicetree/wbus.yaml"));
      await on.arrive(patch(2, "drivers/wbus/ring.c"));
      await on.arrive(patch(3, "drivers/wbus/irq.c"));
      await on.arrive(answer("r1@tom", refs, text));
      assert.deepEqual(await placesNowOf(on, "r1@tom"), places);
      await on.pay();
      assert.ok(!shownIn(on).some((line) => line.startsWith("web:CLOCKS")), "a thread never jumps");
    });

  test("where a patch goes that only the mail above it refers to", async (t) => {
    const on = await sections(t);
    await on.arrive({ id: "1@dev", subject: "[PATCH] wbus: part 1", text: patchText("drivers/wbus/ring.c") });
    await on.arrive(answer("r1@tom", ["1@dev"], "Why?"));
    await on.arrive(answer("r2@tom", ["r1@tom"], "Because."));
    assert.deepEqual(await placesNowOf(on, "r2@tom"), ["W-BUS"]);
  });

  test("where a robot's report links to, which answers nothing", async (t) => {
    const on = await sections(t);
    await on.arrive({ id: "1@dev", subject: "[PATCH] wbus: part 1", text: patchText("drivers/wbus/ring.c") });
    await on.arrive({
      id: "w@robot",
      from: "kernel test robot <lkp@intel.com>",
      subject: "[wbus:next 3/9] drivers/clk/a.c:12:3: error: implicit declaration",
      text: "patch link:    https://lore.kernel.org/r/1%40dev\n\n>> drivers/clk/a.c:12:3: error: implicit declaration\n",
    });
    assert.deepEqual(await placesNowOf(on, "w@robot"), ["W-BUS"]);
  });

  test("to the place its own words name, where it answers nothing that is here", async (t) => {
    const on = await sections(t);
    await on.arrive({ id: "w@robot", subject: "warning in wbus", text: "drivers/wbus/ring.c:12:3: warning: unused" });
    assert.deepEqual(await placesNowOf(on, "w@robot"), ["W-BUS"]);
  });
});

/** Which mails stand in the channel of a section, as cards and replies. */
const inChannel = (on: Stage, name: string): string[] =>
  on.shown.filter(({ channel }) => channel === `web:${name}`).map(({ post }) => `${post.form} ${post.title}`);

describe("a thread does not jump", () => {
  test("though most patches of its series turn out to belong elsewhere when its card is out", async (t) => {
    const on = await sections(t);
    await on.arrive({ ...cover, subject: "[PATCH 0/5] wbus: burst mode" });
    const late = (n: number, path: string) => ({ ...patch(n, path), subject: `[PATCH ${n}/5] wbus: part ${n}` });
    await on.arrive(late(1, "drivers/wbus/a.c"));
    on.pass(45_000);
    await on.pay();
    for (const n of [2, 3, 4]) await on.arrive(late(n, `arch/arm/${n}.dts`));
    await on.arrive({ ...late(5, "drivers/clk/a.c") });
    await on.arrive(answer("r1@tom", ["0@dev", "3@dev"], "Why these values?"));
    await on.pay();
    assert.deepEqual(inChannel(on, "W-BUS"), ["card wbus: burst mode", "reply Tom Okafor"]);
    assert.deepEqual(inChannel(on, "TREES"), []);
  });

  test("where its first mail told nothing, the next one wbus, and the last one clocks", async (t) => {
    const on = await sections(t);
    const quoting = (path: string) => `${path}:12:3: warning: unused\n\nSee there.`;
    await on.arrive({ id: "q@kit", subject: "it stops", text: "After resume nothing moves." });
    await on.arrive({ ...answer("a@tom", ["q@kit"], quoting("drivers/wbus/ring.c")), subject: "Re: it stops" });
    await on.pay();
    await on.arrive({ ...answer("b@tom", ["q@kit"], quoting("drivers/clk/a.c")), subject: "Re: it stops" });
    await on.pay();
    assert.equal(inChannel(on, "W-BUS").length, 3);
    assert.deepEqual(inChannel(on, "CLOCKS"), []);
  });

  test("and an answer that came before its patch comes along to where that goes", async (t) => {
    const on = await sections(t);
    await on.arrive(answer("r1@tom", ["1@dev"], "drivers/clk/a.c:12:3: warning: unused\n\nSee there."));
    await on.arrive({ id: "1@dev", subject: "[PATCH] wbus: part 1", text: patchText("drivers/wbus/ring.c") });
    on.pass(120_000);
    await on.pay();
    assert.deepEqual(inChannel(on, "W-BUS"), ["card wbus: part 1", "reply Tom Okafor"]);
    assert.deepEqual(inChannel(on, "CLOCKS"), []);
    const { decisions } = await mailOf(on, "r1@tom");
    assert.equal(
      decisions.find(({ channel }) => channel === "web:CLOCKS")?.because,
      "its conversation turned out to belong to W-BUS",
    );
  });
});

describe("a series over three trees", () => {
  const wide = (n: number, path: string): StoryMail => ({
    ...patch(n, path),
    subject: `[PATCH ${n}/4] wbus: part ${n}`,
  });
  const paths = ["arch/arm/wbus.dts", "drivers/wbus/a.c", "drivers/wbus/b.c", "drivers/clk/a.c"];
  const stat = `Why.\n\n${paths.map((path) => ` ${path} | 2 +-`).join("\n")}\n 4 files changed, 4 insertions(+), 4 deletions(-)\n`;

  test("is one card in each of their channels, its answers too, and says so for a reason", async (t) => {
    const on = await sections(t);
    await on.arrive({ ...cover, subject: "[PATCH 0/4] wbus: burst mode", text: stat });
    for (const [at, path] of paths.entries()) await on.arrive(wide(at + 1, path));
    await on.arrive(answer("r1@tom", ["0@dev", "4@dev"], "Fine with me, but why?"));
    await on.pay();
    for (const name of ["W-BUS", "CLOCKS", "TREES"])
      assert.deepEqual(inChannel(on, name), ["card wbus: burst mode", "reply Tom Okafor"], name);
    const { decisions } = await mailOf(on, "r1@tom");
    assert.match(
      decisions.find(({ channel }) => channel === "web:W-BUS")!.because,
      /: 2 of its patches touch its files /,
    );
  });

  test("does not leave the channel of a list that only its cover came by", async (t) => {
    const on = await sections(t);
    await on.arrive({ ...cover, subject: "[PATCH 0/4] wbus: burst mode", list: "mm.lists.example.org" });
    for (const [at, path] of paths.entries()) await on.arrive(wide(at + 1, path));
    await on.pay();
    assert.deepEqual(inChannel(on, "mm"), ["card wbus: burst mode"]);
  });
});

test("a patch goes by its paths, by its words and by the operator's table side by side", async (t) => {
  const on = await stage(t, new Set(), {
    ...tables,
    keywordsOf: (text) => (text.includes("fence") ? [{ name: "FENCES", keyword: "fence" }] : []),
    subsystemsOf: subsystemIndex(parseSubsystems([{ name: "bus", prefixes: ["wbus"] }]).table),
  });
  for (const name of ["W-BUS", "FENCES", "bus"])
    await on.subscribe({ channel: `web:${name}` as ChannelId, what: { kind: "subsystem", name } });
  await on.arrive({
    id: "1@dev",
    subject: "[PATCH] wbus: part 1",
    text: patchText("drivers/wbus/a.c", "Wait for the fence."),
  });
  await on.pay();
  for (const name of ["W-BUS", "FENCES", "bus"]) assert.deepEqual(inChannel(on, name), ["card wbus: part 1"], name);
});
