import type { Buckets, Rates } from "./buckets.ts";
import type { Interactions } from "./interactions.ts";
import { may, type Permission, permissionsIn } from "./permissions.ts";
import { type Flaw, refusal } from "./refusal.ts";
import type { UploadedFile } from "./request-body.ts";
import type { Channel, Guild, Message, World } from "./world.ts";

/** What the routes work with. */
export interface Core {
  readonly world: World;
  readonly settings: Settings;
  readonly buckets: Buckets;
  readonly interactions: Interactions;
  /** Messages by the nonce that made them. */
  readonly nonces: Map<string, { readonly at: number; readonly message: Message; readonly body: string }>;
  /** What GET /gateway/bot says. */
  readonly gateway: () => Record<string, unknown>;
}

/** What a test may set, at any time. */
export interface Settings {
  token: string;
  rates: Rates;
  /** How long `enforce_nonce` remembers. Discord says "the past few minutes" and no number. */
  nonceWindowMs: number;
  /** Privileged intents switched on in the developer portal, as bits: 1 << 15 is Message Content. */
  privilegedIntents: number;
  /** Shards that GET /gateway/bot recommends. */
  shards: number;
  /** Of `session_start_limit`: identifies left until it resets. */
  identifiesLeft: number;
  heartbeatMs: number;
  /** Real time between two identifies (`max_concurrency` 1); a sooner one is told op 9. 0 for tests that start anew. */
  identifySpacingMs: number;
  /** Invalid requests in ten minutes after which Cloudflare answers in Discord's place. */
  maxInvalid: number;
  /** First answer to an interaction, and how long its token lives. Source: "Receiving and Responding to Interactions". */
  interactionMs: number;
  interactionTokenMs: number;
  /**
   * Whether slow mode holds for the bot too (20016). Source: "Channels Resource", `rate_limit_per_user`: bots are unaffected,
   * as are those who manage messages or the channel; so it does not, unless a test says so.
   */
  slowModeHoldsForBots: boolean;
  /** Octets that a message's files may have together. */
  maxFileBytes: number;
}

export interface Asked {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
  /** What of the body is not of the shape that the OpenAPI file gives; a form's own rules are told first, in Discord's words. */
  readonly shapeFlaws: readonly Flaw[];
  /** Notes something that a correct bot never does, whatever the state of the world. */
  violation(says: string): void;
}

export interface Answer {
  readonly status: number;
  /** 204 has none. */
  readonly json?: unknown;
}

export interface Route {
  readonly method: string;
  /** `/channels/:channel/messages`. */
  readonly path: string;
  readonly rate: Exclude<keyof Rates, "global" | "editsOfOld" | "renames">;
  /** The token in the path is what lets one in: no Authorization, and no part in the global limit. */
  readonly isOpen?: true;
  handle(asked: Asked, core: Core): Answer;
}

/** The channel of the path, if the bot may see it. @throws {Refusal} 10003, 50001 */
export function channelOf({ params }: Asked, { world }: Core): Channel {
  const channel = world.channels.get(params.channel ?? "");
  const guild = channel?.guildId === undefined ? undefined : world.guilds.get(channel.guildId);
  if (channel === undefined) throw refusal(10003);
  if (channel.guildId !== undefined && !guild?.members.has(world.bot.id)) throw refusal(50001);
  if (permissionsIn(world, channel, world.bot.id) === 0n) throw refusal(50001);
  return channel;
}

/** The guild of the path, if the bot is in it. @throws {Refusal} 10004 */
export function guildOf({ params }: Asked, { world }: Core): Guild {
  const guild = world.guilds.get(params.guild ?? "");
  if (guild === undefined || !guild.members.has(world.bot.id)) throw refusal(10004);
  return guild;
}

/** @throws {Refusal} 50013 */
export function need(core: Core, channel: Channel, ...permissions: readonly Permission[]): void {
  for (const permission of permissions) {
    if (!may(core.world, channel, core.world.bot.id, permission)) throw refusal(50013);
  }
}

/** The message of the path. @throws {Refusal} 10008 */
export function messageOf(asked: Asked, core: Core, channel: Channel): Message {
  const message = core.world.messages.get(channel.id)?.find(({ id }) => id === asked.params.message);
  if (message === undefined) throw refusal(10008);
  return message;
}
