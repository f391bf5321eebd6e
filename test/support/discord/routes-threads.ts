import { FLAG } from "./message-form.ts";
import { may, permissionsIn } from "./permissions.ts";
import { badLength, type Flaw, invalidForm, notAChoice, refusal } from "./refusal.ts";
import { type Answer, type Asked, type Core, channelOf, guildOf, messageOf, need, type Route } from "./route.ts";
import { shownChannel, shownThreadMember, withOwnMember } from "./shown.ts";
import { CHANNEL_TYPE, type Channel, type ChannelType, isoTime, type World } from "./world.ts";
import { addMessage, checkFlags, checkParts, messageForm, storeFiles, tellMessage, written } from "./writing.ts";

/** Source: Discord docs, "Threads" and "Channels Resource". */
export const threadRoutes: readonly Route[] = [
  { method: "POST", path: "/channels/:channel/messages/:message/threads", rate: "createThread", handle: fromMessage },
  { method: "POST", path: "/channels/:channel/threads", rate: "createThread", handle: withoutMessage },
  { method: "GET", path: "/channels/:channel/threads/archived/public", rate: "other", handle: archived },
  { method: "GET", path: "/guilds/:guild/threads/active", rate: "other", handle: active },
];

const ARCHIVE_MINUTES = [60, 1_440, 4_320, 10_080];

interface ThreadForm {
  readonly name?: unknown;
  readonly auto_archive_duration?: number;
  readonly rate_limit_per_user?: number;
  readonly type?: number;
  readonly message?: { readonly nonce?: unknown };
  readonly applied_tags?: readonly string[];
}

/** @throws {Refusal} 50035 */
export function threadForm(asked: Asked): ThreadForm {
  const form = (asked.json ?? {}) as ThreadForm;
  const flaws: Flaw[] = [];
  const { name, auto_archive_duration: minutes, rate_limit_per_user: slow = 0 } = form;
  if (typeof name !== "string" || name.trim() === "" || name.length > 100) flaws.push(badLength("name", 1, 100));
  if (minutes !== undefined && !ARCHIVE_MINUTES.includes(minutes)) {
    flaws.push(notAChoice("auto_archive_duration", ARCHIVE_MINUTES));
  }
  if (slow < 0 || slow > 21_600) flaws.push(badLength("rate_limit_per_user", 0, 21_600));
  if (flaws.length === 0 && asked.shapeFlaws.length === 0) return form;
  if (flaws.length === 0) throw invalidForm(asked.shapeFlaws);
  asked.violation(flaws.map(({ at, message }) => `${at}: ${message}`).join("; "));
  throw invalidForm(flaws);
}

/** @throws {Refusal} 160006 */
function addThread(
  world: World,
  parent: Channel,
  type: ChannelType,
  form: ThreadForm,
  id: string,
  owner: string,
): Channel {
  const guild = world.guilds.get(parent.guildId!)!;
  const now = isoTime(world.now());
  const open = world.channels.values().filter((one) => one.guildId === guild.id && one.thread?.isArchived === false);
  if ([...open].length >= guild.maxActiveThreads) throw refusal(160006);
  const thread: Channel = {
    id,
    type,
    guildId: guild.id,
    name: String(form.name).trim(),
    parentId: parent.id,
    overwrites: [],
    lastMessageId: null,
    rateLimitPerUser: form.rate_limit_per_user ?? 0,
    flags: 0,
    tags: [],
    thread: {
      ownerId: owner,
      isArchived: false,
      isLocked: false,
      archiveAfterMinutes: form.auto_archive_duration ?? 1_440,
      archivedAt: now,
      createdAt: now,
      members: new Map([[owner, now]]),
      messageCount: 0,
      totalSent: 0,
      appliedTags: form.applied_tags ?? [],
    },
  };
  world.channels.set(id, thread);
  const data = { ...withOwnMember(world, thread), newly_created: true };
  world.tell({ name: "THREAD_CREATE", data, guildId: guild.id, channel: thread });
  return thread;
}

/** The thread has the id of its message; a second one is refused. */
function fromMessage(asked: Asked, core: Core): Answer {
  const { world } = core;
  const channel = channelOf(asked, core);
  const message = messageOf(asked, core, channel);
  const form = threadForm(asked);
  if (channel.type !== CHANNEL_TYPE.text && channel.type !== CHANNEL_TYPE.announcement) throw refusal(50024);
  need(core, channel, "CREATE_PUBLIC_THREADS");
  if (world.channels.has(message.id)) throw refusal(160004);
  if (message.type === 18 || message.type === 21) throw refusal(50021);
  const isNews = channel.type === CHANNEL_TYPE.announcement;
  const type = isNews ? CHANNEL_TYPE.announcementThread : CHANNEL_TYPE.publicThread;
  const thread = addThread(world, channel, type, form, message.id, world.bot.id);
  message.flags |= FLAG.hasThread;
  tellMessage(world, "MESSAGE_UPDATE", channel, message);
  const reference = { type: 0, message_id: message.id, channel_id: channel.id, guild_id: channel.guildId };
  addMessage(world, thread, {
    author: message.author,
    type: 21,
    message_reference: reference,
    referenced_message: message,
  });
  return { status: 201, json: withOwnMember(world, thread) };
}

