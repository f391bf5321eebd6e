/**
 * What Discord remembers. Values are kept as the API shows them where that is handy (users, roles, messages), so that a
 * test reads them with the names of Discord's documentation.
 */

/** 2015-01-01T00:00:00Z. Source: Discord docs, "Reference", Snowflakes. */
export const DISCORD_EPOCH = 1_420_070_400_000;

export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly discriminator: string;
  readonly avatar: null;
  readonly bot: boolean;
  readonly public_flags: number;
  readonly flags: number;
  readonly primary_guild: null;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: string;
  readonly position: number;
}

/** `type` 0 is for a role, 1 for a member. */
export interface Overwrite {
  readonly id: string;
  readonly type: 0 | 1;
  readonly allow: string;
  readonly deny: string;
}

export interface Member {
  readonly user: User;
  roles: readonly string[];
  readonly joinedAt: string;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: Role[];
  readonly members: Map<string, Member>;
  /** False during an outage of the guild: it is there, and nothing of it can be reached. */
  isAvailable: boolean;
  /** Active threads that it may have; 1,000 at Discord. */
  maxActiveThreads: number;
  /** AutoMod refuses a message that has one of them (200000). */
  blockedWords: readonly string[];
  /** The filter of harmful links refuses a message that has one of them (240000). */
  harmfulLinks: readonly string[];
}

export interface Thread {
  readonly ownerId: string;
  isArchived: boolean;
  isLocked: boolean;
  archiveAfterMinutes: number;
  archivedAt: string;
  readonly createdAt: string;
  /** Users, and since when. */
  readonly members: Map<string, string>;
  messageCount: number;
  totalSent: number;
  appliedTags: readonly string[];
}

/** Source: Discord docs, "Channels Resource", Channel Types. */
export const CHANNEL_TYPE = {
  text: 0,
  dm: 1,
  voice: 2,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;

export type ChannelType = (typeof CHANNEL_TYPE)[keyof typeof CHANNEL_TYPE];

export interface Channel {
  readonly id: string;
  readonly type: ChannelType;
  /** Absent in a direct message. */
  readonly guildId?: string | undefined;
  name: string;
  parentId?: string | undefined;
  overwrites: readonly Overwrite[];
  lastMessageId: string | null;
  rateLimitPerUser: number;
  flags: number;
  readonly tags: readonly { readonly id: string; readonly name: string }[];
  readonly thread?: Thread;
  /** Of a direct message. */
  readonly recipient?: User;
}

export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly content_type?: string | undefined;
  readonly url: string;
  readonly proxy_url: string;
}

/** As the API shows it; `nonce` goes out with the answer and the event alone, as at Discord. */
export interface Message {
  readonly id: string;
  readonly type: number;
  readonly channel_id: string;
  readonly author: User;
  content: string;
  readonly timestamp: string;
  edited_timestamp: string | null;
  readonly tts: boolean;
  mention_everyone: boolean;
  mentions: readonly User[];
  mention_roles: readonly string[];
  attachments: readonly Attachment[];
  embeds: readonly object[];
  components: readonly object[];
  readonly pinned: boolean;
  flags: number;
  message_reference?: { type: number; message_id: string; channel_id: string; guild_id?: string | undefined };
  referenced_message?: Message | null;
  application_id?: string;
  interaction_metadata?: object;
  webhook_id?: string;
}

/** Something that the gateway tells. Without `channel` it concerns the guild, without `guildId` a direct message. */
export interface WorldEvent {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly guildId?: string | undefined;
  readonly channel?: Channel | undefined;
}

export interface World {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new snowflake, later than all others of the same moment. */
  readonly newId: () => string;
  readonly bot: User;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  /** Oldest first, by channel or thread. */
  readonly messages: Map<string, Message[]>;
  /** What is in the attachments, by their id. */
  readonly files: Map<string, Buffer>;
  /** Application commands by guild, `""` for the global ones. */
  readonly commands: Map<string, readonly Readonly<Record<string, unknown>>[]>;
  /** Names of commands that an administrator has opened to everybody, whatever rights they ask for by default. */
  readonly openCommands: Set<string>;
  tell(event: WorldEvent): void;
}

export function newWorld(now: () => number): World {
  let count = 0;
  const newId = () => {
    count = (count + 1) % 0x40_0000;
    return String((BigInt(now() - DISCORD_EPOCH) << 22n) | BigInt(count));
  };
  const bot = newUser(newId(), "listwire", { bot: true });
  return {
    now,
    newId,
    bot,
    users: new Map([[bot.id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    files: new Map(),
    commands: new Map(),
    openCommands: new Set(),
    tell: () => undefined,
  };
}

export function newUser(id: string, name: string, { bot }: { readonly bot: boolean }): User {
  const username = name.toLowerCase().replaceAll(/[^a-z0-9_.]/g, "_");
  const fixed = { discriminator: "0", avatar: null, public_flags: 0, flags: 0, primary_guild: null };
  return { id, username, global_name: bot ? null : name, bot, ...fixed };
}

/** The direct channel of the bot and `recipient`, made at the first call. */
export function directChannel(world: World, recipient: User): Channel {
  const known = world.channels.values().find((one) => one.recipient?.id === recipient.id);
  if (known !== undefined) return known;
  const fixed = { type: CHANNEL_TYPE.dm, name: "", overwrites: [], rateLimitPerUser: 0, flags: 0, tags: [] };
  const made: Channel = { id: world.newId(), lastMessageId: null, recipient, ...fixed };
  world.channels.set(made.id, made);
  return made;
}

/** The moment in a snowflake, in milliseconds since 1970. */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH;
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
