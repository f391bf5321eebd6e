import { badLength, invalidForm, refusal } from "./refusal.ts";
import { type Answer, type Asked, type Core, channelOf, guildOf, need, type Route } from "./route.ts";
import { changeThread } from "./routes-threads.ts";
import { shownChannel, shownGuild, shownMember, shownRole } from "./shown.ts";
import { directChannel } from "./world.ts";

/** Guilds, channels, members, users. Source: Discord docs, "Guild", "Channels" and "Users Resource". */
export const placeRoutes: readonly Route[] = [
  { method: "GET", path: "/channels/:channel", rate: "other", handle: channel },
  { method: "PATCH", path: "/channels/:channel", rate: "other", handle: changeChannel },
  { method: "GET", path: "/guilds/:guild", rate: "other", handle: guild },
  { method: "GET", path: "/guilds/:guild/channels", rate: "other", handle: channels },
  { method: "GET", path: "/guilds/:guild/roles", rate: "other", handle: roles },
  { method: "GET", path: "/guilds/:guild/members/:user", rate: "other", handle: member },
  { method: "GET", path: "/users/@me", rate: "other", handle: me },
  { method: "GET", path: "/users/@me/guilds", rate: "other", handle: guilds },
  { method: "DELETE", path: "/users/@me/guilds/:guild", rate: "other", handle: leave },
  { method: "GET", path: "/users/:user", rate: "other", handle: user },
  { method: "POST", path: "/users/@me/channels", rate: "other", handle: direct },
];

function channel(asked: Asked, core: Core): Answer {
  return { status: 200, json: shownChannel(channelOf(asked, core)) };
}

function changeChannel(asked: Asked, core: Core): Answer {
  const { world, settings } = core;
  const place = channelOf(asked, core);
  if ("name" in ((asked.json ?? {}) as object)) {
    const { allowed, resetAt } = core.buckets.take(`rename:${place.id}`, settings.rates.renames);
    if (!allowed) throw refusal(20028, { retry_after: (resetAt - world.now()) / 1_000, global: false });
  }
  if (place.thread !== undefined) return changeThread(asked, core, place);
  need(core, place, "MANAGE_CHANNELS");
  const { name } = asked.json as { readonly name?: unknown };
  if (name !== undefined) {
    if (typeof name !== "string" || name === "" || name.length > 100) throw invalidForm([badLength("name", 1, 100)]);
    place.name = name;
  }
  world.tell({ name: "CHANNEL_UPDATE", data: shownChannel(place), guildId: place.guildId, channel: place });
  return { status: 200, json: shownChannel(place) };
}

function guild(asked: Asked, core: Core): Answer {
  const shown = shownGuild(guildOf(asked, core));
  const count = guildOf(asked, core).members.size;
  const counts = asked.query.get("with_counts") === "true";
  const more = counts ? { approximate_member_count: count, approximate_presence_count: count } : {};
  return { status: 200, json: { ...shown, ...more } };
}

/** All channels, threads not among them. */
function channels(asked: Asked, core: Core): Answer {
  const { id } = guildOf(asked, core);
  const found = [...core.world.channels.values()].filter((one) => one.guildId === id && one.thread === undefined);
  return { status: 200, json: found.map(shownChannel) };
}

function roles(asked: Asked, core: Core): Answer {
  return { status: 200, json: guildOf(asked, core).roles.map(shownRole) };
}

function member(asked: Asked, core: Core): Answer {
  const found = guildOf(asked, core).members.get(asked.params.user!);
  if (found === undefined) throw refusal(core.world.users.has(asked.params.user!) ? 10007 : 10013);
  return { status: 200, json: shownMember(found) };
}

function me(_: Asked, { world }: Core): Answer {
  return { status: 200, json: { ...world.bot, mfa_enabled: false, locale: "en-US", verified: true, email: null } };
}

function guilds(_: Asked, { world }: Core): Answer {
  const own = [...world.guilds.values()].filter(({ members }) => members.has(world.bot.id));
  const json = own.map(({ id, name }) => ({
    id,
    name,
    icon: null,
    banner: null,
    owner: false,
    permissions: "0",
    features: [],
  }));
  return { status: 200, json };
}

function leave(asked: Asked, core: Core): Answer {
  const left = guildOf(asked, core);
  left.members.delete(core.world.bot.id);
  core.world.tell({ name: "GUILD_DELETE", data: { id: left.id }, guildId: left.id });
  return { status: 204 };
}

function user(asked: Asked, { world }: Core): Answer {
  const found = world.users.get(asked.params.user!);
  if (found === undefined) throw refusal(10013);
  return { status: 200, json: found };
}

/** The direct channel with somebody, made at the first call. */
function direct(asked: Asked, { world }: Core): Answer {
  const id = (asked.json as { recipient_id?: string } | undefined)?.recipient_id;
  const recipient = world.users.get(id ?? "");
  if (recipient === undefined) throw refusal(10013);
  return { status: 200, json: shownChannel(directChannel(world, recipient)) };
}
