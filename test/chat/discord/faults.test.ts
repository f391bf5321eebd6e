import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as real } from "node:timers/promises";
import type { ChannelId } from "../../../src/chat/chat-platform.ts";
import { type Discord, openDiscord } from "../../../src/chat/discord/platform.ts";
import { PlatformError } from "../../../src/chat/platform-error.ts";
import { bell, type Clock } from "../../../src/clock.ts";
import type { Post } from "../../../src/compose/post.ts";
import { type Holds, holds } from "../../../src/deliver/holds.ts";
import { deliver } from "../../../src/deliver.ts";
import type { Delivery, NewDelivery, Store, TopicId } from "../../../src/store/store.ts";
import { type FakeDiscord, fakeDiscord } from "../../support/discord/fake-discord.ts";
import type { Fault } from "../../support/discord/faults.ts";
import { overwrite } from "../../support/discord/town.ts";
import type { Channel, Guild } from "../../support/discord/world.ts";
import { quietLog } from "../../support/quiet-log.ts";
import { temporaryStore } from "../../support/temporary-store.ts";

/** Waits up to this long are waited, in ms; of longer ones the clock skips the rest, for Discord and for us. */
const PATIENCE_MS = 300;

/** A clock that runs as it should and skips long waits. */
function skippingClock(): Clock & { readonly skippedMs: () => number } {
  let skipped = 0;
  return {
    skippedMs: () => skipped,
    now: () => new Date(Date.now() + skipped),
    async wait(ms, signal) {
      await real(Math.min(ms, PATIENCE_MS), undefined, { signal }).catch(() => undefined);
      if (!signal.aborted && Number.isFinite(ms) && ms > PATIENCE_MS) skipped += ms - PATIENCE_MS;
    },
  };
}

interface Scene {
  readonly fake: FakeDiscord;
  readonly guild: Guild;
  readonly channel: Channel;
  readonly store: Store;
  readonly discord: Discord;
  readonly clock: ReturnType<typeof skippingClock>;
  readonly holds: Holds;
  readonly gone: ChannelId[];
  owe(key: string, more?: Partial<NewDelivery>): Promise<void>;
  of(key: string, channel?: Channel): Promise<Delivery>;
  /** Resolves when nothing is queued or being sent. */
  paid(): Promise<void>;
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
}

/** The delivery loop over a real store, with the real client, against the fake: as the program wires them. */
async function scene(t: TestContext, { timeoutMs = 15_000, heartbeatMs = 41_250 } = {}): Promise<Scene> {
  const clock = skippingClock();
  const fake = await fakeDiscord({ now: () => clock.now().getTime(), settings: { identifySpacingMs: 0, heartbeatMs } });
  for (const rate of Object.values(fake.settings.rates)) rate.limit = 10_000;
  const guild = fake.guild("Wbus people");
  const channel = fake.channel(guild, "wbus");
  const store = await temporaryStore();
  const ring = bell(clock);
  const closed = holds();
  const gone: ChannelId[] = [];
  const discord = await openDiscord({
    token: fake.settings.token,
    api: fake.api,
    operators: new Set(),
    readsMessages: false,
    now: clock.now,
    timeoutMs,
    log: quietLog(),
    onGone: (id) => gone.push(id),
    onOpen: (id) => {
      if (closed.lift(id)) ring.ring();
    },
  });
  const stop = new AbortController();
  const posters = new Map([["discord", discord]]);
  const loop = deliver(
    { outbox: store, posters, refusal: async () => undefined, holds: closed, clock, bell: ring, log: quietLog() },
    stop.signal,
  );
  loop.catch(() => undefined);
  t.after(async () => {
    stop.abort();
    await loop;
    await discord.stop(0);
    await fake.close();
    await store.close();
  });
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (!(await isSo())) await real(5);
  };
  return {
    fake,
    guild,
    channel,
    store,
    discord,
    clock,
    holds: closed,
    gone,
    async owe(key, more = {}) {
      const common = { channel: idOf(channel), topic: "t" as TopicId, form: "post", level: "silent" } as const;
      await store.owe({ ...common, key, post: aPost(key), dueAt: clock.now(), ...more });
      ring.ring();
    },
    of: async (key, where = channel) => (await store.delivery(idOf(where), key))!,
    until,
    paid: () =>
      until(async () => {
        const { queued, sending } = await store.depths(clock.now());
        return queued + sending === 0;
      }),
  };
}