/** A post in a forum, whose first message has the thread's id; else a thread of its own. A forum post knows no nonce. */
function withoutMessage(asked: Asked, core: Core): Answer {
  const { world } = core;
  const channel = channelOf(asked, core);
  const form = threadForm(asked);
  if (channel.type !== CHANNEL_TYPE.forum) {
    if (channel.type !== CHANNEL_TYPE.text && channel.type !== CHANNEL_TYPE.announcement) throw refusal(50024);
    const type = form.type ?? CHANNEL_TYPE.privateThread;
    if (type !== CHANNEL_TYPE.privateThread && type !== CHANNEL_TYPE.publicThread) {
      throw invalidForm([notAChoice("type", [CHANNEL_TYPE.publicThread, CHANNEL_TYPE.privateThread])]);
    }
    need(core, channel, type === CHANNEL_TYPE.privateThread ? "CREATE_PRIVATE_THREADS" : "CREATE_PUBLIC_THREADS");
    const thread = addThread(world, channel, type, form, world.newId(), world.bot.id);
    return { status: 201, json: withOwnMember(world, thread) };
  }
  need(core, channel, "SEND_MESSAGES");
  if (form.message?.nonce !== undefined) asked.violation("a nonce in a forum post protects from nothing");
  const first = messageForm(asked, form.message ?? {}, core, channel);
  checkParts(asked, first, core, channel);
  const flags = checkFlags(asked, first, "create");
  const { applied_tags: tags = [] } = form;
  if (channel.flags & (1 << 4) && tags.length === 0) throw refusal(40067);
  if (tags.length > 5) throw invalidForm([badLength("applied_tags", 0, 5)]);
  if (tags.some((tag) => !channel.tags.some(({ id }) => id === tag))) {
    throw invalidForm([{ at: "applied_tags", code: "FORUM_TAG_INVALID", message: "Unknown forum tag" }]);
  }
  const thread = addThread(world, channel, CHANNEL_TYPE.publicThread, form, world.newId(), world.bot.id);
  const message = addMessage(world, thread, {
    id: thread.id,
    author: world.bot,
    ...written(core, thread, first, undefined, world.bot),
    attachments: storeFiles(world, asked.files, first),
    flags,
  });
  channel.lastMessageId = thread.id;
  return { status: 201, json: { ...withOwnMember(world, thread), message } };
}

/** PATCH /channels/{thread}. @throws {Refusal} 50013, 50083, 50035 */
export function changeThread(asked: Asked, core: Core, channel: Channel): Answer {
  const { world } = core;
  const thread = channel.thread!;
  const form = (asked.json ?? {}) as Readonly<Record<string, unknown>>;
  const manages = may(world, channel, world.bot.id, "MANAGE_THREADS");
  const owns = thread.ownerId === world.bot.id;
  const wakes = form.archived === false;
  const onlyWakes = Object.keys(form).every((key) => key === "archived" || key === "locked");
  if (thread.isLocked || "locked" in form) {
    if (!manages) throw refusal(50013);
  } else if (wakes && onlyWakes) need(core, channel, "SEND_MESSAGES_IN_THREADS");
  else if (!owns && !manages) throw refusal(50013);
  if (thread.isArchived && !wakes && Object.keys(form).some((key) => key !== "archived")) throw refusal(50083);
  if ("name" in form) channel.name = String(threadForm(asked).name).trim();
  if (typeof form.archived === "boolean" && form.archived !== thread.isArchived) {
    thread.isArchived = form.archived;
    thread.archivedAt = isoTime(world.now());
  }
  if (typeof form.locked === "boolean") thread.isLocked = form.locked;
  if (Array.isArray(form.applied_tags)) thread.appliedTags = form.applied_tags as string[];
  if (typeof form.rate_limit_per_user === "number") channel.rateLimitPerUser = form.rate_limit_per_user;
  world.tell({ name: "THREAD_UPDATE", data: shownChannel(channel), guildId: channel.guildId, channel });
  return { status: 200, json: shownChannel(channel) };
}

function shownThreads(world: World, threads: readonly Channel[]): Record<string, unknown> {
  const own = threads.filter(({ thread }) => thread!.members.has(world.bot.id));
  return { threads: threads.map(shownChannel), members: own.map((one) => shownThreadMember(one, world.bot.id)) };
}

function active(asked: Asked, core: Core): Answer {
  const { world } = core;
  const guild = guildOf(asked, core);
  const found = [...world.channels.values()].filter(
    (one) =>
      one.guildId === guild.id && one.thread?.isArchived === false && permissionsIn(world, one, world.bot.id) !== 0n,
  );
  return { status: 200, json: { ...shownThreads(world, found.toReversed()), has_more: false } };
}

/** Public threads, the one archived last first, in pages by `before` (a time). */
function archived(asked: Asked, core: Core): Answer {
  const { world } = core;
  const channel = channelOf(asked, core);
  need(core, channel, "READ_MESSAGE_HISTORY");
  const limit = Number(asked.query.get("limit") ?? 50);
  const before = asked.query.get("before") ?? isoTime(world.now() + 1);
  const found = [...world.channels.values()]
    .filter((one) => one.parentId === channel.id && one.thread?.isArchived && one.type !== CHANNEL_TYPE.privateThread)
    .filter((one) => one.thread!.archivedAt < before)
    .sort((a, b) => (a.thread!.archivedAt < b.thread!.archivedAt ? 1 : -1));
  return { status: 200, json: { ...shownThreads(world, found.slice(0, limit)), has_more: found.length > limit } };
}
