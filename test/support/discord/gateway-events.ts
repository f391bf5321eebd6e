import { permissionsIn } from "./permissions.ts";
import type { Message, World, WorldEvent } from "./world.ts";
import { withoutContent } from "./writing.ts";

/** Source: Discord docs, "Gateway", List of Intents. */
export const INTENT = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

export const PRIVILEGED = INTENT.guildMembers | INTENT.guildPresences | INTENT.messageContent;

/** All that there are; another bit closes the connection with 4013. */
export const ALL_INTENTS = 0x3ffffff & ~(1 << 22) & ~(1 << 23);

/** The intent that an event needs; 0 for those that always come. */
function needed({ name, guildId, data }: WorldEvent, botId: string): number {
  if (name === "INTERACTION_CREATE") return 0;
  if (name.startsWith("MESSAGE_")) return guildId === undefined ? INTENT.directMessages : INTENT.guildMessages;
  if (name === "THREAD_MEMBERS_UPDATE") {
    const added = data.added_members as readonly { readonly user_id: string }[];
    const isAboutBot =
      added.some(({ user_id }) => user_id === botId) || (data.removed_member_ids as string[]).includes(botId);
    return isAboutBot ? INTENT.guilds : INTENT.guildMembers;
  }
  if (name.startsWith("GUILD_MEMBER_")) {
    return (data.user as { readonly id: string }).id === botId && name === "GUILD_MEMBER_UPDATE"
      ? 0
      : INTENT.guildMembers;
  }
  return INTENT.guilds;
}

/** The shard that hears of a guild; direct messages are heard by the first. Source: "Gateway", Sharding. */
export function shardOf(guildId: string | undefined, shards: number): number {
  return guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(shards));
}

/** What a session with these intents hears of an event: nothing, or its data, blanked where the intent for content is off. */
export function heard(world: World, event: WorldEvent, intents: number): unknown {
  const need = needed(event, world.bot.id);
  if (need !== 0 && !(intents & need)) return undefined;
  const { channel, guildId, name } = event;
  const guild = world.guilds.get(guildId ?? "");
  const isGone =
    guildId !== undefined && (guild === undefined || !guild.members.has(world.bot.id) || !guild.isAvailable);
  if (isGone) return name === "GUILD_DELETE" ? event.data : undefined;
  const needsView = name.startsWith("MESSAGE_") || name.startsWith("THREAD_");
  if (needsView && channel !== undefined && permissionsIn(world, channel, world.bot.id) === 0n) return undefined;
  const isText = name === "MESSAGE_CREATE" || name === "MESSAGE_UPDATE";
  if (!isText || intents & INTENT.messageContent || channel === undefined) return event.data;
  return withoutContent(world, event.data as unknown as Message, channel);
}