const idOf = (channel: Channel) => `discord:${channel.id}` as ChannelId;

const aPost = (title: string, more: Partial<Post> = {}): Post => ({
  form: "card",
  title,
  byline: [],
  blocks: [],
  footer: [],
  isCut: false,
  ...more,
});

/** What stands in a channel and in its threads, a line a message. */
const stands = (fake: FakeDiscord, channel: Channel): string[] =>
  [channel, ...fake.threads(channel)]
    .flatMap((place) => fake.messages(place, { mine: true }))
    .flatMap(({ content }) => (content === "" ? [] : [content.split("\n")[0]!.replaceAll("*", "")]));

/** Two cards and a reply to the first, and that they stand there once, in their order. */
async function series(on: Scene): Promise<void> {
  await on.owe("card-a");
  await on.owe("reply-a", { root: "card-a" });
  await on.owe("card-b");
  await on.paid();
  assert.deepEqual(stands(on.fake, on.channel), ["card-a", "card-b", "reply-a"]);
  for (const key of ["card-a", "reply-a", "card-b"]) assert.equal((await on.of(key)).state, "sent", key);
}

const messages = (fake: FakeDiscord) =>
  fake.records.requests.filter(({ method, template }) => method === "POST" && template?.endsWith("/messages"));

/** Nothing that a correct bot would not do, and no request while a 429 was in force. */
function assertProper({ fake: { records } }: Scene): void {
  assert.deepEqual([records.violations, records.mismatches, records.hurried], [[], [], []]);
}

describe("each post stands there once and in its order, though", () => {
  const create = "POST /channels/*/messages";
  // biome-ignore format: the columns are the specification
  const rows: readonly [name: string, fault: Fault, times: number, route?: string][] = [
    ["F21: the answer is lost",                              { kind: "dropAfter" }, 3],
    ["F21: a proxy answers 502 to what was taken",           { kind: "failAfter", status: 502 }, 3],
    ["F21: no answer comes",                                 { kind: "hangAfter" }, 1],
    ["F21: the answer is cut off",                           { kind: "truncate" }, 2],
    ["F21: the answer is empty",                             { kind: "noContent" }, 2],
    ["F21: the answer is a page",                            { kind: "page" }, 2],
    ["F21: the answer to the thread's opening is lost",      { kind: "dropAfter" }, 1, "POST /channels/*/messages/*/threads"],
    ["F22: Discord answers 500 for a while",                 { kind: "answer", status: 500, json: { message: "500", code: 0 } }, 8],
    ["F22: Discord answers 503 for a while",                 { kind: "answer", status: 503, html: "down" }, 8],
    ["F22: the connection ends before Discord hears of it",  { kind: "dropBefore" }, 4],
    ["F23: 429 of a user",                                   { kind: "limit", scope: "user", retryAfter: 0.5 }, 1],
    ["F24: 429 of all",                                      { kind: "limit", scope: "global", retryAfter: 0.5 }, 1],
    ["F24: 429 shared with others",                          { kind: "limit", scope: "shared", retryAfter: 0.5 }, 1],
    ["F24: slow mode",                                       { kind: "refuse", code: 20016, retryAfter: 0.4 }, 2],
    ["F24: the channel's write limit",                       { kind: "refuse", code: 20028, retryAfter: 0.4 }, 2],
    ["F25: Cloudflare's 429",                                { kind: "cloudflare", status: 429 }, 1],
    ["F25: Cloudflare's 403",                                { kind: "cloudflare", status: 403 }, 1],
  ];
  for (const [name, fault, times, route = create] of rows)
    test(name, async (t) => {
      const on = await scene(t, { timeoutMs: 1_000 });
      const rule = on.fake.fault({ route, fault, times });
      await series(on);
      assert.equal(rule.struck, times, "the fault struck");
      assertProper(on);
    });
});

