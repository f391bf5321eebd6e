import type { Channel, Guild, World } from "./world.ts";

/** Source: Discord docs, "Permissions", Bitwise Permission Flags. */
export const PERMISSION = {
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  SEND_TTS_MESSAGES: 1n << 12n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  CREATE_PRIVATE_THREADS: 1n << 36n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
} as const;

export type Permission = keyof typeof PERMISSION;

const ALL = (1n << 53n) - 1n;

/** `bits("VIEW_CHANNEL", "SEND_MESSAGES")`: the number as a string, as roles and overwrites carry it. */
export function bits(...names: readonly Permission[]): string {
  return String(names.reduce((sum, name) => sum | PERMISSION[name], 0n));
}

/** What a member may do in the whole guild: the everyone role and the member's own; all for an owner or administrator. */
function inGuild(guild: Guild, user: string): bigint {
  const member = guild.members.get(user);
  if (member === undefined) return 0n;
  if (guild.ownerId === user) return ALL;
  const held = guild.roles.filter(({ id }) => id === guild.id || member.roles.includes(id));
  const sum = held.reduce((all, role) => all | BigInt(role.permissions), 0n);
  return sum & PERMISSION.ADMINISTRATOR ? ALL : sum;
}

/** The overwrites in Discord's order: everyone, then all roles together (allow beats deny), then the member's own. */
function withOverwrites(base: bigint, guild: Guild, channel: Channel, user: string): bigint {
  const roles = guild.members.get(user)?.roles ?? [];
  const steps = [
    channel.overwrites.filter(({ id }) => id === guild.id),
    channel.overwrites.filter(({ id, type }) => type === 0 && id !== guild.id && roles.includes(id)),
    channel.overwrites.filter(({ id, type }) => type === 1 && id === user),
  ];
  return steps.reduce((may, overwrites) => {
    const deny = overwrites.reduce((all, one) => all | BigInt(one.deny), 0n);
    const allow = overwrites.reduce((all, one) => all | BigInt(one.allow), 0n);
    return (may & ~deny) | allow;
  }, base);
}

/** Who may not see a channel may nothing there; who may not send may not send anything. */
function withImplied(may: bigint, isThread: boolean): bigint {
  if (!(may & PERMISSION.VIEW_CHANNEL)) return 0n;
  const sends = isThread ? PERMISSION.SEND_MESSAGES_IN_THREADS : PERMISSION.SEND_MESSAGES;
  if (may & sends) return may;
  const { MENTION_EVERYONE, SEND_TTS_MESSAGES, ATTACH_FILES, EMBED_LINKS } = PERMISSION;
  return may & ~(MENTION_EVERYONE | SEND_TTS_MESSAGES | ATTACH_FILES | EMBED_LINKS);
}

/**
 * What `user` may do in `channel`, computed as Discord docs, "Permissions" (Permission Overwrites, Implicit Permissions,
 * Inherited Permissions for Threads) say. A thread has its parent's; a private one is seen by its members and by those
 * who manage threads. In a direct message everything is allowed.
 */
export function permissionsIn(world: World, channel: Channel, user: string): bigint {
  if (channel.guildId === undefined) return ALL;
  const guild = world.guilds.get(channel.guildId);
  if (guild?.members.has(user) !== true) return 0n;
  const base = inGuild(guild, user);
  if (base === ALL) return base;
  const place = channel.thread === undefined ? channel : world.channels.get(channel.parentId ?? "");
  if (place === undefined) return 0n;
  const may = withImplied(withOverwrites(base, guild, place, user), channel.thread !== undefined);
  const isClosed = channel.type === 12 && !channel.thread?.members.has(user) && !(may & PERMISSION.MANAGE_THREADS);
  return isClosed ? 0n : may;
}

export function may(world: World, channel: Channel, user: string, permission: Permission): boolean {
  return (permissionsIn(world, channel, user) & PERMISSION[permission]) !== 0n;
}
