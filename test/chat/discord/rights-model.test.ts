import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout as real } from "node:timers/promises";
import fc from "fast-check";
import { completer } from "../../../src/answer/completions.ts";
import { answerer } from "../../../src/answer.ts";
import type { ChannelId } from "../../../src/chat/chat-platform.ts";
import { openDiscord } from "../../../src/chat/discord/platform.ts";
import { directory } from "../../../src/cli/directory.ts";
import { bell } from "../../../src/clock.ts";
import { refusal } from "../../../src/deliver/refusal.ts";
import { deliver } from "../../../src/deliver.ts";
import { newestVersion } from "../../../src/intake/followers.ts";
import { retell } from "../../../src/intake/retell.ts";
import { takeIn } from "../../../src/intake/take-in.ts";
import { wantedAgain } from "../../../src/intake/wanted.ts";
import { identify } from "../../../src/mail/identity.ts";
import type { ListId } from "../../../src/mail/mail.ts";
import { readOne } from "../../../src/reader/read-one.ts";
import { ClientRefuses } from "../../support/discord/command-options.ts";
import { fakeDiscord } from "../../support/discord/fake-discord.ts";
import type { Act, Person } from "../../support/discord/people.ts";
import { overwrite } from "../../support/discord/town.ts";
import type { Channel, Guild, Message, Role } from "../../support/discord/world.ts";
import { quietLog } from "../../support/quiet-log.ts";
import { type Right, RightsModel, type Visibility } from "../../support/rights-model.ts";
import { written } from "../../support/stage.ts";
import { temporaryStore } from "../../support/temporary-store.ts";

const SEED = 20261127;
const STEPS = 3_000;

const servers = ["north", "south"] as const;
const channels = ["north-news", "north-dev", "south-news"] as const;
const people = ["nora", "kit", "lee", "ravi"] as const;
const lists = ["quagga", "okapi", "dugong", "numbat"] as const;
/** Two in each server. */
const roles = ["north-a", "north-b", "south-a", "south-b"] as const;
/** What is asked about a mail, in whatever way it is asked. */
const questions = ["full", "thread", "why"] as const;
const ways = ["command", "menu", "reply"] as const;

type Step =
  | { readonly do: "grant"; readonly role: string; readonly rights: readonly Right[] }
  | { readonly do: "except"; readonly channel: string; readonly said: readonly Said[] }
  | { readonly do: "join"; readonly server: string; readonly person: string; readonly roles: readonly string[] }
  | { readonly do: "publish"; readonly list: string; readonly visibility: Visibility }
  /** `afterwards`: the list's visibility changes after the post is owed and before it goes. */
  | { readonly do: "mail"; readonly list: string; readonly afterwards?: Visibility | undefined }
  | {
      readonly do: "subscribe" | "unsubscribe";
      readonly channel: string;
      readonly person: string;
      readonly list: string;
    }
  | { readonly do: "show" | "set" | "complete" | "strangers"; readonly channel: string; readonly person: string }
  | {
      readonly do: "ask";
      readonly channel: string;
      readonly person: string;
      readonly question: (typeof questions)[number];
      readonly way: (typeof ways)[number];
      readonly mail: number;
    };

interface Said {
  readonly whom: string;
  readonly allow: readonly Right[];
  readonly deny: readonly Right[];
}

