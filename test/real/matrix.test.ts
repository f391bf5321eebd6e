import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { ChannelId, PostRef } from "../../src/chat/chat-platform.ts";
import { type Matrix, openMatrix } from "../../src/chat/matrix/platform.ts";
import { matrixProbe } from "../../src/chat/matrix/probe.ts";
import type { Post } from "../../src/compose/post.ts";
import { type ListenerSubject, listenerContract } from "../contract/listener.ts";
import { type PosterSubject, posterContract, type ShownPost } from "../contract/poster.ts";
import { parsedHtml, seenIn } from "../support/html-text.ts";
import { quietLog } from "../support/quiet-log.ts";
import type { MatrixPerson, RoomEvent } from "../support/synapse/matrix-person.ts";
import { noSynapse, type Synapse, startSynapse } from "../support/synapse/synapse.ts";

let synapse: Synapse;
let people = 0;
before(async () => {
  if (!noSynapse) synapse = (await startSynapse())!;
});
after(() => synapse?.close());

interface Scene {
  readonly bot: MatrixPerson;
  readonly ada: MatrixPerson;
  readonly room: string;
  readonly gone: ChannelId[];
  open(): Promise<Matrix>;
}

/** A room of Ada's with the bot in it. */
async function scene(): Promise<Scene> {
  const n = ++people;
  const [bot, ada] = [await synapse.person(`bot${n}`), await synapse.person(`ada${n}`)];
  const room = await ada.creates({ invite: [bot.id] });
  await bot.joins(room);
  const gone: ChannelId[] = [];
  let token: string | undefined;
  const open = () =>
    openMatrix({
      url: synapse.url,
      token: bot.token,
      operators: new Set(),
      allow: new Set([ada.id]),
      prefix: "!list",
      layoutOf: async () => "thread",
      syncToken: {
        read: async () => token,
        save: async (next) => {
          token = next;
        },
      },
      now: () => new Date(),
      log: quietLog(),
      onGone: (channel) => gone.push(channel),
      onOpen: () => undefined,
    });
  return { bot, ada, room, gone, open };
}

const channelId = (room: string) => `matrix:${room}` as ChannelId;

/** What stands in a room as a reader sees it: messages of ours as they were edited last. */
function shown(events: readonly RoomEvent[], self: string): ShownPost[] {
  const ours = events.filter(({ type, sender }) => type === "m.room.message" && sender === self);
  const edits = new Map(
    ours.flatMap((event) => {
      const { rel_type, event_id } = event.content["m.relates_to"] ?? {};
      return rel_type === "m.replace" ? [[event_id, event.content["m.new_content"] as RoomEvent["content"]]] : [];
    }) as [string, RoomEvent["content"]][],
  );
  return ours.flatMap(({ event_id, content }) => {
    const relation = content["m.relates_to"];
    if (relation?.rel_type === "m.replace") return [];
    const { body = "", formatted_body } = edits.get(event_id) ?? content;
    const answers = relation?.["m.in_reply_to"]?.event_id;
    return [
      {
        ref: event_id as PostRef,
        text: formatted_body === undefined ? body : seenIn(parsedHtml(formatted_body).root),
        ...(relation?.rel_type === "m.thread" && { root: relation.event_id as PostRef }),
        ...(answers !== undefined && { answers: answers as PostRef }),
        mentions: (content["m.mentions"]?.user_ids ?? []).map((id) => `matrix:${id}`),
      },
    ];
  });
}

async function posterSubject(on: Scene, isFirst = true): Promise<PosterSubject> {
  if (!isFirst) await on.bot.asks("GET", "/_matrix/client/v3/account/whoami");
  const poster = await on.open();
  return {
    poster,
    channel: channelId(on.room),
    user: `matrix:${on.ada.id}`,
    shown: async () => shown(await on.ada.reads(on.room), on.bot.id),
    reopen: async () => {
      await poster.stop(0);
      return posterSubject(on, false);
    },
    close: () => poster.stop(0),
  };
}

const aCard = (title: string): Post => ({ form: "card", title, byline: [], blocks: [], footer: [], isCut: false });

