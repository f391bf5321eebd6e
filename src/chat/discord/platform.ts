import { type ChannelType, Client, Events, GatewayIntentBits, Options, type REST, Routes } from "discord.js";
import type { ChannelId, ChatPlatform } from "../chat-platform.ts";
import { PlatformError } from "../platform-error.ts";
import { applicationCommands, isRegistered } from "./commands.ts";
import { discordListener } from "./listener.ts";
import { GLOBAL_PACE, paced } from "./paced.ts";
import { patiently } from "./patiently.ts";
import { discordPoster, type Requests, snowflakeOf } from "./poster.ts";

export interface DiscordOptions {
  readonly token: string;
  /** `https://discord.com/api` where it is left out. */
  readonly api?: string;
  /** Users who may do everything: their ids. */
  readonly operators: ReadonlySet<string>;
  /** The Message Content intent is on: replies count without a ping, too. */
  readonly readsMessages: boolean;
  readonly now: () => Date;
  /** How long a request may take, in ms; 15 s where it is left out. */
  readonly timeoutMs?: number;
  readonly log: DiscordLog;
  /** A channel is gone, or the server that it stood in. */
  readonly onGone: (channel: ChannelId) => void;
  /** What was refused in a channel may be allowed now. */
  readonly onOpen: (channel: ChannelId) => void;
}

/** The part of a log that Discord's platform writes to. */
interface DiscordLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Discord extends ChatPlatform {
  /** The server that a channel stands in; `undefined` where it is not known: then it may be shown nothing that is not public. */
  guildOf(channel: ChannelId): string | undefined;
  /** Rejects where Discord no longer takes the token. Never resolves. */
  readonly failed: Promise<never>;
}

const TIMEOUT_MS = 15_000;

/** Logs in; resolves when Discord has told which servers there are. @throws {Error} that names the setting and the remedy. */
export async function openDiscord(options: DiscordOptions): Promise<Discord> {
  const { token, api, operators, log, now } = options;
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      ...(options.readsMessages ? [GatewayIntentBits.MessageContent] : []),
    ],
    shards: "auto",
    allowedMentions: { parse: [], repliedUser: false },
    enforceNonce: true,
    // What was said in the channels is nothing that we keep.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: 200 },
    }),
    rest: {
      version: "10",
      retries: 0,
      timeout: options.timeoutMs ?? TIMEOUT_MS,
      // In ms. When a limit is over is told as a time from the answer on, so that it is over by then on the other side, too.
      offset: 10,
      ...(api !== undefined && { api }),
      rejectOnRateLimit: () => true,
    },
  });
  paceAll(client.rest);
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const note = (error: unknown, what: string): void => log.warn({ error: nameOf(error), what }, "discord");
  client.on(Events.Error, (error) => note(error, "gateway"));
  client.on(Events.ShardError, (error) => note(error, "gateway"));
  client.on(Events.Invalidated, () => failure.reject(new PlatformError(invalidToken)));
  client.on(Events.ChannelDelete, ({ id }) => options.onGone(`discord:${id}` as ChannelId));
  // Told before the library forgets which channels stood there. A server that cannot be reached comes back; one that let us
  // go does not.
  client.on(Events.Raw, ({ t, d }: { readonly t: string; readonly d: { id: string; unavailable?: boolean } }) => {
    if (t !== "GUILD_DELETE" || d.unavailable === true) return;
    for (const id of client.guilds.cache.get(d.id)?.channels.cache.keys() ?? [])
      options.onGone(`discord:${id}` as ChannelId);
  });

  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  await client.login(token).catch((error: unknown) => {
    throw new Error(`discord: cannot log in (${nameOf(error)}); ${remedy(error)}`, { cause: error });
  });
  await ready;

  const poster = discordPoster({
    requests: client.rest as Requests,
    now,
    self: () => client.user?.id,
    typeOf: (channel) => client.channels.cache.get(channel)?.type as ChannelType | undefined,
    guildOf: (channel) => guildIn(client, channel),
    onRefusal: (refusal, channel) => {
      if (refusal === "token") failure.reject(new PlatformError(invalidToken));
      if (refusal === "gone") options.onGone(`discord:${channel}` as ChannelId);
      if (refusal === "rights")
        log.warn({ channel }, "discord: not allowed to write here; `listwire invite` names what is needed");
    },
  });
  const opened = (channels: Iterable<string>): void => {
    for (const id of channels) {
      poster.forgive(id);
      options.onOpen(`discord:${id}` as ChannelId);
    }
  };
  client.on(Events.ChannelUpdate, ({ id }) => opened([id]));
  client.on(Events.GuildRoleUpdate, (_, { guild }) => opened(guild.channels.cache.keys()));
  client.on(Events.GuildMemberUpdate, (_, { id, guild }) => {
    if (id === client.user?.id) opened(guild.channels.cache.keys());
  });
  const listener = discordListener({ client, operators, onTrouble: note });

  return {
    name: "discord",
    editSpacingMs: 60_000,
    post: poster.post,
    edit: poster.edit,
    erase: poster.erase,
    find: poster.find,
    admit: (card, user) => patiently(() => poster.admit(card, user)),
    guildOf: (channel) => guildIn(client, snowflakeOf(channel)),
    // A server that cannot be reached now may be the one it stands in; and a bot that is nowhere is more likely a new one.
    isGone: (channel) =>
      client.guilds.cache.size > 0 &&
      client.guilds.cache.every(({ available }) => available) &&
      guildIn(client, snowflakeOf(channel)) === undefined,
    failed: failure.promise,
    async start(answer, complete) {
      await register(client);
      await listener.start(answer, complete);
      log.info({ guilds: client.guilds.cache.size }, "discord: ready");
    },
    async stop(graceMs) {
      await listener.stop(graceMs);
      await leave(client);
    },
  };
}