test("F23: while one channel has to wait, nothing is sent to it, and the others flow", async (t) => {
  const on = await scene(t);
  const other = on.fake.channel(on.guild, "other");
  on.fake.fault({
    route: `POST /channels/${on.channel.id}/messages`,
    fault: { kind: "limit", scope: "user", retryAfter: 1 },
    times: 1,
  });
  const started = Date.now();
  await on.owe("late");
  for (const key of ["b", "c", "d"]) await on.owe(key, { channel: idOf(other) });
  await on.until(() => stands(on.fake, other).length === 3);
  assert.deepEqual([stands(on.fake, on.channel), Date.now() - started < 1_000], [[], true]);
  await on.paid();
  assert.deepEqual(stands(on.fake, on.channel), ["late"]);
  assertProper(on);
});

test("F25: Cloudflare's page stops everything for a quarter of an hour", async (t) => {
  const on = await scene(t);
  const other = on.fake.channel(on.guild, "other");
  on.fake.fault({ route: "POST /channels/*/messages", fault: { kind: "cloudflare", status: 429 }, times: 1 });
  await on.owe("a");
  await on.until(() => on.holds.until(idOf(other)) > 0);
  await on.owe("b", { channel: idOf(other) });
  await on.paid();
  const [first, ...later] = messages(on.fake);
  assert.ok(later.every(({ at }) => at - first!.at >= 15 * 60_000));
  assert.deepEqual([stands(on.fake, on.channel), stands(on.fake, other)], [["a"], ["b"]]);
});

test("F26: a token that is no longer taken ends it: no further request, and what is owed stays owed", async (t) => {
  const on = await scene(t);
  on.fake.fault({
    route: "*",
    fault: { kind: "answer", status: 401, json: { message: "401: Unauthorized", code: 0 } },
  });
  for (const key of ["a", "b"]) await on.owe(key);
  await assert.rejects(on.discord.failed, (error: unknown) => {
    assert.ok(error instanceof PlatformError);
    assert.match(error.message, /token is no longer taken.*Reset Token.*discord\.token/);
    return true;
  });
  await on.until(async () => (await on.of("a")).state === "queued");
  assert.equal((await on.of("b")).state, "queued");
  assert.equal(on.fake.records.invalid.length, 1);
});

describe("F27: where we may not write, what is owed waits, in its order, and goes", () => {
  test("when the channel lets us", async (t) => {
    const on = await scene(t);
    on.fake.allow(on.channel, [overwrite(on.guild, "role", { deny: ["SEND_MESSAGES"] })]);
    for (const key of ["a", "b"]) await on.owe(key);
    await on.until(() => on.holds.until(idOf(on.channel)) > 0);
    on.fake.allow(on.channel, []);
    await on.paid();
    assert.deepEqual(stands(on.fake, on.channel), ["a", "b"]);
    assert.ok(messages(on.fake).filter(({ status }) => status === 403).length <= 3);
  });

  test("or it is given up after seven days, with the reason, and few requests", async (t) => {
    const on = await scene(t);
    on.fake.allow(on.channel, [overwrite(on.guild, "role", { deny: ["SEND_MESSAGES"] })]);
    await on.owe("a");
    await on.paid();
    const { state, reason } = await on.of("a");
    assert.deepEqual([state, reason], ["dead", "Discord refused it: 403 50013"]);
    assert.ok(on.clock.skippedMs() >= 7 * 86_400_000);
    assert.ok(messages(on.fake).length < 40, `${messages(on.fake).length} requests in seven days`);
  });
});

