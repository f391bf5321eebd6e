import assert from "node:assert/strict";
import { after, before, describe, type TestContext, test } from "node:test";
import { setTimeout as real } from "node:timers/promises";
import type { ChannelId } from "../../src/chat/chat-platform.ts";
import { type Matrix, openMatrix } from "../../src/chat/matrix/platform.ts";
import { PlatformError } from "../../src/chat/platform-error.ts";
import { bell, type Clock } from "../../src/clock.ts";
import { notice } from "../../src/compose/answers/notice.ts";
import type { Post } from "../../src/compose/post.ts";
import { holds } from "../../src/deliver/holds.ts";
import { deliver } from "../../src/deliver.ts";
import type { NewDelivery, Store, TopicId } from "../../src/store/store.ts";
import { type HttpFault, type HttpFaultProxy, httpFaultProxy, type SeenHttp } from "../support/http-fault-proxy.ts";
import { quietLog } from "../support/quiet-log.ts";
import type { MatrixPerson } from "../support/synapse/matrix-person.ts";
import { noSynapse, type Synapse, startSynapse } from "../support/synapse/synapse.ts";
import { temporaryStore } from "../support/temporary-store.ts";

/** Waits up to this long are waited, in ms; of longer ones the clock skips the rest for us. */
const PATIENCE_MS = 100;

function skippingClock(): Clock {
  let skipped = 0;
  return {
    now: () => new Date(Date.now() + skipped),
    async wait(ms, signal) {
      await real(Math.min(ms, PATIENCE_MS), undefined, { signal }).catch(() => undefined);
      if (!signal.aborted && Number.isFinite(ms) && ms > PATIENCE_MS) skipped += ms - PATIENCE_MS;
    },
  };
}

interface Scene {
  readonly proxy: HttpFaultProxy;
  readonly bot: MatrixPerson;
  readonly ada: MatrixPerson;
  readonly room: string;
  readonly store: Store;
  readonly matrix: Matrix;
  readonly heard: string[];
  /** Where it is in what the homeserver tells. */
  token: string | undefined;
  owe(key: string, more?: Partial<NewDelivery>): Promise<void>;
  paid(): Promise<void>;
  /** First lines of what stands in the room, oldest first. */
  stands(): Promise<readonly string[]>;
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
}

const isSend = ({ method, path }: SeenHttp) => method === "PUT" && path.includes("/send/m.room.message/");
const isSync = ({ path }: SeenHttp) => path.includes("/v3/sync?") && path.includes("since=");

