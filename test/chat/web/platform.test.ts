import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { ChannelId, PostRef } from "../../../src/chat/chat-platform.ts";
import { DeliveryError } from "../../../src/chat/delivery-error.ts";
import { openWebChat } from "../../../src/chat/web/platform.ts";
import { type ListenerSubject, listenerContract } from "../../contract/listener.ts";
import { type PosterSubject, posterContract } from "../../contract/poster.ts";
import { openTestChat, shownIn, signIn, type TestChat, wordsOf } from "./browserless.ts";
import { post, postStory, wbus } from "./wbus-posts.ts";

function posterSubject(test: TestChat): PosterSubject {
  const channel = "web:drm/tegra & co" as ChannelId;
  return {
    poster: test.chat,
    channel,
    user: "web:local",
    shown: () => shownIn(test, channel),
    reopen: async () => posterSubject(await test.reopen()),
    close: test.close,
  };
}

posterContract("web", async () => posterSubject(await openTestChat()));

listenerContract("web", async (): Promise<ListenerSubject> => {
  const { chat, origin, close } = await openTestChat();
  const refs = await postStory(chat);
  const cookie = await signIn(chat.address);
  let count = 0;
  return {
    listener: chat,
    channel: wbus,
    user: "web:local",
    role: "operator",
    aPost: refs.get("r1")!,
    async say(request, about) {
      count += 1;
      const fields = {
        id: `command-${count}`,
        channel: "wbus",
        request,
        ...(about && { card: refs.get("burst")!, about }),
      };
      const response = await fetch(`${origin}/command`, {
        method: "POST",
        headers: { cookie, origin },
        body: new URLSearchParams(fields),
      });
      const answers = (await response.text()).match(/<li id="a[^"]*" class="answer[\s\S]*?<\/li>/g) ?? [];
      return answers.map(wordsOf).join("\n");
    },
    close,
  };
});

describe("the web chat", () => {
  test("keeps its address over a restart where the port is given, since the token stands in the file", async () => {
    const first = await openTestChat();
    const token = new URL(first.chat.address).searchParams.get("token");
    assert.match(token ?? "", /^[\w-]{22}$/);
    const second = await first.reopen();
    assert.equal(new URL(second.chat.address).searchParams.get("token"), token);
    assert.equal(statSync(second.file).mode & 0o077, 0, "nobody else may read the token");
    await second.close();
  });

  const refused: readonly [why: string, options: { host: string; token?: string }, says: RegExp][] = [
    ["every interface without a token", { host: "0.0.0.0" }, /bind 127\.0\.0\.1, or set a token/],
    ["another interface with a short token", { host: "::", token: "short" }, /at least 16 characters/],
  ];
  for (const [why, options, says] of refused) {
    test(`refuses to bind ${why}`, async () => {
      await assert.rejects(
        openWebChat({ file: join(tmpdir(), "listwire-refused.sqlite"), port: 0, now: () => new Date(), ...options }),
        says,
      );
    });
  }

  test("says so when the port is taken or the file cannot be used", async () => {
    const { chat, file, close } = await openTestChat();
    const options = { file, host: "127.0.0.1", port: chat.port, now: () => new Date() };
    await assert.rejects(openWebChat(options), /cannot listen on 127\.0\.0\.1:\d+ .*choose another port/);
    await assert.rejects(
      openWebChat({ ...options, file: `${file}/below` }),
      /posts\.db\/below cannot be used: .*folder/,
    );
    await close();
  });

  test("throws only DeliveryErrors from the poster", async () => {
    const { chat, close } = await openTestChat();
    const outgoing = { key: "k", level: "silent", post: post({ title: "x" }) } as const;
    await assert.rejects(chat.post({ ...outgoing, channel: "discord:1" as ChannelId }), { outcome: "channel" });
    await close();
    const isDeliveryError = (error: unknown) => error instanceof DeliveryError && error.outcome === "unclear";
    await assert.rejects(chat.post({ ...outgoing, channel: wbus }), isDeliveryError);
    await assert.rejects(chat.edit(wbus, "1" as PostRef, outgoing.post), isDeliveryError);
    await assert.rejects(chat.find({ ...outgoing, channel: wbus }, new Date(0)), isDeliveryError);
  });

  test("stops within its grace though browsers hold event streams open", async () => {
    const { chat, origin, close } = await openTestChat();
    const events = await fetch(`${origin}/events?after=0`);
    await chat.stop(0);
    assert.match(await events.text(), /retry/);
    await close();
  });

  test("declared channels show while empty, and go when no longer declared", async () => {
    const { chat, origin, close } = await openTestChat();
    const declare = (...names: string[]) =>
      chat.declareChannels(names.map((name) => ({ id: `web:${name}` as ChannelId, title: name, group: "Lists" })));
    const names = async () =>
      Array.from((await (await fetch(origin)).text()).matchAll(/href="\/c\/([^"]+)"[^>]*><bdi>/g), ([, name]) => name);
    declare("b", "a");
    assert.deepEqual(await names(), ["a", "b"]);
    await chat.post({ channel: "web:b" as ChannelId, key: "k", level: "silent", post: post({ title: "x" }) });
    declare("c");
    assert.deepEqual(await names(), ["b", "c"]);
    await close();
  });
});
