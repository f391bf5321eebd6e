import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "discord-markdown-parser";
import type { ChannelId, PostRef } from "../../../src/chat/chat-platform.ts";
import { type Discord, openDiscord } from "../../../src/chat/discord/platform.ts";
import type { Post } from "../../../src/compose/post.ts";
import { type ListenerSubject, listenerContract } from "../../contract/listener.ts";
import { type PosterSubject, posterContract, type ShownPost } from "../../contract/poster.ts";
import { type FakeDiscord, fakeDiscord } from "../../support/discord/fake-discord.ts";
import type { Person } from "../../support/discord/people.ts";
import type { Settings } from "../../support/discord/route.ts";
import type { Channel, Guild, Message } from "../../support/discord/world.ts";

interface Scene {
  readonly fake: FakeDiscord;
  readonly guild: Guild;
  readonly channel: Channel;
  readonly nora: Person;
  readonly gone: ChannelId[];
  open(): Promise<Discord>;
}

/** A server with a channel and a person in it, whose limits nobody meets. */
async function scene(settings: Partial<Settings> = {}): Promise<Scene> {
  const fake = await fakeDiscord({ settings: { identifySpacingMs: 0, ...settings } });
  for (const rate of Object.values(fake.settings.rates)) rate.limit = 1_000;
  const guild = fake.guild("Wbus people");
  const channel = fake.channel(guild, "wbus");
  const nora = fake.person("Nora Lind");
  fake.join(guild, nora);
  const { tell } = fake.world;
  fake.world.tell = (event) => {
    const { id, mentions } = event.data as Partial<Message>;
    if (event.name === "MESSAGE_CREATE" && id !== undefined)
      buzzed.set(
        id,
        (mentions ?? []).map((user) => user.id),
      );
    tell(event);
  };
  const gone: ChannelId[] = [];
  const open = () =>
    openDiscord({
      token: fake.settings.token,
      api: fake.api,
      operators: new Set(),
      readsMessages: false,
      now: () => new Date(),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      onGone: (id) => gone.push(id),
      onOpen: () => undefined,
    });
  return { fake, guild, channel, nora, gone, open };
}

const aCard = (title: string): Post => ({ form: "card", title, byline: [], blocks: [], footer: [], isCut: false });

const channelId = (channel: Channel) => `discord:${channel.id}` as ChannelId;

async function posterSubject(on: Scene, channel = on.fake.channel(on.guild, "other")): Promise<PosterSubject> {
  const poster = await on.open();
  return {
    poster,
    channel: channelId(channel),
    user: `discord:${on.nora.id}`,
    shown: async () => shownIn(on.fake, channel),
    reopen: async () => {
      await poster.stop(0);
      return posterSubject(on, channel);
    },
    close: async () => {
      await poster.stop(0);
      assert.deepEqual([on.fake.records.mismatches, on.fake.records.violations], [[], []]);
      await on.fake.close();
    },
  };
}

/** Whom each message buzzed when it came; an edit buzzes nobody. */
const buzzed = new Map<string, readonly string[]>();

function shownIn(fake: FakeDiscord, channel: Channel): ShownPost[] {
  const cards = fake.messages(channel, { mine: true }).map((message) => shown(message));
  const replies = fake
    .threads(channel)
    .flatMap((thread) =>
      fake.messages(thread, { mine: true }).map((message) => shown(message, `${channel.id}/${thread.id}` as PostRef)),
    );
  return [...cards, ...replies];
}

interface Node {
  readonly type: string;
  readonly content?: string | readonly Node[];
}

/** What a client shows of Markdown, marks taken off. */
const read = (nodes: readonly Node[]): string =>
  nodes
    .map(({ type, content }) =>
      type === "br" || type === "newline" ? "\n" : typeof content === "object" ? read(content) : (content ?? ""),
    )
    .join("");

/** As a reader sees it. */
function shown(message: Message, root?: PostRef): ShownPost {
  const answered = message.message_reference?.message_id;
  const answers = answered === undefined ? root : (`${message.channel_id}/${answered}` as PostRef);
  return {
    ref: `${message.channel_id}/${message.id}` as PostRef,
    text: read(parse(message.content, "extended") as readonly Node[]),
    ...(root !== undefined && { root }),
    ...(answers !== undefined && { answers }),
    mentions: (buzzed.get(message.id) ?? []).map((id) => `discord:${id}`),
  };
}

test("opens as many connections as Discord asks for, and knows the servers of each", async (t) => {
  const on = await scene({ shards: 2 });
  t.after(() => on.fake.close());
  const places = Array.from({ length: 8 }, (_, at) => on.fake.channel(on.fake.guild(`People ${at}`), "wbus"));
  const discord = await on.open();
  t.after(() => discord.stop(0));
  assert.deepEqual(
    places.map((place) => discord.guildOf(channelId(place))),
    places.map(({ guildId }) => guildId),
  );
  assert.equal(on.fake.gateway.connected, 2);
});

test("an answer waits its turn where the news have used up what Discord takes in a channel", async (t) => {
  const on = await scene();
  t.after(() => on.fake.close());
  Object.assign(on.fake.settings.rates.create, { limit: 3, perMs: 700 });
  const discord = await on.open();
  t.after(() => discord.stop(0));
  await discord.start(async () => [aCard("the answer")]);
  for (const key of ["one", "two", "three"])
    await discord.post({ channel: channelId(on.channel), key, level: "silent", post: aCard(key) });
  const [card] = on.fake.messages(on.channel, { mine: true });
  on.nora.says(on.channel, `<@${on.fake.world.bot.id}> full`, { replyTo: card! });
  const texts = () => on.fake.messages(on.channel, { mine: true }).map(({ content }) => content);
  while (texts().length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.match(texts()[3]!, /the answer/);
  assert.deepEqual(on.fake.records.hurried, []);
});

posterContract("discord", async () => posterSubject(await scene()));

listenerContract("discord", async (): Promise<ListenerSubject> => {
  const on = await scene();
  const discord = await on.open();
  const aPost = await discord.post({
    channel: channelId(on.channel),
    key: "a-post",
    level: "silent",
    post: aCard("a card"),
  });
  const card = on.fake.messages(on.channel).at(-1)!;
  let parts = 1;
  return {
    listener: {
      ...discord,
      start: (answer) =>
        discord.start(async (invocation) => {
          const posts = await answer(invocation);
          parts = posts.length;
          return posts;
        }),
    },
    channel: channelId(on.channel),
    user: `discord:${on.nora.id}`,
    role: "member",
    aPost,
    async say(request, about) {
      const before = on.fake.messages(on.channel, { mine: true }).length;
      const words = about === undefined ? `<@${on.fake.world.bot.id}> ${request}` : `!${request}`;
      on.nora.says(on.channel, words, about === undefined ? {} : { replyTo: card });
      for (let tries = 0; tries < 400; tries++) {
        const answers = on.fake.messages(on.channel, { mine: true }).slice(before);
        if (answers.length >= parts) return answers.map(({ content }) => content).join("\n");
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error("nobody answers");
    },
    close: async () => {
      await discord.stop(0);
      await on.fake.close();
    },
  };
});
