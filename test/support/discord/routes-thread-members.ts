import { permissionsIn } from "./permissions.ts";
import { refusal } from "./refusal.ts";
import { type Answer, type Asked, type Core, channelOf, need, type Route } from "./route.ts";
import { shownThreadMember } from "./shown.ts";
import { type Channel, isoTime, type World } from "./world.ts";

/** Source: Discord docs, "Channels Resource", Thread Members. */
export const threadMemberRoutes: readonly Route[] = [
  { method: "GET", path: "/channels/:channel/thread-members", rate: "other", handle: members },
  { method: "PUT", path: "/channels/:channel/thread-members/:user", rate: "other", handle: join },
  { method: "DELETE", path: "/channels/:channel/thread-members/:user", rate: "other", handle: leave },
];

function threadOf(asked: Asked, core: Core): Channel {
  const channel = channelOf(asked, core);
  if (channel.thread === undefined) throw refusal(50024);
  return channel;
}

function join(asked: Asked, core: Core): Answer {
  const { world } = core;
  const channel = threadOf(asked, core);
  const user = asked.params.user === "@me" ? world.bot.id : asked.params.user!;
  if (channel.thread!.isArchived) throw refusal(50083);
  need(core, channel, "SEND_MESSAGES_IN_THREADS");
  if (!world.guilds.get(channel.guildId!)?.members.has(user)) throw refusal(10013);
  if (permissionsIn(world, world.channels.get(channel.parentId!)!, user) === 0n) throw refusal(50001);
  channel.thread!.members.set(user, channel.thread!.members.get(user) ?? isoTime(world.now()));
  tellMembers(world, channel, [user], []);
  return { status: 204 };
}

function leave(asked: Asked, core: Core): Answer {
  const channel = threadOf(asked, core);
  const user = asked.params.user === "@me" ? core.world.bot.id : asked.params.user!;
  if (channel.thread!.isArchived) throw refusal(50083);
  if (user !== core.world.bot.id) need(core, channel, "MANAGE_THREADS");
  channel.thread!.members.delete(user);
  tellMembers(core.world, channel, [], [user]);
  return { status: 204 };
}

function tellMembers(world: World, channel: Channel, added: readonly string[], removed: readonly string[]): void {
  const data = {
    id: channel.id,
    guild_id: channel.guildId,
    member_count: channel.thread!.members.size,
    added_members: added.map((user) => shownThreadMember(channel, user)),
    removed_member_ids: removed,
  };
  world.tell({ name: "THREAD_MEMBERS_UPDATE", data, guildId: channel.guildId, channel });
}

function members(asked: Asked, core: Core): Answer {
  const channel = threadOf(asked, core);
  return { status: 200, json: [...channel.thread!.members.keys()].map((user) => shownThreadMember(channel, user)) };
}
