import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { type AnswererDeps, answerer } from "../../src/answer.ts";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import type { Post } from "../../src/compose/post.ts";
import type { MailFacts } from "../../src/intake/facts.ts";
import { newestVersion } from "../../src/intake/followers.ts";
import { wantedAgain } from "../../src/intake/wanted.ts";
import { stage } from "../support/stage.ts";

async function scene(t: TestContext, overrides: Partial<AnswererDeps> = {}) {
  const on = await stage(t);
  const answer = answerer({
    store: on.store,
    read: async () => ({ kind: "broken", reason: "nobody reads here" }),
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
  const ask = async (id: string, user = "web:kit") =>
    (await answer({ id, channel: "web:wbus" as ChannelId, user, role: "member", request: "news" }))[0]!;
  return { on, ask };
}

const rows = ({ title, blocks }: Post) => [
  title,
  ...blocks.flatMap((block) => (block.kind === "mails" ? block.rows.map(({ text }) => text) : [])),
];

describe("news", () => {
  test("tells the last day when asked first, then what came since, to each for himself", async (t) => {
    const { on, ask } = await scene(t);
    await on.arrive({ id: "old@kit", subject: "wbus: long ago" });
    on.pass(2 * 86_400_000);
    await on.arrive({ id: "one@kit", subject: "wbus: one" });
    assert.deepEqual(rows(await ask("1")).slice(1), ["wbus: one"]);
    assert.equal((await ask("2")).title, "Nothing new here");
    on.pass(3_600_000);
    await on.arrive({ id: "two@kit", subject: "wbus: two" });
    const [title, ...told] = rows(await ask("3"));
    assert.match(title!, /, since 2026-11-19 09:00 UTC$/);
    assert.deepEqual(told, ["wbus: two"]);
    assert.deepEqual(rows(await ask("4", "web:lee")).slice(1), ["wbus: one", "wbus: two"]);
  });

  test("asked by the same invocation again is answered the same", async (t) => {
    const { on, ask } = await scene(t);
    await on.arrive({ id: "one@kit", subject: "wbus: one" });
    const first = rows(await ask("1"));
    await on.arrive({ id: "two@kit", subject: "wbus: two" });
    assert.deepEqual(rows(await ask("1")), first);
    assert.deepEqual(rows(await ask("2")).slice(1), ["wbus: two"]);
  });

  test("tells nothing of lists that may not be seen here", async (t) => {
    const { on, ask } = await scene(t, { maySee: () => false });
    await on.arrive({ id: "one@kit", subject: "wbus: one" });
    assert.deepEqual(rows(await ask("1")), ["Nothing new here"]);
  });
});