const rights = fc.subarray<Right>(["VIEW_CHANNEL", "SEND_MESSAGES", "USE_APPLICATION_COMMANDS", "MANAGE_CHANNELS"]);
const mostRights = rights.map((some) => [...new Set([...some, "VIEW_CHANNEL", "USE_APPLICATION_COMMANDS"] as const)]);
const channel = fc.constantFrom(...channels);
const person = fc.constantFrom(...people);
const list = fc.constantFrom(...lists);
const visibility: fc.Arbitrary<Visibility> = fc.oneof(
  fc.constant({ kind: "public" } as const),
  fc.record({ kind: fc.constant("servers" as const), servers: fc.subarray([...servers]) }),
  fc.record({ kind: fc.constant("channels" as const), channels: fc.subarray([...channels]) }),
);
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("grant" as const),
    role: fc.constantFrom(...servers, ...roles),
    rights: fc.oneof(
      { weight: 8, arbitrary: mostRights },
      { weight: 3, arbitrary: rights },
      { weight: 1, arbitrary: fc.constantFrom<Right[]>(["ADMINISTRATOR"], ["VIEW_CHANNEL", "MANAGE_GUILD"]) },
    ),
  }),
  channel.chain((at) =>
    fc.record({
      do: fc.constant("except" as const),
      channel: fc.constant(at),
      said: fc.uniqueArray(
        fc.record({
          whom: fc.constantFrom(serverOf(at), ...roles.filter((role) => role.startsWith(serverOf(at))), ...people),
          allow: rights,
          deny: rights,
        }),
        { maxLength: 3, selector: ({ whom }) => whom },
      ),
    }),
  ),
  fc.constantFrom(...servers).chain((server) =>
    fc.record({
      do: fc.constant("join" as const),
      server: fc.constant(server),
      person,
      roles: fc.subarray(roles.filter((role) => role.startsWith(server))),
    }),
  ),
  fc.record({ do: fc.constant("publish" as const), list, visibility }),
  fc.record({ do: fc.constant("mail" as const), list, afterwards: fc.option(visibility, { nil: undefined, freq: 3 }) }),
  fc.record({
    do: fc.constantFrom("subscribe" as const, "subscribe" as const, "unsubscribe" as const),
    channel,
    person,
    list,
  }),
  fc.record({
    do: fc.constantFrom("show" as const, "set" as const, "complete" as const, "strangers" as const),
    channel,
    person,
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("ask" as const),
      channel,
      person,
      question: fc.constantFrom(...questions),
      way: fc.constantFrom(...ways),
      mail: fc.nat(),
    }),
  },
);

function serverOf(channel: string): string {
  return channel.slice(0, channel.indexOf("-"));
}

test("3,000 steps at random: nobody does more than the documents say, and nothing names a list where it may not be seen", async (t) => {
  const on = await scene(t);
  t.diagnostic(`seed ${SEED}`);
  let agreed = 0;
  for (const step of fc.sample(steps, { seed: SEED, numRuns: STEPS })) {
    await on.take(step).catch((error: unknown) => {
      throw new Error(`seed ${SEED}, step ${agreed + 1}: ${JSON.stringify(step)}`, { cause: error });
    });
    agreed += 1;
  }
  t.diagnostic(`${agreed} of ${STEPS} steps agree: ${on.counts()}`);
});

interface Known {
  readonly short: string;
  readonly list: string;
  readonly word: string;
  /** Its post, by channel. */
  readonly posts: Map<string, Message>;
}

