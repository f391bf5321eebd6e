import { bits, type Permission } from "./permissions.ts";
import { shownAtStart, shownChannel, shownMember, shownRole } from "./shown.ts";
import {
  CHANNEL_TYPE,
  type Channel,
  type ChannelType,
  directChannel,
  type Guild,
  isoTime,
  type Member,
  type Message,
  newUser,
  type Overwrite,
  type Role,
  type User,
  type World,
} from "./world.ts";
import { deleteMessage } from "./writing.ts";

/** What administrators do to guilds, channels and roles; the gateway tells of each. */
export interface Town {
  /** A guild that somebody owns, with an everyone role and the bot in it unless told not to. */
  guild(name: string, options?: { readonly withBot?: boolean; readonly botMay?: readonly Permission[] }): Guild;
  channel(guild: Guild, name: string, options?: ChannelOptions): Channel;
  role(guild: Guild, name: string, ...permissions: readonly Permission[]): Role;
  /** Brings somebody into a guild, or gives a member other roles. */
  join(guild: Guild, user: { readonly id: string }, ...roles: readonly Role[]): void;
  /** Sets the overwrites of a channel. */
  allow(channel: Channel, overwrites: readonly Overwrite[]): void;
  /** Gives a role other permissions. */
  grant(guild: Guild, role: Role, ...permissions: readonly Permission[]): void;
  deleteChannel(channel: Channel): void;
  /** A moderator deletes a message. */
  deleteMessage(message: Message): void;
  setSlowMode(channel: Channel, seconds: number): void;
  /** The direct channel of the bot and somebody, made at the first call. */
  direct(user: { readonly id: string }): Channel;
  /** Archives, locks or reopens a thread, as a moderator does it. */
  setThread(thread: Channel, state: { readonly archived: boolean; readonly locked: boolean }): void;
  /** Opens a command to everybody, as "Integrations" in a guild's settings does it. */
  openCommand(name: string): void;
  /** The bot is shown the door. */
  removeBot(guild: Guild): void;
  inviteBot(guild: Guild): void;
  /** An outage of the guild, and its end. */
  setAvailable(guild: Guild, available: { readonly is: boolean }): void;
}

export interface ChannelOptions {
  readonly type?: ChannelType;
  readonly parent?: Channel;
  readonly overwrites?: readonly Overwrite[];
  readonly tags?: readonly string[];
  /** Of a forum: a post has to have a tag. */
  readonly requiresTag?: boolean;
}

const EVERYBODY_MAY: readonly Permission[] = [
  "VIEW_CHANNEL",
  "SEND_MESSAGES",
  "SEND_MESSAGES_IN_THREADS",
  "CREATE_PUBLIC_THREADS",
  "EMBED_LINKS",
  "ATTACH_FILES",
  "READ_MESSAGE_HISTORY",
  "USE_APPLICATION_COMMANDS",
];

export function overwrite(
  target: { readonly id: string },
  type: "role" | "member",
  { allow = [], deny = [] }: { readonly allow?: readonly Permission[]; readonly deny?: readonly Permission[] },
): Overwrite {
  return { id: target.id, type: type === "role" ? 0 : 1, allow: bits(...allow), deny: bits(...deny) };
}