/** What of a shard of @discordjs/ws 1.2 has to be known to let go of it. */
interface Shard {
  internalConnect(): Promise<void>;
  readonly timeoutAbortControllers: Map<string, unknown>;
  readonly connection?: { readonly readyState: number; onerror: unknown; close(): void };
}

/**
 * Closes the gateway for good, whatever it is doing. By itself the library waits for ever for the end of a shard that is
 * destroyed while it waits for Discord: the wait, ended, destroys it a second time, and connects anew.
 */
async function leave(client: Client): Promise<void> {
  const { _ws: manager } = client.ws as unknown as { readonly _ws?: { strategy: { shards?: Map<number, Shard> } } };
  const shards = [...(manager?.strategy.shards?.values() ?? [])];
  for (const shard of shards) {
    shard.timeoutAbortControllers.clear();
    shard.internalConnect = async () => undefined;
  }
  await client.destroy();
  for (const { connection } of shards) {
    if (connection?.readyState !== CONNECTING) continue;
    connection.onerror = () => undefined;
    connection.close();
  }
}

/** https://websockets.spec.whatwg.org/#dom-websocket-readystate */
const CONNECTING = 0;

/** Paces all that is asked in the bot's name, the library's own requests too. Answers to a command have no part in that limit. */
function paceAll(rest: REST): void {
  const send = rest.request.bind(rest);
  const inTurn = paced(send, GLOBAL_PACE);
  rest.request = (request) => (request.auth === false ? send(request) : inTurn(request));
}

/** Tells Discord the commands, only where it knows others. */
async function register(client: Client): Promise<void> {
  const application = client.application?.id ?? "";
  const wanted = applicationCommands();
  const known = (await client.rest.get(Routes.applicationCommands(application))) as object[];
  if (!isRegistered(known, wanted)) await client.rest.put(Routes.applicationCommands(application), { body: wanted });
}

function guildIn(client: Client, channel: string): string | undefined {
  const found = client.channels.cache.get(channel);
  return found !== undefined && "guildId" in found && found.guildId !== null ? found.guildId : undefined;
}

const invalidToken =
  "discord: the bot's token is no longer taken; make a new one under Bot, Reset Token, and set `discord.token`";

/** Never the error itself: it carries the request. */
const nameOf = (error: unknown): string => {
  const { name = "Error", code } = error as { name?: string; code?: unknown };
  return code === undefined ? name : `${name} ${String(code)}`;
};

function remedy(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (code === "TokenInvalid" || String(code) === "4004") return "copy the bot's token anew into `discord.token`";
  if (/Intents/.test(String(code)))
    return "switch on Message Content Intent under Bot, or leave `discord.message_content` out";
  return "is Discord reachable from here?";
}