describe("on a real homeserver behind a proxy that fails", { skip: noSynapse }, () => {
  let synapse: Synapse;
  let people = 0;
  before(async () => {
    synapse = (await startSynapse())!;
  });
  after(() => synapse?.close());

  /** The delivery loop over a real store, with the real client: as the program wires them. */
  async function scene(t: TestContext, { timeoutMs = 15_000, isTalking = false } = {}): Promise<Scene> {
    const n = ++people;
    const clock = skippingClock();
    const proxy = await httpFaultProxy(synapse.url);
    const [bot, ada] = [await synapse.person(`bot${n}`), await synapse.person(`ada${n}`)];
    const room = await ada.creates({ invite: [bot.id] });
    await bot.joins(room);
    const store = await temporaryStore();
    const ring = bell(clock);
    const closed = holds();
    const heard: string[] = [];
    const on = { token: undefined as string | undefined };
    const matrix = await openMatrix({
      url: proxy.url,
      token: bot.token,
      operators: new Set(),
      allow: new Set(),
      prefix: "!list",
      layoutOf: async () => "thread",
      syncToken: {
        read: async () => on.token,
        save: async (next) => {
          on.token = next;
        },
      },
      now: clock.now,
      timeoutMs,
      log: quietLog(),
      onGone: () => undefined,
      onOpen: (id) => {
        if (closed.lift(id)) ring.ring();
      },
    });
    if (isTalking)
      await matrix.start(async ({ request }) => {
        heard.push(String(request));
        return [notice("heard")];
      });
    const stop = new AbortController();
    const loop = deliver(
      {
        outbox: store,
        posters: new Map([["matrix", matrix]]),
        refusal: async () => undefined,
        holds: closed,
        clock,
        bell: ring,
        log: quietLog(),
      },
      stop.signal,
    );
    loop.catch(() => undefined);
    t.after(async () => {
      stop.abort();
      proxy.clear();
      await loop;
      await matrix.stop(0);
      await proxy.close();
      await store.close();
    });
    const until = async (isSo: () => boolean | Promise<boolean>) => {
      while (!(await isSo())) await real(5);
    };
    return Object.assign(on, {
      proxy,
      bot,
      ada,
      room,
      store,
      matrix,
      heard,
      until,
      async owe(key: string, more: Partial<NewDelivery> = {}) {
        const channel = `matrix:${room}` as ChannelId;
        const common = { channel, topic: "t" as TopicId, form: "post", level: "silent" } as const;
        await store.owe({ ...common, key, post: aPost(key), dueAt: clock.now(), ...more });
        ring.ring();
      },
      paid: () =>
        until(async () => {
          const { queued, sending } = await store.depths(clock.now());
          return queued + sending === 0;
        }),
      stands: async () =>
        (await ada.reads(room))
          .filter(({ type, sender }) => type === "m.room.message" && sender === bot.id)
          .map(({ content }) => content.body!.split("\n")[0]!),
    });
  }

  const aPost = (title: string): Post => ({
    form: "card",
    title,
    byline: [],
    blocks: [],
    footer: [],
    isCut: false,
  });

  const limited = (more: object = {}) => JSON.stringify({ errcode: "M_LIMIT_EXCEEDED", error: "slow", ...more });

  describe("each post stands there once and in its order, though", () => {
    // biome-ignore format: the columns are the specification
    const rows: readonly [name: string, fault: HttpFault, times: number][] = [
      ["F21: the answer is lost",                          "lost", 3],
      ["F21: a proxy answers 502 to what was taken",       "bad gateway", 3],
      ["F21: no answer comes",                             "silence", 1],
      ["F21: what was sent falls into a hole",             "hole", 1],
      ["F21: the answer is a page",                        { status: 200, body: "<h1>hello</h1>" }, 1],
      ["the homeserver answers 500 for a while",           { status: 500, body: '{"errcode":"M_UNKNOWN","error":"x"}' }, 6],
      ["F47: it asks to wait, and says how long",          { status: 429, body: limited({ retry_after_ms: 300 }) }, 2],
      ["F47: it asks to wait, and says so in the header",  { status: 429, body: limited(), headers: { "retry-after": "1" } }, 1],
      ["F47: it asks to wait, and does not say how long",  { status: 429, body: limited() }, 1],
      ["F47: a proxy asks to wait",                        { status: 429, body: "<h1>slow</h1>", headers: { "retry-after": "1" } }, 1],
    ];
    for (const [name, fault, times] of rows)
      test(name, async (t) => {
        const on = await scene(t, { timeoutMs: 1_000 });
        const rule = on.proxy.fault(isSend, fault, times);
        await on.owe("card-a");
        await on.owe("reply-a", { root: "card-a", answers: "card-a" });
        await on.owe("card-b");
        await on.paid();
        assert.deepEqual((await on.stands()).toSorted(), ["card-a", "card-b", "reply-a"]);
        assert.equal((await on.stands())[0], "card-a");
        assert.equal(rule.struck, times, "the fault struck");
      });
  });

  test("F47: nothing is sent before the time that the homeserver told", async (t) => {
    const on = await scene(t);
    on.proxy.fault(isSend, { status: 429, body: limited({ retry_after_ms: 90 }) }, 3);
    for (const key of ["a", "b", "c"]) await on.owe(key);
    await on.paid();
    const sends = on.proxy.seen.filter(isSend);
    for (const [at, { fault, at: before }] of sends.entries())
      if (fault !== undefined) assert.ok(sends[at + 1]!.at - before >= 89, `${sends[at + 1]!.at - before} ms`);
    assert.deepEqual(await on.stands(), ["a", "b", "c"]);
  });

  test("F21: of 120 posts of which every third loses its answer, none is doubled, none lost, and each repeat is the same", async (t) => {
    const on = await scene(t, { timeoutMs: 2_000 });
    const rule = on.proxy.chance(isSend, "lost", 0.3, 20_261_127);
    const keys = Array.from({ length: 120 }, (_, n) => `post-${n}`);
    for (const key of keys) await on.owe(key);
    await on.paid();
    assert.deepEqual(await on.stands(), keys);
    for (const tries of Map.groupBy(on.proxy.seen.filter(isSend), ({ path }) => path).values())
      assert.equal(new Set(tries.map(({ body }) => body)).size, 1);
    t.diagnostic(`${keys.length} posts, ${rule.struck} lost answers`);
    assert.ok(rule.struck > 20);
  });

  test("a post that the homeserver finds too large is said without the mail's words", async (t) => {
    const on = await scene(t);
    on.proxy.fault(isSend, { status: 413, body: '{"errcode":"M_TOO_LARGE","error":"x"}' }, 1);
    await on.owe("a", { post: { ...aPost("a"), blocks: [{ kind: "text", lines: ["words"] }] } });
    await on.paid();
    const [event] = (await on.ada.reads(on.room)).filter(
      ({ sender, type }) => sender === on.bot.id && type === "m.room.message",
    );
    assert.equal(event!.content.body, "a\nthe homeserver did not take its text");
  });

  test("a token that is no longer taken ends it, and what is owed stays owed", async (t) => {
    const on = await scene(t);
    on.proxy.fault(isSend, { status: 401, body: '{"errcode":"M_UNKNOWN_TOKEN","error":"x"}' }, 100);
    await on.owe("a");
    await assert.rejects(on.matrix.failed, PlatformError);
    await on.until(async () => (await on.store.delivery(`matrix:${on.room}` as ChannelId, "a"))?.state === "queued");
    assert.deepEqual(await on.stands(), []);
  });

  for (const [what, body] of [
    ["does not know any more where we were", '{"errcode":"M_UNKNOWN_POS","error":"x"}'],
    ["does not take the place where we were", '{"errcode":"M_UNKNOWN","error":"Invalid stream token"}'],
  ] as const)
    test(`F45: where the homeserver ${what}, commands are heard from now on, and none from before`, async (t) => {
      const on = await scene(t, { isTalking: true });
      await on.ada.says(on.room, "!list before");
      await on.until(() => on.heard.length === 1);
      const rule = on.proxy.fault(isSync, { status: 400, body }, 1);
      await on.ada.says(on.room, "!list nudge");
      await on.until(() => rule.struck === 1 && on.proxy.seen.filter(isSync).at(-1)!.fault === undefined);
      await on.ada.says(on.room, "!list after");
      await on.until(() => on.heard.at(-1) === "after");
      assert.equal(on.heard.filter((one) => one === "before").length, 1);
      await on.owe("a");
      await on.paid();
    });

  test("F46: posts go on while the homeserver tells nothing of what happens", async (t) => {
    const on = await scene(t, { isTalking: true });
    on.proxy.fault(isSync, "hole", 1_000);
    await on.ada.says(on.room, "hello");
    for (const key of ["a", "b"]) await on.owe(key);
    await on.paid();
    assert.deepEqual(await on.stands(), ["a", "b"]);
  });

  test("F51: the homeserver is killed again and again while posts go out, and each stands there once", async (t) => {
    const on = await scene(t, { timeoutMs: 2_000 });
    const keys = Array.from({ length: 60 }, (_, n) => `post-${n}`);
    for (const key of keys) await on.owe(key);
    for (const share of [10, 25, 40]) {
      await on.until(() => on.proxy.seen.filter((one) => isSend(one) && one.status === 200).length >= share);
      await synapse.kill();
      await synapse.start();
    }
    await on.paid();
    assert.deepEqual((await on.stands()).toSorted(), keys.toSorted());
  });
});