if (noSynapse) test("Matrix, on a real homeserver", { skip: noSynapse }, () => undefined);
else {
  posterContract("matrix", async () => posterSubject(await scene()));

  test("review tags that a card counts are reactions on it, once, also after a restart", async () => {
    const on = await scene();
    const channel = channelId(on.room);
    let matrix = await on.open();
    const ref = await matrix.post({ channel, key: "card", level: "silent", post: aCard("a card") });
    const counted = (mail: string, who: string) => ({
      mail,
      label: "Reviewed-by on 2/4",
      who,
      at: "2026-11-17T09:00:00Z",
    });
    await matrix.edit(channel, ref, { ...aCard("a card"), counted: [counted("k7q2m9xa", "Ines Marsh")] });
    await matrix.stop(0);
    matrix = await on.open();
    const both = [counted("k7q2m9xa", "Ines Marsh"), counted("p9dkm2xb", "Kit Walsh")];
    await matrix.edit(channel, ref, { ...aCard("a card, reviewed"), counted: both });
    const reactions = (await on.ada.reads(on.room)).filter(({ type }) => type === "m.reaction");
    assert.deepEqual(
      reactions.map(({ content }) => content["m.relates_to"]),
      ["R Ines Marsh 2/4", "R Kit Walsh 2/4"].map((key) => ({ rel_type: "m.annotation", event_id: ref, key })),
    );
    await matrix.stop(0);
  });

  test("answers that went together are one event, each is found by its key, and one of them can be hidden", async () => {
    const on = await scene();
    const channel = channelId(on.room);
    const matrix = await on.open();
    const root = await matrix.post({ channel, key: "card", level: "silent", post: aCard("a card") });
    const answers = ["first", "second <b>", "third"].map((title, at) => ({
      channel,
      key: `mail-${at}`,
      level: "silent" as const,
      root,
      answers: root,
      post: { ...aCard(title), form: "reply" as const, mail: `k7q2m9x${at}` },
    }));
    const ref = await matrix.post({ ...answers[0]!, beside: answers.slice(1) });
    for (const one of answers) assert.equal(await matrix.find(one, new Date(0)), ref);
    const texts = async () =>
      shown(await on.ada.reads(on.room), on.bot.id).map(({ text, root: stands }) => [text, stands]);
    assert.deepEqual((await texts())[1], ["first\n\nsecond <b>\n\nthird", root]);
    await matrix.edit(channel, ref, { ...aCard("hidden by an admin"), form: "reply", mail: "k7q2m9x1" });
    await matrix.edit(channel, ref, { ...aCard("gone, too"), form: "reply", mail: "k7q2m9x2" });
    assert.deepEqual((await texts())[1], ["first\n\nhidden by an admin\n\ngone, too", root]);
    await matrix.stop(0);
  });

  test("of a post that was taken away the homeserver gives nothing any more, nor of what it said before", async () => {
    const on = await scene();
    const channel = channelId(on.room);
    const matrix = await on.open();
    const ref = await matrix.post({ channel, key: "card", level: "silent", post: aCard("platypus one") });
    for (const title of ["platypus two", "platypus three"]) await matrix.edit(channel, ref, aCard(title));
    assert.match(JSON.stringify(await on.ada.reads(on.room)), /platypus one.*platypus two.*platypus three/);
    await matrix.erase(channel, ref, aCard("Forgotten."));
    const left = await on.ada.reads(on.room);
    assert.doesNotMatch(JSON.stringify(left), /platypus/);
    const before = left.length;
    await matrix.erase(channel, ref, aCard("Forgotten."));
    assert.equal((await on.ada.reads(on.room)).length, before);
    await matrix.stop(0);
  });

  test("of answers that went together one is taken away by an edit, the others stay", async () => {
    const on = await scene();
    const channel = channelId(on.room);
    const matrix = await on.open();
    const root = await matrix.post({ channel, key: "card", level: "silent", post: aCard("a card") });
    const [first, second] = ["first", "platypus"].map((title, at) => ({
      channel,
      key: `mail-${at}`,
      level: "silent" as const,
      root,
      post: { ...aCard(title), form: "reply" as const, mail: `k7q2m9x${at}` },
    }));
    const ref = await matrix.post({ ...first!, beside: [second!] });
    await matrix.erase(channel, ref, { ...aCard("Forgotten."), form: "reply", mail: "k7q2m9x1" });
    assert.deepEqual(
      shown(await on.ada.reads(on.room), on.bot.id).map(({ text }) => text),
      ["a card", "first\n\nForgotten."],
    );
    await matrix.stop(0);
  });

  describe("a room is tried, and nothing is written:", () => {
    // biome-ignore format: the columns are the specification
    const rows: readonly [what: string, change: (on: Scene) => Promise<unknown>, problem: RegExp | undefined][] = [
      ["all is well",                  async () => undefined, undefined],
      ["it is encrypted",              ({ ada, room }) => ada.sets(room, "m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" }), /encrypted/],
      ["our level is too low",         ({ ada, room }) => ada.setsPower(room, (levels) => ({ ...levels, events_default: 20 })), /has level 0, and messages need 20/],
      ["messages alone need more",     ({ ada, room }) => ada.setsPower(room, (levels) => ({ ...levels, events: { "m.room.message": 30 } })), /messages need 30/],
      ["it was upgraded",              ({ ada, room }) => ada.upgrades(room, "11"), /replaced by another/],
      ["we are not in it",             ({ ada, bot, room }) => ada.kicks(room, bot.id), /is not in the room; invite it/],
    ];
    for (const [what, change, problem] of rows)
      test(what, async () => {
        const on = await scene();
        const probe = await matrixProbe(synapse.url, on.bot.token);
        await change(on);
        const before = (await on.ada.reads(on.room)).length;
        const [found, ...more] = await probe(channelId(on.room));
        if (problem === undefined) assert.equal(found, undefined);
        else assert.match(found ?? "", problem);
        assert.deepEqual(
          more.filter((one) => !/level/.test(one)),
          [],
        );
        assert.equal((await on.ada.reads(on.room)).length, before);
      });
  });

  listenerContract("matrix", async (): Promise<ListenerSubject> => {
    const on = await scene();
    const matrix = await on.open();
    const aPost = await matrix.post({
      channel: channelId(on.room),
      key: "a-post",
      level: "silent",
      post: aCard("a card"),
    });
    let parts = 1;
    return {
      listener: {
        ...matrix,
        start: (answer) =>
          matrix.start(async (invocation) => {
            const posts = await answer(invocation);
            parts = posts.length;
            return posts;
          }),
      },
      channel: channelId(on.room),
      user: `matrix:${on.ada.id}`,
      role: "admin",
      aPost,
      async say(request, about) {
        const words = about === undefined ? `!list ${request}` : `!${request}`;
        const asked = await on.ada.says(on.room, words, about === undefined ? {} : { replyTo: about });
        return await on.ada.until(
          on.room,
          (events) => {
            const answers = events.filter(
              ({ sender, content }) =>
                sender === on.bot.id && content["m.relates_to"]?.["m.in_reply_to"]?.event_id === asked,
            );
            return answers.length >= parts && answers.map(({ content }) => content.body).join("\n");
          },
          3_000,
        );
      },
      close: () => matrix.stop(0),
    };
  });
}
