import type { AddressInfo } from "node:net";
import { apiSchema } from "./api-schema.ts";
import { buckets, usualRates } from "./buckets.ts";
import { type FaultRule, faults } from "./faults.ts";
import { type Gateway, serveGateway } from "./gateway.ts";
import { interactions } from "./interactions.ts";
import { type Person, person } from "./people.ts";
import { newRecords, type Records } from "./records.ts";
import type { Core, Settings } from "./route.ts";
import { serveHttp } from "./server.ts";
import { type Town, town } from "./town.ts";
import { type Channel, type Message, newUser, newWorld, type User, type World } from "./world.ts";

/**
 * Discord on 127.0.0.1, by HTTP and WebSocket, as strict as the real one where a bot that posts, answers and edits meets it.
 * The client is pointed at it by `rest: { api: fake.api }` alone; the gateway's address comes from GET /gateway/bot.
 *
 * Time is `now`'s: rate limits, the nonce window, deadlines and ids go by it, so that a test need not sleep. What the client
 * itself waits for (heartbeats, a bucket that its headers call empty) goes by the real clock.
 */
export interface FakeDiscord extends Town {
  /** `http://127.0.0.1:PORT/api`. */
  readonly api: string;
  readonly settings: Settings;
  readonly world: World;
  readonly records: Records;
  readonly gateway: Gateway;
  /** Why requests are not compared with the OpenAPI file; `undefined` where they are. */
  readonly notValidated: string | undefined;
  /** Lets something go wrong from now on. */
  fault(rule: FaultRule): { remove(): void; readonly struck: number };
  clearFaults(): void;
  /** A person who is in no guild yet; `join` brings them in. `bot` for another bot. */
  person(name: string, options?: { readonly bot: boolean }): Person;
  /** As they stand, oldest first, those of the bot only with `mine`. */
  messages(channel: Channel | string, options?: { readonly mine: boolean }): readonly Message[];
  /** The same as text: `Nora Lind: hello`, one message after the other. */
  transcript(channel: Channel | string): string;
  /** What is in an attachment. */
  file(attachmentId: string): Buffer;
  /** The threads under a channel, oldest first. */
  threads(channel: Channel): readonly Channel[];
  /** Discord restarts: connections and sessions end, nonces and limits are forgotten, what was written stays. */
  restart(): void;
  close(): Promise<void>;
}

export interface FakeOptions {
  /** Milliseconds since 1970; the real clock by default. */
  readonly now?: () => number;
  readonly settings?: Partial<Settings>;
  /** For faults that strike by chance. */
  readonly seed?: number;
}

export async function fakeDiscord({
  now = Date.now,
  settings: wanted = {},
  seed = 1,
}: FakeOptions = {}): Promise<FakeDiscord> {
  const world = newWorld(now);
  const settings: Settings = {
    token: "fake.discord.token",
    rates: usualRates(),
    nonceWindowMs: 300_000,
    privilegedIntents: 0,
    shards: 1,
    identifiesLeft: 1_000,
    heartbeatMs: 41_250,
    identifySpacingMs: 5_000,
    maxInvalid: 10_000,
    interactionMs: 3_000,
    interactionTokenMs: 900_000,
    slowModeHoldsForBots: false,
    maxFileBytes: 10_485_760,
    ...wanted,
  };
  const records = newRecords();
  const faultRules = faults(seed);
  const schema = apiSchema();
  let taken = buckets(now);
  const core: Core = {
    world,
    settings,
    buckets: {
      take: (key, rate) => taken.take(key, rate),
      block: (key, scope, until) => taken.block(key, scope, until),
    },
    interactions: interactions(world),
    nonces: new Map(),
    gateway: () => ({
      url: `ws://127.0.0.1:${port}/gateway`,
      shards: settings.shards,
      session_start_limit: {
        total: 1_000,
        remaining: settings.identifiesLeft,
        reset_after: 86_400_000,
        max_concurrency: 1,
      },
    }),
  };
  const server = await serveHttp({ core, faults: faultRules, records, schema });
  const { port } = server.address() as AddressInfo;
  const gateway = serveGateway(server, world, settings, (says) => {
    records.violations.push({ at: now(), request: "gateway", says });
  });
  world.tell = (event) => gateway.tell(event);
  const id = (channel: Channel | string) => (typeof channel === "string" ? channel : channel.id);
  const messages: FakeDiscord["messages"] = (channel, options) =>
    (world.messages.get(id(channel)) ?? []).filter(({ author }) => !options?.mine || author.id === world.bot.id);

  return {
    ...town(world),
    api: `http://127.0.0.1:${port}/api`,
    settings,
    world,
    records,
    gateway,
    notValidated: schema.missing,
    fault: (rule) => faultRules.add(rule),
    clearFaults: () => faultRules.clear(),
    person(name, { bot } = { bot: false }) {
      const user: User = newUser(world.newId(), name, { bot });
      world.users.set(user.id, user);
      return person(core, user);
    },
    messages,
    transcript: (channel) =>
      messages(channel)
        .map(({ author, content }) => `${author.global_name ?? author.username}: ${content}`)
        .join("\n"),
    file: (attachmentId) => world.files.get(attachmentId) ?? Buffer.alloc(0),
    threads: (channel) =>
      [...world.channels.values()].filter(({ parentId, thread }) => thread !== undefined && parentId === channel.id),
    restart() {
      gateway.drop();
      gateway.forgetSessions();
      core.nonces.clear();
      taken = buckets(now);
    },
    async close() {
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