export function town(world: World): Town {
  const tell = (name: string, guild: Guild, data: Record<string, unknown>, channel?: Channel) =>
    world.tell({ name, data, guildId: guild.id, channel });
  const guildOf = (channel: Channel) => world.guilds.get(channel.guildId!)!;
  const memberOf = (user: User, roles: readonly Role[]): Member => ({
    user,
    roles: roles.map(({ id }) => id),
    joinedAt: isoTime(world.now()),
  });

  return {
    guild(name, { withBot = true, botMay } = {}) {
      const id = world.newId();
      const owner = newUser(world.newId(), `Owner of ${name}`, { bot: false });
      world.users.set(owner.id, owner);
      const everyone: Role = { id, name: "@everyone", permissions: bits(...EVERYBODY_MAY), position: 0 };
      const own: Role = {
        id: world.newId(),
        name: "Listwire",
        permissions: bits(...(botMay ?? EVERYBODY_MAY)),
        position: 1,
      };
      const members = new Map([[owner.id, memberOf(owner, [])]]);
      if (withBot) members.set(world.bot.id, memberOf(world.bot, [own]));
      const guild: Guild = {
        id,
        name,
        ownerId: owner.id,
        roles: [everyone, own],
        members,
        isAvailable: true,
        maxActiveThreads: 1_000,
        blockedWords: [],
        harmfulLinks: [],
      };
      world.guilds.set(id, guild);
      if (withBot) tell("GUILD_CREATE", guild, shownAtStart(world, guild));
      return guild;
    },
    channel(guild, name, { type = CHANNEL_TYPE.text, parent, overwrites = [], tags = [], requiresTag = false } = {}) {
      const channel: Channel = {
        id: world.newId(),
        type,
        guildId: guild.id,
        name,
        parentId: parent?.id,
        overwrites,
        lastMessageId: null,
        rateLimitPerUser: 0,
        flags: requiresTag ? 1 << 4 : 0,
        tags: tags.map((tag) => ({ id: world.newId(), name: tag })),
      };
      world.channels.set(channel.id, channel);
      tell("CHANNEL_CREATE", guild, shownChannel(channel), channel);
      return channel;
    },
    role(guild, name, ...permissions) {
      const role: Role = { id: world.newId(), name, permissions: bits(...permissions), position: guild.roles.length };
      guild.roles.push(role);
      tell("GUILD_ROLE_CREATE", guild, { guild_id: guild.id, role: shownRole(role) });
      return role;
    },
    join(guild, { id }, ...roles) {
      const known = guild.members.get(id);
      const member = memberOf(world.users.get(id)!, roles);
      guild.members.set(id, member);
      const name = known === undefined ? "GUILD_MEMBER_ADD" : "GUILD_MEMBER_UPDATE";
      tell(name, guild, { guild_id: guild.id, ...shownMember(member) });
    },
    allow(channel, overwrites) {
      channel.overwrites = overwrites;
      tell("CHANNEL_UPDATE", guildOf(channel), shownChannel(channel), channel);
    },
    grant(guild, role, ...permissions) {
      role.permissions = bits(...permissions);
      tell("GUILD_ROLE_UPDATE", guild, { guild_id: guild.id, role: shownRole(role) });
    },
    deleteChannel(channel) {
      const guild = guildOf(channel);
      const isThread = channel.thread !== undefined;
      const { id, type, parentId } = channel;
      const data = isThread ? { id, type, parent_id: parentId, guild_id: guild.id } : shownChannel(channel);
      tell(isThread ? "THREAD_DELETE" : "CHANNEL_DELETE", guild, data, channel);
      world.channels.delete(id);
      world.messages.delete(id);
      for (const one of [...world.channels.values()]) {
        if (one.thread !== undefined && one.parentId === id) world.channels.delete(one.id);
      }
    },
    deleteMessage: (message) => deleteMessage(world, world.channels.get(message.channel_id)!, message),
    setSlowMode(channel, seconds) {
      channel.rateLimitPerUser = seconds;
      tell("CHANNEL_UPDATE", guildOf(channel), shownChannel(channel), channel);
    },
    direct: ({ id }) => directChannel(world, world.users.get(id)!),
    setThread(channel, { archived, locked }) {
      const thread = channel.thread!;
      thread.isArchived = archived;
      thread.isLocked = locked;
      thread.archivedAt = isoTime(world.now());
      tell("THREAD_UPDATE", guildOf(channel), shownChannel(channel), channel);
    },
    openCommand: (name) => void world.openCommands.add(name),
    removeBot(guild) {
      guild.members.delete(world.bot.id);
      tell("GUILD_DELETE", guild, { id: guild.id });
    },
    inviteBot(guild) {
      const own = guild.roles.filter(({ name }) => name === "Listwire");
      guild.members.set(world.bot.id, memberOf(world.bot, own));
      tell("GUILD_CREATE", guild, shownAtStart(world, guild));
    },
    setAvailable(guild, { is }) {
      guild.isAvailable = is;
      if (is) tell("GUILD_CREATE", guild, shownAtStart(world, guild));
      else tell("GUILD_DELETE", guild, { id: guild.id, unavailable: true });
    },
  };
}
