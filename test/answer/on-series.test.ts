import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { type AnswererDeps, answerer } from "../../src/answer.ts";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import type { Post } from "../../src/compose/post.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import { newestVersion } from "../../src/intake/followers.ts";
import { wantedAgain } from "../../src/intake/wanted.ts";
import type { MessageId } from "../../src/mail/message-id.ts";
import { readOne } from "../../src/reader/read-one.ts";
import { patchText, type Stage, stage } from "../support/stage.ts";

const WEEK = 7 * 86_400_000;

async function version(on: Stage, v: number, texts: readonly string[]): Promise<void> {
  const tag = v === 1 ? "PATCH" : `PATCH v${v}`;
  await on.arrive({ id: `v${v}-0@dev`, subject: `[${tag} 0/${texts.length}] wbus: add burst mode`, text: "Faster." });
  for (const [at, text] of texts.entries())
    await on.arrive({
      id: `v${v}-${at + 1}@dev`,
      subject: `[${tag} ${at + 1}/${texts.length}] wbus: part ${at + 1}`,
      refs: [`v${v}-0@dev`],
      text,
    });
  on.pass(WEEK);
}

/** A series of two versions, of which the second patch changed and a third came. */
async function twoVersions(t: TestContext): Promise<Stage> {
  const on = await stage(t);
  const [one, two, three] = ["ring.c", "fill.c", "count.c"].map((path) => patchText(path));
  await version(on, 1, [one!, two!]);
  await on.arrive({
    id: "r@tom",
    from: "Tom Okafor <tom@example.org>",
    subject: "Re: [PATCH 1/2] wbus: part 1",
    refs: ["v1-0@dev", "v1-1@dev"],
    text: "Reviewed-by: Tom Okafor <tom@example.org>",
  });
  await version(on, 2, [one!, two!.replace("+int c;", "+long c;"), three!]);
  return on;
}

async function ask(on: Stage, request: string, overrides: Partial<AnswererDeps> = {}): Promise<Post> {
  const answer = answerer({
    store: on.store,
    read: async (octets) => ({ kind: "read", reading: readOne(octets, octets.byteLength) }),
    now: on.now,
    lists: async () => [],
    subsystems: [],
    routing: () => [],
    topicMail: (mail) => (mail.facts as MailFacts).topicMail,
    newestVersion,
    retell: async () => ({ channels: [], unsure: 0 }),
    wanted: wantedAgain,
    layouts: () => ["thread"],
    omit: new Set(),
    status: async () => ({ sources: [], notes: [] }),
    maySee: () => true,
    note: () => undefined,
    ...overrides,
  });
  const [post] = await answer({
    id: "1",
    channel: "web:wbus" as ChannelId,
    user: "web:local",
    role: "member",
    request,
  });
  return post!;
}

const said = (post: Post) =>
  post.blocks.flatMap((block) => (block.kind === "list" ? block.items : block.kind === "text" ? block.lines : []));

describe("series", () => {
  test("gives the versions, and what was said of each patch of the newest", async (t) => {
    const on = await twoVersions(t);
    const rows = said(await ask(on, "series v1-1@dev"));
    assert.match(rows[0]!, /^v1 \([a-z0-9]{8}\), 2026-11-17: superseded · 4 mails$/);
    assert.match(rows[1]!, /^v2 \([a-z0-9]{8}\), 2026-11-24: new/);
    assert.deepEqual(rows.slice(2), ["Patches of v2", "1/3 wbus: part 1", "2/3 wbus: part 2", "3/3 wbus: part 3"]);
    const first = await ask(on, "series v2-0@dev", { maySee: (_, lists) => lists.length > 0 });
    assert.deepEqual(said(first), rows);
  });

  test("says so of a mail that belongs to none", async (t) => {
    const on = await stage(t);
    await on.arrive({ id: "q@kit", subject: "wbus: a question" });
    for (const command of ["series", "diff"])
      assert.match(JSON.stringify(await ask(on, `${command} q@kit`)), /belongs to no patch series/);
  });
});

describe("diff", () => {
  for (const request of ["diff v2-0@dev", "diff v1-2@dev v1 v2", "diff v1-2@dev 1..2", "diff v2-1@dev 1"]) {
    test(`tells what became of each patch, then what differs: ${request}`, async (t) => {
      const post = await ask(await twoVersions(t), request);
      assert.deepEqual(said(post), ["1: unchanged", "2: changed +1 −1, wbus: part 2", "3: new, wbus: part 3"]);
      const code = post.blocks.find((block) => block.kind === "code");
      assert.ok(code?.kind === "code" && code.lines.includes("-+int c;") && code.lines.includes("++long c;"));
      assert.equal(post.file, undefined);
    });
  }

  test("names the versions there are where another is asked for", async (t) => {
    assert.match(JSON.stringify(await ask(await twoVersions(t), "diff v1-0@dev v2 v5")), /There are v1 and v2/);
  });

  test("says where there is only one version", async (t) => {
    const on = await stage(t);
    await version(on, 1, [patchText("ring.c")]);
    assert.match(JSON.stringify(await ask(on, "diff v1-0@dev")), /Only v1 is here/);
  });

  test("says of which patch the text is gone, or may not be quoted", async (t) => {
    const on = await twoVersions(t);
    const gone = (await on.store.mailsById(["v1-2@dev" as MessageId]))[0]!.key;
    const octets: typeof on.store.octets = async (key) => (key === gone ? undefined : on.store.octets(key));
    assert.match(said(await ask(on, "diff v1-0@dev", { store: { ...on.store, octets } }))[1]!, /no longer kept here/);
    const quiet = { omit: new Set(["nora@example.org"]) };
    const post = await ask(on, "diff v1-0@dev", quiet);
    assert.match(JSON.stringify(said(post)), /not to be quoted elsewhere/);
    assert.ok(!post.blocks.some(({ kind }) => kind === "code"));
  });

  test("knows no mail that may not be shown in the channel", async (t) => {
    const on = await twoVersions(t);
    for (const command of ["series", "diff"])
      assert.match(
        JSON.stringify(await ask(on, `${command} v1-0@dev`, { maySee: () => false })),
        /No mail by that name/,
      );
  });
});