describe("F28: a channel", () => {
  test("that was deleted is gone, with what was owed to it", async (t) => {
    const on = await scene(t);
    const other = on.fake.channel(on.guild, "other");
    on.fake.deleteChannel(on.channel);
    await on.owe("a");
    await on.owe("b", { channel: idOf(other) });
    await on.paid();
    assert.equal((await on.of("a")).state, "dead");
    assert.ok(on.gone.includes(idOf(on.channel)));
    assert.deepEqual(stands(on.fake, other), ["b"]);
    assert.ok(on.discord.isGone!(idOf(on.channel)));
  });

  test("of a server that cannot be reached is not, and goes on where it was", async (t) => {
    const on = await scene(t);
    await on.owe("a");
    await on.paid();
    on.fake.setAvailable(on.guild, { is: false });
    await on.owe("b");
    await on.until(() => !on.discord.isGone!(idOf(on.channel)));
    on.fake.setAvailable(on.guild, { is: true });
    await on.paid();
    assert.deepEqual([stands(on.fake, on.channel), on.gone], [["a", "b"], []]);
  });
});

describe("F29: the thread of a card", () => {
  for (const [state, where] of [
    [{ archived: true, locked: false }, "in it"],
    [{ archived: true, locked: true }, "beside the card"],
  ] as const)
    test(`that is ${state.locked ? "locked" : "archived"} gets its replies ${where}`, async (t) => {
      const on = await scene(t);
      await on.owe("card");
      await on.owe("first", { root: "card" });
      await on.paid();
      const [thread] = on.fake.threads(on.channel);
      on.fake.setThread(thread!, state);
      await on.owe("second", { root: "card" });
      await on.paid();
      const [place, other] = state.locked ? [on.channel, thread!] : [thread!, on.channel];
      const texts = (of: Channel) =>
        on.fake
          .messages(of, { mine: true })
          .map(({ content }) => content)
          .join();
      assert.match(texts(place), /second/);
      assert.doesNotMatch(texts(other), /second/);
    });

  test("that cannot be opened, since too many are, leaves the replies beside the card", async (t) => {
    const on = await scene(t);
    on.fake.fault({ route: "POST /channels/*/messages/*/threads", fault: { kind: "refuse", code: 160006 } });
    await on.owe("card");
    await on.owe("reply", { root: "card" });
    await on.paid();
    assert.deepEqual(stands(on.fake, on.channel), ["card", "reply"]);
  });
});

describe("F30: what Discord does not take as it is", () => {
  const long = { blocks: [{ kind: "text", lines: ["free nitro"] }], mail: "k7q2m9xa" } as const;
  for (const code of [50035, 40005, 200000, 240000, 50006] as const)
    test(`stands there without the mail's words, and what comes after it as ever: ${code}`, async (t) => {
      const on = await scene(t);
      const rule = on.fake.fault({ route: "POST /channels/*/messages", fault: { kind: "refuse", code }, times: 1 });
      await on.owe("a", { post: aPost("a", long) });
      await on.owe("b");
      await on.paid();
      const texts = on.fake.messages(on.channel, { mine: true }).map(({ content }) => content);
      assert.match(texts[0]!, /Discord did not take its text · k7q2m9xa/);
      assert.doesNotMatch(texts[0]!, /nitro/);
      assert.deepEqual([stands(on.fake, on.channel), rule.struck], [["a", "b"], 1]);
    });

  test("in any form is given up after the third, with the reason", async (t) => {
    const on = await scene(t);
    on.fake.fault({ route: "POST /channels/*/messages", fault: { kind: "refuse", code: 200000 }, times: 3 });
    await on.owe("a", { post: aPost("a", long) });
    await on.owe("b");
    await on.paid();
    assert.deepEqual([(await on.of("a")).state, stands(on.fake, on.channel)], ["dead", ["b"]]);
    assert.match((await on.of("a")).reason!, /400 200000/);
  });
});

