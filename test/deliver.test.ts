import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { ChannelId, PostRef } from "../src/chat/chat-platform.ts";
import { DeliveryError } from "../src/chat/delivery-error.ts";
import { bell, type Clock } from "../src/clock.ts";
import type { Post } from "../src/compose/post.ts";
import { holds } from "../src/deliver/holds.ts";
import { type DeliverDeps, deliver } from "../src/deliver.ts";
import type { NewDelivery, Store, TopicId } from "../src/store/store.ts";
import { dueOf } from "./support/due.ts";
import { quietLog } from "./support/quiet-log.ts";
import { recordingPoster } from "./support/stage.ts";
import { temporaryStore } from "./support/temporary-store.ts";

const NOON = new Date("2026-11-17T12:00:00Z");

const post = (title: string): Post => ({ form: "card", title, byline: [], blocks: [], footer: [], isCut: false });

const owed = (key: string, more: Partial<NewDelivery> = {}): NewDelivery => ({
  channel: "web:wbus" as ChannelId,
  key,
  topic: "t" as TopicId,
  form: "post",
  level: "silent",
  post: post(key),
  dueAt: NOON,
  ...more,
});

/** A clock that jumps to the next due time as soon as the loop waits for one, and is at `limitMs` the latest. */
function jumpingClock(onIdle: () => void): Clock & { readonly waits: number[] } {
  let now = NOON.getTime();
  const waits: number[] = [];
  return {
    waits,
    now: () => new Date(now),
    async wait(ms, signal) {
      if (signal.aborted) return;
      if (!Number.isFinite(ms)) {
        onIdle();
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
        return;
      }
      waits.push(ms);
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** Runs the loop until nothing is left to do. */
async function run(
  t: TestContext,
  prepare: (store: Store) => Promise<void>,
  poster = recordingPoster(),
  refusal: DeliverDeps["refusal"] = async () => undefined,
) {
  const store = await temporaryStore();
  t.after(() => store.close());
  await prepare(store);
  const stop = new AbortController();
  // Nothing is queued and nothing under way: the loop would sleep for ever.
  const clock = jumpingClock(
    () => void store.depths(NOON).then(({ queued, sending }) => queued + sending === 0 && stop.abort()),
  );
  await deliver(
    { outbox: store, posters: new Map([["web", poster]]), refusal, clock, bell: bell(clock), log: quietLog() },
    stop.signal,
  );
  return { store, poster, clock };
}

describe("delivery", () => {
  test("pays in the order owed, a card before its reply", async (t) => {
    const { poster } = await run(t, async (store) => {
      await store.owe(owed("card-a"));
      await store.owe(owed("mail-b", { root: "card-a", answers: "card-a" }));
      await store.owe(owed("card-c"));
    });
    assert.deepEqual(
      poster.posted.map(({ key }) => key),
      ["card-a", "mail-b", "card-c"],
    );
    assert.equal(poster.posted[1]!.root, "web:wbus card-a");
  });

  test("tells the platform who asked to be told, and of nobody else", async (t) => {
    const { poster } = await run(t, async (store) => {
      await store.owe(owed("card-a", { mentions: ["web:local"] }));
      await store.owe(owed("card-b"));
    });
    assert.deepEqual(
      poster.posted.map(({ mentions }) => mentions),
      [["web:local"], undefined],
    );
  });

  test("waits for the due time", async (t) => {
    const { clock, poster } = await run(t, (store) =>
      store.owe(owed("card-a", { dueAt: new Date(NOON.getTime() + 45_000) })),
    );
    assert.equal(poster.posted.length, 1);
    assert.equal(clock.waits[0], 45_000);
  });

  test("tries a refused post again when told, and holds up what comes after it in the channel", async (t) => {
    const poster = recordingPoster();
    poster.fail(new DeliveryError("slow down", 65_000, "refused"));
    const { clock } = await run(
      t,
      async (store) => {
        await store.owe(owed("card-a"));
        await store.owe(owed("card-b"));
      },
      poster,
    );
    assert.deepEqual(
      poster.posted.map(({ key }) => key),
      ["card-b", "card-a"].sort(),
    );
    assert.ok(clock.now().getTime() - NOON.getTime() >= 65_000);
  });

  test("lets others pass one that has been refused for five minutes", async (t) => {
    const poster = recordingPoster();
    const { post: take } = poster;
    let refusals = 8;
    poster.post = async (outgoing) => {
      if (outgoing.key === "card-a" && refusals-- > 0) throw new DeliveryError("not now", 60_000, "refused");
      return await take(outgoing);
    };
    await run(
      t,
      async (store) => {
        for (const key of ["card-a", "card-b", "card-c"]) await store.owe(owed(key));
      },
      poster,
    );
    assert.deepEqual(
      poster.posted.map(({ key }) => key),
      ["card-b", "card-c", "card-a"],
    );
  });

  test("gives up a post that can never be sent, and says why", async (t) => {
    const poster = recordingPoster();
    poster.fail(new DeliveryError("too long", undefined, "refused"));
    const { store } = await run(t, (store) => store.owe(owed("card-a")), poster);
    const delivery = await store.delivery("web:wbus" as ChannelId, "card-a");
    assert.deepEqual([delivery?.state, delivery?.reason], ["dead", "too long"]);
  });

  test("asks the platform after an unclear answer and does not post twice", async (t) => {
    const poster = recordingPoster();
    const first = poster.post.bind(poster);
    let calls = 0;
    poster.post = async (outgoing) => {
      calls += 1;
      const ref = await first(outgoing);
      if (calls === 1) throw new DeliveryError("the answer was lost", 1000, "unclear");
      return ref;
    };
    const { store } = await run(t, (store) => store.owe(owed("card-a")), poster);
    assert.equal(calls, 1);
    assert.equal((await store.delivery("web:wbus" as ChannelId, "card-a"))?.state, "sent");
  });

  test("repeats soon after an unclear answer, while the platform knows the repeat by its key", async (t) => {
    const poster = recordingPoster();
    poster.fail(new DeliveryError("the answer was lost", 1000, "unclear"));
    poster.find = async () => undefined;
    const { store } = await run(t, (store) => store.owe(owed("card-a")), poster);
    assert.equal((await store.delivery("web:wbus" as ChannelId, "card-a"))?.state, "sent");
  });

  test("holds as unsure what the platform cannot tell about any more", async (t) => {
    const poster = recordingPoster();
    poster.fail(new DeliveryError("the answer was lost", 180_000, "unclear"));
    poster.find = async () => undefined;
    const { store } = await run(t, (store) => store.owe(owed("card-a")), poster);
    assert.deepEqual(poster.posted, []);
    assert.equal((await store.delivery("web:wbus" as ChannelId, "card-a"))?.state, "unsure");
  });

  test("asks again later, where the platform cannot even be asked, before it repeats anything", async (t) => {
    const poster = recordingPoster();
    poster.fail(new DeliveryError("the answer was lost", 180_000, "unclear"));
    let asked = 0;
    poster.find = async () => {
      asked += 1;
      if (asked < 3) throw new DeliveryError("no history", 60_000, "refused");
      return "absent";
    };
    const { store } = await run(t, (store) => store.owe(owed("card-a")), poster);
    assert.deepEqual([asked, poster.posted.length], [3, 1]);
    assert.equal((await store.delivery("web:wbus" as ChannelId, "card-a"))?.state, "sent");
  });

  test("keeps the order of a channel that is closed for a while, and gives up after seven days", async (t) => {
    const poster = recordingPoster();
    const closed = new DeliveryError("not allowed to write", 3_600_000, "channel");
    for (let tries = 0; tries < 3; tries++) poster.fail(closed);
    const owe = async (store: Store) => {
      for (const key of ["card-a", "card-b"]) await store.owe(owed(key));
    };
    const { clock } = await run(t, owe, poster);
    assert.deepEqual(
      poster.posted.map(({ key }) => key),
      ["card-a", "card-b"],
    );
    assert.equal(clock.now().getTime() - NOON.getTime(), 3 * 3_600_000);
    const deaf = recordingPoster();
    deaf.post = async () => {
      throw closed;
    };
    const { store } = await run(t, owe, deaf);
    const { state, reason } = (await store.delivery("web:wbus" as ChannelId, "card-a"))!;
    assert.deepEqual([state, reason], ["dead", "not allowed to write"]);
  });

  test("sends nothing anywhere on a platform that refuses everything, and goes on in order after it", async (t) => {
    const poster = recordingPoster();
    poster.fail(new DeliveryError("slow down, all of you", 60_000, "platform"));
    const { clock } = await run(
      t,
      async (store) => {
        await store.owe(owed("card-a"));
        await store.owe(owed("card-b", { channel: "web:other" as ChannelId, dueAt: new Date(NOON.getTime() + 1) }));
      },
      poster,
    );
    assert.deepEqual(poster.posted.map(({ key }) => key).sort(), ["card-a", "card-b"]);
    assert.ok(clock.now().getTime() - NOON.getTime() >= 60_000);
  });

  test("pays at once in a channel that is open again", async (t) => {
    const poster = recordingPoster();
    poster.fail(new DeliveryError("not allowed to write", 3_600_000, "channel"));
    const closed = holds();
    const store = await temporaryStore();
    t.after(() => store.close());
    await store.owe(owed("card-a"));
    const stop = new AbortController();
    const clock: Clock = {
      now: () => NOON,
      wait: (_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
    };
    const ring = bell(clock);
    const all = { outbox: store, posters: new Map([["web", poster]]), refusal: async () => undefined, holds: closed };
    const loop = deliver({ ...all, clock, bell: ring, log: quietLog() }, stop.signal);
    while (closed.until("web:wbus" as ChannelId) === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(closed.lift("web:wbus" as ChannelId), true);
    ring.ring();
    while (poster.posted.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await loop;
    assert.equal(closed.lift("web:wbus" as ChannelId), false);
  });

  test("settles what an earlier run left between request and answer before anything else", async (t) => {
    const poster = recordingPoster();
    await poster.post({ channel: "web:wbus" as ChannelId, key: "card-a", level: "silent", post: post("card-a") });
    const { store } = await run(
      t,
      async (store) => {
        await store.owe(owed("card-a"));
        await store.owe(owed("card-b"));
        for (const { seq } of await dueOf(store, NOON, 10)) await store.markSending(seq, NOON);
      },
      poster,
    );
    assert.deepEqual(
      poster.posted.map(({ key }) => key),
      ["card-a", "card-b"],
    );
    assert.equal((await store.depths(NOON)).sent, 2);
  });

  test("edits the card once it is out", async (t) => {
    const { poster } = await run(t, async (store) => {
      await store.owe(owed("edit-t", { form: "edit", root: "card-t", post: post("later") }));
      await store.owe(owed("card-t"));
    });
    assert.deepEqual(
      poster.edited.map(({ title }) => title),
      ["later"],
    );
  });

  test("lets no slow channel hold up another", async (t) => {
    const poster = recordingPoster();
    const first = poster.post.bind(poster);
    const order: string[] = [];
    const { promise: others, resolve: othersDone } = Promise.withResolvers<void>();
    poster.post = async (outgoing) => {
      if (outgoing.channel === "web:slow") await others;
      order.push(outgoing.channel);
      if (order.length === 3) othersDone();
      return await first(outgoing);
    };
    await run(
      t,
      async (store) => {
        await store.owe(owed("card-a", { channel: "web:slow" as ChannelId }));
        for (const key of ["card-b", "card-c", "card-d"])
          await store.owe(owed(key, { channel: "web:quick" as ChannelId }));
      },
      poster,
    );
    assert.deepEqual(order, ["web:quick", "web:quick", "web:quick", "web:slow"]);
  });
});

describe("where a platform is short of messages", () => {
  const answer = (key: string, root: string) =>
    owed(key, { root, answers: root, post: { ...post(key), form: "reply" } });
  /** Two cards, of which the second comes after three answers to the first. */
  const story = async (store: Store) => {
    await store.owe(owed("card-a"));
    for (const key of ["b", "c", "d"]) await store.owe(answer(key, "card-a"));
    await store.owe(owed("card-e"));
    await store.owe(answer("f", "card-e"));
  };
  /** What went out, a line a message. */
  function short(fails: readonly DeliveryError[] = []) {
    const poster = recordingPoster();
    const tries: string[] = [];
    const { post: take } = poster;
    const failing = [...fails];
    poster.post = async (outgoing) => {
      const keys = [outgoing, ...(outgoing.beside ?? [])].map(({ key }) => key).join("+");
      tries.push(keys);
      if (keys.includes("+")) {
        const failure = failing.shift();
        if (failure !== undefined) throw failure;
      }
      return await take(outgoing);
    };
    return { poster: Object.assign(poster, { together: () => 2 }), tries };
  }

  test("cards go first, and answers of one conversation together", async (t) => {
    const { poster, tries } = short();
    const { store } = await run(t, story, poster);
    assert.deepEqual(tries, ["card-a", "card-e", "b+c", "d", "f"]);
    const sent = await Promise.all(["b", "c"].map((key) => store.delivery("web:wbus" as ChannelId, key)));
    assert.deepEqual(new Set(sent.map((one) => one?.ref)).size, 1);
  });

  test("of which it is unclear whether they arrived the same go again, together", async (t) => {
    const { poster, tries } = short([new DeliveryError("no answer", 1_000, "unclear")]);
    await run(t, story, poster);
    assert.deepEqual(tries, ["card-a", "card-e", "b+c", "b+c", "d", "f"]);
  });

  test("those of which it stays unclear are asked for, each, and not posted twice", async (t) => {
    const { poster, tries } = short(Array.from({ length: 3 }, () => new DeliveryError("no answer", 65_000, "unclear")));
    poster.find = async ({ key }) => (key === "b" ? ("there" as PostRef) : "absent");
    await run(t, story, poster);
    assert.deepEqual(tries.slice(2).toSorted(), ["b+c", "b+c", "c", "d", "f"]);
  });

  test("what is not taken together is tried one by one", async (t) => {
    const { poster, tries } = short([new DeliveryError("too large", undefined, "refused")]);
    await run(t, story, poster);
    assert.deepEqual(tries, ["card-a", "card-e", "b+c", "b", "c", "d", "f"]);
  });

  test("those that have to wait may go with others when they go", async (t) => {
    const { poster, tries } = short([new DeliveryError("slow down", 5_000, "platform")]);
    await run(t, story, poster);
    assert.deepEqual(tries, ["card-a", "card-e", "b+c", "b+c", "d", "f"]);
  });
});

test("what may not go out any more is dead, with the reason, and what stands in its thread never goes", async (t) => {
  const poster = recordingPoster();
  const { store } = await run(
    t,
    async (on) => {
      await on.owe(owed("card"));
      await on.owe(owed("reply", { root: "card" }));
      await on.owe(owed("other"));
    },
    poster,
    async ({ key }) => (key === "card" ? "this channel may not show it" : undefined),
  );
  assert.deepEqual(
    poster.posted.map(({ key }) => key),
    ["other"],
  );
  const { state, reason, attempts } = (await store.delivery("web:wbus" as ChannelId, "card"))!;
  assert.deepEqual([state, reason, attempts], ["dead", "this channel may not show it", 0]);
});
