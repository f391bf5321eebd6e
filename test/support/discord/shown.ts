import { permissionsIn } from "./permissions.ts";
import { CHANNEL_TYPE, type Channel, type Guild, isoTime, type Member, type Role, type World } from "./world.ts";

/** Values of the world as the API and the gateway show them. Source: Discord docs, the Resources pages. */

export function shownRole(role: Role): Record<string, unknown> {
  const fixed = {
    color: 0,
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
  const colors = { primary_color: 0, secondary_color: null, tertiary_color: null };
  return { ...fixed, colors, ...role };
}

export function shownMember(member: Member): Record<string, unknown> {
  return {
    user: member.user,
    roles: member.roles,
    joined_at: member.joinedAt,
    nick: null,
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    premium_since: null,
    pending: false,
    mute: false,
    deaf: false,
    flags: 0,
  };
}

export function shownChannel(channel: Channel): Record<string, unknown> {
  if (channel.thread !== undefined) return shownThread(channel);
  const { id, type, flags, lastMessageId } = channel;
  if (channel.recipient !== undefined) {
    return { id, type, flags, last_message_id: lastMessageId, recipients: [channel.recipient] };
  }
  const shown = {
    id,
    type,
    flags,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId ?? null,
    position: 0,
    permission_overwrites: channel.overwrites,
    nsfw: false,
  };
  if (type === CHANNEL_TYPE.category) return shown;
  const written = { ...shown, last_message_id: lastMessageId, rate_limit_per_user: channel.rateLimitPerUser };
  if (type === CHANNEL_TYPE.voice) return { ...written, bitrate: 64_000, user_limit: 0, rtc_region: null };
  if (type !== CHANNEL_TYPE.forum) return { ...written, topic: null };
  const tags = channel.tags.map((tag) => ({ ...tag, moderated: false, emoji_id: null, emoji_name: null }));
  const look = { default_reaction_emoji: null, default_sort_order: null, default_forum_layout: 0 };
  return { ...written, ...look, topic: null, available_tags: tags };
}

function shownThread(channel: Channel): Record<string, unknown> {
  const thread = channel.thread!;
  return {
    id: channel.id,
    type: channel.type,
    flags: channel.flags,
    guild_id: channel.guildId,
    parent_id: channel.parentId,
    name: channel.name,
    owner_id: thread.ownerId,
    last_message_id: channel.lastMessageId,
    rate_limit_per_user: channel.rateLimitPerUser,
    message_count: thread.messageCount,
    total_message_sent: thread.totalSent,
    member_count: Math.min(thread.members.size, 50),
    applied_tags: thread.appliedTags,
    thread_metadata: {
      archived: thread.isArchived,
      locked: thread.isLocked,
      auto_archive_duration: thread.archiveAfterMinutes,
      archive_timestamp: thread.archivedAt,
      create_timestamp: thread.createdAt,
    },
  };
}

export function shownThreadMember(thread: Channel, user: string): Record<string, unknown> {
  return { id: thread.id, user_id: user, join_timestamp: thread.thread!.members.get(user), flags: 0 };
}

/** A guild without its channels and members, as GET /guilds/{id} shows it. */
export function shownGuild(guild: Guild): Record<string, unknown> {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    roles: guild.roles.map(shownRole),
    icon: null,
    icon_hash: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    features: [],
    emojis: [],
    stickers: [],
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    mfa_level: 0,
    application_id: null,
    max_presences: null,
    max_members: 500_000,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: "en-US",
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    hub_type: null,
    nsfw: false,
    nsfw_level: 0,
    region: "deprecated",
    incidents_data: null,
  };
}

/**
 * The guild as GUILD_CREATE brings it: with all arrays, the channels whether or not the bot sees them, of the threads those
 * that are active and that it sees, and of the members only itself (without the intent for members).
 * Source: Discord docs, "Gateway Events", Guild Create.
 */
export function shownAtStart(world: World, guild: Guild): Record<string, unknown> {
  const here = [...world.channels.values()].filter(({ guildId }) => guildId === guild.id);
  const own = guild.members.get(world.bot.id);
  return {
    ...shownGuild(guild),
    joined_at: own?.joinedAt ?? isoTime(world.now()),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: own === undefined ? [] : [shownMember(own)],
    channels: here.filter(({ thread }) => thread === undefined).map(shownChannel),
    threads: here
      .filter((one) => one.thread?.isArchived === false && permissionsIn(world, one, world.bot.id) !== 0n)
      .map((one) => (one.thread!.members.has(world.bot.id) ? withOwnMember(world, one) : shownChannel(one))),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** A thread with the bot's own membership in it. */
export function withOwnMember(world: World, thread: Channel): Record<string, unknown> {
  return { ...shownChannel(thread), member: shownThreadMember(thread, world.bot.id) };
}
