import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { call } from "./call.ts";
import { type FakeDiscord, fakeDiscord } from "./fake-discord.ts";
import { INTENT } from "./gateway-events.ts";
import type { Person } from "./people.ts";
import { overwrite } from "./town.ts";
import type { Channel, Guild } from "./world.ts";

/** The gateway by a bare socket, for what the client would not do. */

const INTENTS = INTENT.guilds | INTENT.guildMessages;

let fake: FakeDiscord;
let guild: Guild;
let channel: Channel;
let nora: Person;
before(async () => {
  fake = await fakeDiscord({ settings: { identifySpacingMs: 0 } });
  guild = fake.guild("Wbus people");
  channel = fake.channel(guild, "wbus");
  nora = fake.person("Nora Lind");
  fake.join(guild, nora);
});
after(() => fake.close());

interface Frame {
  readonly op: number;
  readonly t: string | null;
  readonly s: number | null;
  readonly d: Readonly<Record<string, unknown>>;
}

/** A connection; `heard` are the frames so far, `until` resolves with the first that is named so, `closed` with the code. */
async function connect() {
  const { body } = await call(fake, "GET", "/gateway/bot");
  const socket = new WebSocket(`${body.url}?v=10&encoding=json`);
  const heard: Frame[] = [];
  const waiting = new Set<() => void>();
  socket.onmessage = ({ data }) => {
    heard.push(JSON.parse(data));
    for (const look of waiting) look();
  };
  const closed = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
  const until = (name: string | number): Promise<Frame> =>
    new Promise((resolve) => {
      const look = () => {
        const found = heard.find(({ op, t }) => (typeof name === "number" ? op === name : t === name));
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
    });
  await until(10);
  const say = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }));
  const identify = (more: object = {}) => say(2, { token: fake.settings.token, intents: INTENTS, ...more });
  return { socket, heard, closed, until, say, identify };
}

describe("a connection is closed", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [why: string, code: number, act: (line: Awaited<ReturnType<typeof connect>>) => void][] = [
    ["that says what is no JSON",            4002, ({ socket }) => socket.send("{")],
    ["that says something before identify",  4003, ({ say }) => say(4, {})],
    ["with a wrong token",                   4004, ({ identify }) => identify({ token: "another" })],
    ["that identifies twice",                4005, ({ identify }) => [identify(), identify()]],
    ["for a shard that is not there",        4010, ({ identify }) => identify({ shard: [1, 1] })],
    ["with an intent that does not exist",   4013, ({ identify }) => identify({ intents: 2 ** 30 })],
    ["with an intent that is not allowed",   4014, ({ identify }) => identify({ intents: INTENT.messageContent })],
    ["that says more than 120 things a minute", 4008, ({ say }) => { for (let n = 0; n < 121; n += 1) say(1, null); }],
  ];
  for (const [why, code, act] of rows) {
    test(`${why}: ${code}`, async () => {
      const line = await connect();
      act(line);
      assert.equal(await line.closed, code);
    });
  }
});

test("who identifies again too soon has an invalid session", async () => {
  fake.settings.identifySpacingMs = 60_000;
  const line = await connect();
  line.identify();
  assert.equal((await line.until(9)).d as unknown, false);
  line.socket.close();
  fake.settings.identifySpacingMs = 0;
});

describe("a session", () => {
  async function begun(intents = INTENTS) {
    const line = await connect();
    line.identify({ intents });
    const ready = await line.until("READY");
    return { ...line, session_id: ready.d.session_id };
  }

  test("is resumed with exactly what was missed, in its order", async () => {
    const first = await begun();
    await first.until("GUILD_CREATE");
    nora.says(channel, "heard");
    const { s: seq } = await first.until("MESSAGE_CREATE");
    fake.gateway.drop();
    await first.closed;
    const missed = [nora.says(channel, "one"), nora.says(channel, "two")];
    const second = await connect();
    second.say(6, { token: fake.settings.token, session_id: first.session_id, seq });
    await second.until("RESUMED");
    const told = second.heard.filter(({ op }) => op === 0);
    assert.deepEqual(
      told.map(({ t, d, s }) => [t, d.id, s]),
      [
        ["MESSAGE_CREATE", missed[0]!.id, seq! + 1],
        ["MESSAGE_CREATE", missed[1]!.id, seq! + 2],
        ["RESUMED", undefined, seq! + 3],
      ],
    );
    second.socket.close();
  });

  test("that its client has ended is over", async () => {
    const first = await begun();
    first.socket.close(1000);
    await first.closed;
    const second = await connect();
    second.say(6, { token: fake.settings.token, session_id: first.session_id, seq: 1 });
    assert.equal((await second.until(9)).d as unknown, false);
    second.socket.close();
  });

  test("hears nothing of a channel that the bot does not see", async () => {
    const line = await begun();
    const own = { id: fake.world.bot.id };
    const hidden = fake.channel(guild, "hidden", {
      overwrites: [overwrite(own, "member", { deny: ["VIEW_CHANNEL"] })],
    });
    nora.says(hidden, "secret");
    nora.says(channel, "open");
    await line.until("MESSAGE_CREATE");
    assert.equal(line.heard.filter(({ t }) => t === "MESSAGE_CREATE").length, 1);
    line.socket.close();
  });

  test("without any intent hears of interactions alone", async () => {
    await call(fake, "PUT", `/applications/${fake.world.bot.id}/commands`, [{ name: "news", description: "News" }]);
    const line = await begun(0);
    nora.says(channel, "hello");
    nora.runs(channel, "news");
    await line.until("INTERACTION_CREATE");
    assert.deepEqual(
      line.heard.flatMap(({ t }) => t ?? []),
      ["READY", "INTERACTION_CREATE"],
    );
    line.socket.close();
  });
});