describe("F52: while the gateway", () => {
  const breaks: readonly (readonly [name: string, act: (on: Scene) => void])[] = [
    ["is closed (4009)", ({ fake }) => fake.gateway.drop(4009)],
    ["asks to reconnect", ({ fake }) => fake.gateway.askToReconnect()],
    ["knows the session no more", ({ fake }) => fake.gateway.invalidate({ resumable: false })],
    ["is cut off", ({ fake }) => fake.gateway.drop()],
    ["acknowledges no heartbeat", ({ fake }) => fake.gateway.withholdAcks()],
  ];
  for (const [name, act] of breaks)
    test(`${name}, posts go on, and the client comes back`, async (t) => {
      const on = await scene(t, { heartbeatMs: 150 });
      const begun = () => on.fake.gateway.seen.filter(({ what }) => what === "resume" || what === "identify").length;
      const before = begun();
      act(on);
      for (const key of ["a", "b"]) await on.owe(key);
      await on.paid();
      assert.deepEqual(stands(on.fake, on.channel), ["a", "b"]);
      await on.until(() => begun() > before);
    });
});

describe("it ends while its gateway", () => {
  const begun = ({ fake }: Scene, what: "connect" | "close") =>
    fake.gateway.seen.filter((one) => one.what === what).length;
  const moments: readonly [name: string, act: (on: Scene) => void, is: (on: Scene) => boolean][] = [
    ["is about to connect anew", ({ fake }) => fake.gateway.drop(), (on) => begun(on, "close") > 0],
    [
      "is connected, and not yet known",
      ({ fake }) => fake.gateway.invalidate({ resumable: false }),
      (on) => begun(on, "connect") > 1,
    ],
  ];
  for (const [name, act, is] of moments)
    test(name, async (t) => {
      const on = await scene(t);
      act(on);
      await on.until(() => is(on));
      await on.discord.stop(0);
      // And a shard that came back would keep this file from its end.
      await on.until(() => on.fake.gateway.connected === 0);
    });
});

test("F59: an edit that Discord does not take any more is tried again later, the last one alone, and holds up nobody", async (t) => {
  const on = await scene(t);
  await on.owe("card");
  await on.paid();
  const rule = on.fake.fault({
    route: "PATCH /channels/*/messages/*",
    fault: { kind: "refuse", code: 30046, retryAfter: 0.4 },
    times: 2,
  });
  const edit = (text: string) => on.owe("edit-card", { form: "edit", root: "card", post: aPost(`card, ${text}`) });
  await edit("1 mail");
  await on.until(() => rule.struck > 0);
  await edit("2 mails");
  await on.owe("b");
  await on.until(() => stands(on.fake, on.channel).includes("b"));
  await edit("3 mails");
  await on.paid();
  assert.deepEqual(stands(on.fake, on.channel), ["card, 3 mails", "b"]);
});

test("30 % of what Discord takes loses its answer: nothing twice, nothing lost, and a repeat is the same to the octet", async (t) => {
  const on = await scene(t);
  const rule = on.fake.fault({ route: "POST /channels/*/messages", fault: { kind: "dropAfter" }, chance: 0.3 });
  const keys: string[] = [];
  for (let card = 0; card < 60; card++) {
    keys.push(`card-${card}`);
    await on.owe(`card-${card}`);
    for (let reply = 0; reply < 4; reply++) {
      keys.push(`reply-${card}-${reply}`);
      await on.owe(`reply-${card}-${reply}`, { root: `card-${card}` });
    }
  }
  await on.paid();
  assert.deepEqual(stands(on.fake, on.channel).sort(), keys.sort());
  assert.ok(rule.struck > 60, `${rule.struck} answers were lost`);
  const cards = on.fake.messages(on.channel, { mine: true }).map(({ content }) => content);
  assert.deepEqual(
    cards,
    cards.toSorted((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b))),
    "in order",
  );
  const byNonce = Map.groupBy(messages(on.fake), ({ json }) => (json as { nonce: string }).nonce);
  for (const tries of byNonce.values())
    assert.equal(new Set(tries.map(({ bytes }) => bytes.toString())).size, 1, "the same octets");
  assertProper(on);
  t.diagnostic(`${keys.length} posts, ${rule.struck} lost answers, ${messages(on.fake).length} requests`);
});