async function scene(t: TestContext) {
  let skippedMs = 0;
  const now = () => new Date(Date.now() + skippedMs);
  const clock = {
    now,
    wait: (ms: number, signal: AbortSignal) => real(Math.min(ms, 60_000), undefined, { signal }).catch(() => undefined),
  };
  const fake = await fakeDiscord({ now: () => now().getTime(), settings: { identifySpacingMs: 0 } });
  for (const rate of Object.values(fake.settings.rates)) rate.limit = 100_000;
  const model = new RightsModel();
  const guilds = new Map<string, Guild>(servers.map((name) => [name, fake.guild(name, { botMay: ["ADMINISTRATOR"] })]));
  const places = new Map<string, Channel>(
    channels.map((name) => [name, fake.channel(guilds.get(serverOf(name))!, name)]),
  );
  const persons = new Map<string, Person>(people.map((name) => [name, fake.person(name)]));
  const otherBot = fake.person("other", { bot: true });
  const held = new Map<string, Role>(roles.map((name) => [name, fake.role(guilds.get(serverOf(name))!, name)]));
  for (const [name, guild] of guilds) {
    held.set(name, guild.roles[0]!);
    fake.join(guild, otherBot);
    model.rights.set(name, new Set(["VIEW_CHANNEL", "SEND_MESSAGES", "USE_APPLICATION_COMMANDS"]));
  }
  for (const name of roles) model.rights.set(name, new Set());
  for (const name of channels) {
    model.serverOf.set(name, serverOf(name));
    model.subscribed.set(name, new Set());
  }
  for (const name of lists) model.visibility.set(name, { kind: "public" });
  model.operators.add("ravi");

  const idOf = (name: string) => `discord:${places.get(name)!.id}` as ChannelId;
  const listId = (name: string) => `${name}.lists.example.org` as ListId;
  /** The configuration as it is now; it may be read again at any time. */
  const settings = () =>
    directory(
      lists.map((name) => {
        const seen = model.visibility.get(name)!;
        const common = { id: listId(name), name };
        if (seen.kind === "public") return common;
        if (seen.kind === "channels") return { ...common, channels: seen.channels.map(idOf) };
        return { ...common, guilds: seen.servers.map((server) => guilds.get(server)!.id) };
      }),
      discordGuildOf,
    );
  function discordGuildOf(id: ChannelId): string | undefined {
    return discord.guildOf(id);
  }
  const store = await temporaryStore();
  const ring = bell(clock);
  const discord = await openDiscord({
    token: fake.settings.token,
    api: fake.api,
    operators: new Set([persons.get("ravi")!.id]),
    readsMessages: false,
    now,
    log: quietLog(),
    onGone: () => undefined,
    onOpen: () => undefined,
  });
  const maySee = (id: ChannelId, of: readonly ListId[]) => settings().maySee(id, of);
  const deps = {
    store,
    lists: async () => settings().entries([]),
    subsystems: [],
    maySee,
    topicMail: () => undefined,
    layouts: () => ["thread"],
    read: async (octets: Uint8Array) => ({ kind: "read", reading: readOne(octets, octets.length) }) as const,
    now,
    routing: () => [],
    newestVersion,
    retell: (tx: Parameters<typeof retell>[0], mail: Parameters<typeof retell>[1]) => retell(tx, mail, now()),
    wanted: wantedAgain,
    status: async () => ({ sources: [], notes: [] }),
    omit: new Set<string>(),
    note: ({ error }: { readonly error?: unknown }) => {
      if (error !== undefined) failures.push(error);
    },
  };
  const failures: unknown[] = [];
  await discord.start(answerer(deps), completer(deps));
  // As an admin does it under Integrations: who may give a command is decided where it is carried out.
  for (const { name } of fake.world.commands.get("") ?? []) fake.openCommand(String(name));
  const stop = new AbortController();
  const loop = deliver(
    {
      outbox: store,
      posters: new Map([["discord", discord]]),
      refusal: (delivery) => refusal(delivery, { store, maySee }),
      clock,
      bell: ring,
      log: quietLog(),
    },
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
  for (const name of channels) await store.saveSettings(idOf(name), { filters: [], levels: {}, cap: 100_000 });

  const mails: Known[] = [];
  /** How many messages of ours stand in each channel; one more than known is an answer that nobody may have. */
  const standing = new Map<string, number>(channels.map((name) => [name, 0]));
  const tally = new Map<string, number>();
  const count = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1);
  const mine = (name: string) => fake.messages(places.get(name)!, { mine: true });

  /** Nothing of a list that may not be seen there, neither its name nor a word of its mails. */
  function assertDiscreet(name: string, text: string): void {
    for (const list of lists)
      if (!model.maySee(name, list))
        assert.ok(!text.toLowerCase().includes(list), `${list} is named in ${name}: ${text}`);
  }

  const textOf = ({ content, embeds, attachments }: Message): string =>
    [
      content,
      JSON.stringify(embeds),
      ...attachments.map(({ id, filename }) => filename + fake.file(id).toString()),
    ].join("\n");

  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isSo())) await real(1);
  }

  /** What somebody reads who asks; `undefined` where Discord's own client does not let them. */
  async function answerTo(name: string, what: string, act: () => Act): Promise<string | undefined> {
    let done: Act;
    try {
      done = act();
    } catch (error) {
      assert.ok(error instanceof ClientRefuses, String(error));
      return undefined;
    }
    const text = textOf(await done.answer());
    assertDiscreet(name, text);
    count(what);
    return text;
  }

  /** The same for words typed in reply to a post. */
  async function replyTo(name: string, who: string, words: string, to: Message): Promise<string | undefined> {
    const before = mine(name).length;
    try {
      persons.get(who)!.says(places.get(name)!, words, { replyTo: to });
    } catch (error) {
      assert.ok(error instanceof ClientRefuses, String(error));
      return undefined;
    }
    await until(() => mine(name).length > before);
    const text = textOf(mine(name).at(-1)!);
    standing.set(name, mine(name).length);
    assertDiscreet(name, text);
    count("reply");
    return text;
  }

  const gives = (name: string, who: string) => model.may(name, who, "USE_APPLICATION_COMMANDS");

  /** A command of an admin's: whether it was refused for who they are. */
  async function administers(name: string, who: string, words: string, values: Record<string, string>) {
    const text = await answerTo(name, model.role(name, who), () =>
      persons.get(who)!.runs(places.get(name)!, words, values),
    );
    assert.equal(text !== undefined, gives(name, who));
    if (text !== undefined) assert.equal(text.includes("Only admins"), model.role(name, who) === "member", text);
    return text;
  }

  async function assertSubscriptions(): Promise<void> {
    const real = (await store.subscriptions()).map(({ channel, what }) => `${channel} ${what.name}`);
    const said = [...model.subscribed].flatMap(([name, of]) => [...of].map((list) => `${idOf(name)} ${listId(list)}`));
    assert.deepEqual(real.sort(), said.sort());
  }

  async function mail(list: string, afterwards: Visibility | undefined): Promise<void> {
    const word = `mail${mails.length}x`;
    const octets = written({
      id: `${word}@${list}.example.org`,
      subject: `[${list}] ${word}`,
      list: listId(list),
      text: `The ${list} is here, says ${word}.`,
    });
    const wanted = channels.filter((name) => model.subscribed.get(name)!.has(list) && model.maySee(name, list));
    const arrival = {
      identity: identify(octets),
      octets,
      receivedAt: now(),
      reading: readOne(octets, octets.length),
      state: "read",
    } as const;
    const taken = await store.atomically((tx) =>
      takeIn(tx, arrival, {
        now,
        tables: {},
        linkTo: () => undefined,
        maySee,
        audienceOf: settings().audienceOf,
        channelFor: () => undefined,
        editSpacingMs: () => 60_000,
        omit: new Set(),
        waits: { cardMs: 0, orphanMs: 0 },
      }),
    );
    if (afterwards !== undefined) model.visibility.set(list, afterwards);
    ring.ring();
    await until(async () => {
      const { queued, sending } = await store.depths(now());
      return queued + sending === 0;
    });
    const posts = new Map<string, Message>();
    for (const name of channels) {
      const shown = mine(name).slice(standing.get(name));
      const isDue = wanted.includes(name) && model.maySee(name, list);
      assert.equal(shown.length, isDue ? 1 : 0, `${list} in ${name}`);
      if (shown[0] === undefined) continue;
      assert.ok(textOf(shown[0]).includes(word));
      posts.set(name, shown[0]);
      count("post");
      standing.set(name, mine(name).length);
    }
    mails.push({ short: taken.mail.short, list, word, posts });
    skippedMs += 120_000;
  }

  async function ask(step: Step & { readonly do: "ask" }): Promise<void> {
    const { channel: name, person: who, question, way } = step;
    if (mails.length === 0) return;
    const known = mails[step.mail % mails.length]!;
    const post = known.posts.get(name);
    const [place, one] = [places.get(name)!, persons.get(who)!];
    let text: string | undefined;
    let may = model.may(name, who, "VIEW_CHANNEL");
    if (way === "command") {
      text = await answerTo(name, way, () => one.runs(place, `mail ${question}`, { mail: known.short }));
      may = gives(name, who);
    } else if (post === undefined) return;
    else if (way === "menu") {
      const entry = { full: "Full mail", thread: "Thread", why: "Why" }[question];
      text = await answerTo(name, way, () => one.picks(post, entry));
    } else {
      text = await replyTo(name, who, `<@${fake.world.bot.id}> ${question}`, post);
      may = model.may(name, who, "SEND_MESSAGES");
    }
    assert.equal(text !== undefined, may, way);
    if (text === undefined) return;
    const isTold = text.includes(known.word);
    assert.equal(isTold, model.maySee(name, known.list), text);
    if (!isTold) assert.match(text, /Not found/);
  }

  async function strangers(name: string): Promise<void> {
    const place = places.get(name)!;
    const [last] = mine(name).slice(-1);
    const options = last === undefined ? {} : { replyTo: last };
    if (model.rights.get(serverOf(name))!.has("SEND_MESSAGES") && model.in(name, "other").has("SEND_MESSAGES"))
      otherBot.says(place, `<@${fake.world.bot.id}> full`, options);
    const dm = persons.get("nora")!;
    assert.throws(() => dm.runs(fake.direct(dm), "news"), ClientRefuses);
    dm.says(fake.direct(dm), `<@${fake.world.bot.id}> news`);
    if (model.may(name, "nora", "SEND_MESSAGES"))
      dm.says(place, `<@${fake.world.bot.id}> news`, { ...options, byWebhook: true });
  }

  async function complete(name: string, who: string): Promise<void> {
    if (!model.may(name, who, "VIEW_CHANNEL")) return;
    const offered = await persons
      .get(who)!
      .completes(places.get(name)!, "list subscribe", { what: "" }, "what")
      .catch((error: unknown) => {
        assert.ok(error instanceof ClientRefuses, String(error));
        return undefined;
      });
    if (offered === undefined) return;
    const role = model.role(name, who);
    const expected = lists.filter(
      (list) =>
        model.maySee(name, list) &&
        role !== "member" &&
        (role === "operator" || model.visibility.get(list)!.kind !== "channels"),
    );
    assert.deepEqual(offered.map(({ value }) => value).sort(), [...expected].sort());
  }

  async function take(step: Step): Promise<void> {
    switch (step.do) {
      case "grant":
        model.rights.set(step.role, new Set(step.rights));
        fake.grant(guilds.get(serverOf(`${step.role}-`))!, held.get(step.role)!, ...step.rights);
        break;
      case "except": {
        const said = step.said.map(({ whom, allow, deny }) => ({ whom, allow: new Set(allow), deny: new Set(deny) }));
        model.exceptions.set(step.channel, said);
        fake.allow(
          places.get(step.channel)!,
          step.said.map(({ whom, ...rights }) => {
            const role = held.get(whom);
            return role === undefined
              ? overwrite(persons.get(whom)!, "member", rights)
              : overwrite(role, "role", rights);
          }),
        );
        break;
      }
      case "join":
        model.members.set(`${step.server} ${step.person}`, step.roles);
        fake.join(guilds.get(step.server)!, persons.get(step.person)!, ...step.roles.map((role) => held.get(role)!));
        break;
      case "publish":
        model.visibility.set(step.list, step.visibility);
        break;
      case "mail":
        await mail(step.list, step.afterwards);
        break;
      case "subscribe": {
        const { channel: name, person: who, list } = step;
        const text = await administers(name, who, "list subscribe", { what: list, preset: "everything" });
        if (text !== undefined && model.maySubscribe(name, who, list)) model.subscribed.get(name)!.add(list);
        await assertSubscriptions();
        break;
      }
      case "unsubscribe": {
        const { channel: name, person: who, list } = step;
        const text = await administers(name, who, "list unsubscribe", { what: list });
        if (text !== undefined && model.role(name, who) !== "member" && model.maySee(name, list))
          model.subscribed.get(name)!.delete(list);
        await assertSubscriptions();
        break;
      }
      case "set":
        await administers(step.channel, step.person, "list set", { name: "cap", value: "9000" });
        break;
      case "show": {
        const { channel: name, person: who } = step;
        const text = await answerTo(name, "show", () => persons.get(who)!.runs(places.get(name)!, "list show"));
        assert.equal(text !== undefined, gives(name, who));
        for (const list of lists)
          if (text !== undefined)
            assert.equal(text.includes(list), model.subscribed.get(name)!.has(list) && model.maySee(name, list), list);
        break;
      }
      case "complete":
        await complete(step.channel, step.person);
        break;
      case "strangers":
        await strangers(step.channel);
        break;
      case "ask":
        await ask(step);
        break;
    }
    for (const name of channels) assert.equal(mine(name).length, standing.get(name), `messages in ${name}`);
    assert.deepEqual(failures, []);
  }

  return { take, counts: () => [...tally].map(([name, count]) => `${name} ${count}`).join(", ") };
}
