import { FLAG, type MessageForm } from "./message-form.ts";
import { may } from "./permissions.ts";
import { invalidForm, refusal } from "./refusal.ts";
import { type Answer, type Asked, type Core, channelOf, messageOf, need, type Route } from "./route.ts";
import { shownChannel } from "./shown.ts";
import { CHANNEL_TYPE, type Channel, isoTime, type Message, timeOf } from "./world.ts";
import {
  addMessage,
  checkFlags,
  checkParts,
  deleteMessage,
  messageForm,
  storeFiles,
  tellMessage,
  withoutContent,
  written,
} from "./writing.ts";

/** Source: Discord docs, "Messages Resource"; threads: "Threads". */
export const messageRoutes: readonly Route[] = [
  { method: "GET", path: "/channels/:channel/messages", rate: "other", handle: list },
  { method: "POST", path: "/channels/:channel/messages", rate: "create", handle: create },
  { method: "GET", path: "/channels/:channel/messages/:message", rate: "other", handle: one },
  { method: "PATCH", path: "/channels/:channel/messages/:message", rate: "edit", handle: edit },
  { method: "DELETE", path: "/channels/:channel/messages/:message", rate: "delete", handle: remove },
  { method: "POST", path: "/channels/:channel/typing", rate: "other", handle: type },
];

const HOUR_MS = 3_600_000;

/** Someone without the right to read history gets an empty list, not a refusal. */
function list(asked: Asked, core: Core): Answer {
  const channel = channelOf(asked, core);
  const { query } = asked;
  const limit = Number(query.get("limit") ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    asked.violation(`limit ${query.get("limit")}`);
    throw invalidForm([{ at: "limit", code: "NUMBER_TYPE_MAX", message: "int value should be between 1 and 100." }]);
  }
  if (["around", "before", "after"].filter((key) => query.has(key)).length > 1) {
    asked.violation("more than one of around, before, after");
  }
  if (!may(core.world, channel, core.world.bot.id, "READ_MESSAGE_HISTORY")) return { status: 200, json: [] };
  const all = core.world.messages.get(channel.id) ?? [];
  const found = page(all, query, limit).toReversed();
  return { status: 200, json: found.map((message) => seen(core, channel, message)) };
}

/** The messages asked for, oldest first: the `limit` next to the one that is named, or the last ones. */
function page(all: readonly Message[], query: URLSearchParams, limit: number): readonly Message[] {
  const named = query.get("after") ?? query.get("before") ?? query.get("around");
  if (named === null) return all.slice(-limit);
  const than = BigInt(named);
  const earlier = all.filter(({ id }) => BigInt(id) < than);
  if (query.has("before")) return earlier.slice(-limit);
  if (query.has("after")) return all.filter(({ id }) => BigInt(id) > than).slice(0, limit);
  const half = Math.floor(limit / 2);
  return [...earlier.slice(-half), ...all.filter(({ id }) => BigInt(id) >= than).slice(0, half + 1)];
}

/** A message as the bot reads it: blank without the intent, with the thread that was started from it. */
function seen(core: Core, channel: Channel, message: Message): unknown {
  const hasIntent = (core.settings.privilegedIntents & (1 << 15)) !== 0;
  const thread = message.flags & FLAG.hasThread ? core.world.channels.get(message.id) : undefined;
  const text = hasIntent ? message : withoutContent(core.world, message, channel);
  return thread === undefined ? text : { ...text, thread: shownChannel(thread) };
}

function one(asked: Asked, core: Core): Answer {
  const channel = channelOf(asked, core);
  need(core, channel, "READ_MESSAGE_HISTORY");
  return { status: 200, json: seen(core, channel, messageOf(asked, core, channel)) };
}

/** Where a message may be written at all. @throws {Refusal} 50008, 50013, 50083, 160005 */
function checkPlace(core: Core, channel: Channel): void {
  if (channel.type === CHANNEL_TYPE.category || channel.type === CHANNEL_TYPE.forum) throw refusal(50008);
  need(core, channel, channel.thread === undefined ? "SEND_MESSAGES" : "SEND_MESSAGES_IN_THREADS");
  if (channel.thread?.isLocked && !may(core.world, channel, core.world.bot.id, "MANAGE_THREADS")) {
    throw refusal(channel.thread.isArchived ? 50083 : 160005);
  }
}

function create(asked: Asked, core: Core): Answer {
  const { world } = core;
  const channel = channelOf(asked, core);
  const form = messageForm(asked, asked.json, core, channel);
  checkPlace(core, channel);
  checkParts(asked, form, core, channel);
  const flags = checkFlags(asked, form, "create");
  const repliedTo = replyTarget(asked, form, core, channel);
  const nonce = form.nonce ?? undefined;
  const earlier = nonce === undefined ? undefined : writtenBefore(asked, form, core, channel);
  if (earlier !== undefined) return { status: 200, json: { ...earlier, nonce } };
  checkSlowMode(core, channel);
  const reference = { type: 0, channel_id: channel.id, guild_id: channel.guildId };
  const message = addMessage(
    world,
    channel,
    {
      author: world.bot,
      ...written(core, channel, form, repliedTo, world.bot),
      attachments: storeFiles(world, asked.files, form),
      flags,
      ...(repliedTo === undefined
        ? {}
        : { type: 19, message_reference: { ...reference, message_id: repliedTo.id }, referenced_message: repliedTo }),
    },
    nonce,
  );
  if (nonce !== undefined && form.enforce_nonce) {
    core.nonces.set(String(nonce), { at: world.now(), message, body: whole(asked, channel) });
  }
  return { status: 200, json: nonce === undefined ? message : { ...message, nonce } };
}

/** The request as one text, to tell a repeat from another message. */
function whole({ json, files }: Asked, channel: Channel): string {
  return JSON.stringify([channel.id, json, files.map(({ bytes }) => bytes.toString("base64"))]);
}

/**
 * What was written under this nonce within the window, by whatever content and in whatever channel: Discord asks the author
 * and the nonce alone. Source: "Messages Resource", Create Message, `enforce_nonce`.
 * @throws {Refusal} 10008 where it has been deleted since
 */
function writtenBefore(asked: Asked, { nonce, enforce_nonce }: MessageForm, core: Core, channel: Channel) {
  const { world, settings } = core;
  if (!enforce_nonce) {
    asked.violation(`nonce ${nonce} is not enforced and protects from nothing`);
    return undefined;
  }
  const earlier = core.nonces.get(String(nonce));
  if (earlier === undefined || world.now() - earlier.at >= settings.nonceWindowMs) return undefined;
  if (earlier.body !== whole(asked, channel)) asked.violation(`nonce ${nonce} again, for another message`);
  if (!world.messages.get(earlier.message.channel_id)?.includes(earlier.message)) throw refusal(10008);
  return earlier.message;
}

/** @throws {Refusal} 20016 */
function checkSlowMode({ world, settings }: Core, channel: Channel): void {
  const { id } = world.bot;
  if (!settings.slowModeHoldsForBots || channel.rateLimitPerUser === 0) return;
  if (may(world, channel, id, "MANAGE_MESSAGES") || may(world, channel, id, "MANAGE_CHANNELS")) return;
  const last = world.messages.get(channel.id)?.findLast(({ author }) => author.id === id);
  const waitMs = last === undefined ? 0 : timeOf(last.id) + channel.rateLimitPerUser * 1_000 - world.now();
  if (waitMs > 0) throw refusal(20016, { retry_after: waitMs / 1_000, global: false });
}

/** The message that `form` answers. @throws {Refusal} 160002, 50035 for one that is not in the channel */
function replyTarget(asked: Asked, form: MessageForm, core: Core, channel: Channel): Message | undefined {
  const reference = form.message_reference;
  if (!reference) return undefined;
  if (!may(core.world, channel, core.world.bot.id, "READ_MESSAGE_HISTORY")) throw refusal(160002);
  const found = core.world.messages.get(channel.id)?.find(({ id }) => id === reference.message_id);
  const flaw = (code: string, message: string) => invalidForm([{ at: "message_reference", code, message }]);
  if ((reference.channel_id ?? channel.id) !== channel.id) {
    asked.violation("a reply to a message of another channel");
    throw flaw("MESSAGE_REFERENCE_CHANNEL_ID_MISMATCH", "Cannot reply to a message in a different channel");
  }
  if (found !== undefined && ![0, 19, 20, 23].includes(found.type)) {
    throw flaw("REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message");
  }
  if (found === undefined && reference.fail_if_not_exists !== false) {
    throw flaw("REPLIES_UNKNOWN_MESSAGE", "Unknown message");
  }
  return found;
}

function edit(asked: Asked, core: Core): Answer {
  const { world, settings } = core;
  const channel = channelOf(asked, core);
  const message = messageOf(asked, core, channel);
  if (message.author.id !== world.bot.id) throw refusal(50005);
  if (message.type === 18 || message.type === 21) throw refusal(50021);
  const form = messageForm(asked, asked.json, core, channel);
  if (channel.thread?.isArchived) throw refusal(50083);
  if (world.now() - timeOf(message.id) > HOUR_MS) {
    const { allowed, resetAt } = core.buckets.take(`editsOfOld:${channel.id}`, settings.rates.editsOfOld);
    if (!allowed) throw refusal(30046, { retry_after: (resetAt - world.now()) / 1_000, global: false });
  }
  return { status: 200, json: changeMessage(asked, form, core, channel, message) };
}

/** Carries out an edit, of whichever way it came. @throws {Refusal} */
export function changeMessage(
  asked: Asked,
  form: MessageForm,
  core: Core,
  channel: Channel,
  message: Message,
): Message {
  const { world } = core;
  const kept = form.attachments ?? message.attachments;
  const { content, embeds, components } = message;
  const changed = { content, embeds, components, ...form } as MessageForm;
  const keptFiles = message.attachments.filter(({ id }) => kept.some((one) => String(one.id) === id));
  checkParts(asked, changed, core, channel, keptFiles.length);
  const flags = checkFlags(asked, form, "edit", message.flags);
  const parts = written(core, channel, changed, undefined, message.author);
  Object.assign(message, parts, { edited_timestamp: isoTime(world.now()) });
  message.attachments = [...keptFiles, ...storeFiles(world, asked.files, form)];
  if (form.flags !== undefined && form.flags !== null) {
    message.flags = (message.flags & ~FLAG.suppressEmbeds) | (flags & FLAG.suppressEmbeds);
  }
  if (!(message.flags & FLAG.ephemeral)) tellMessage(world, "MESSAGE_UPDATE", channel, message);
  return message;
}

function remove(asked: Asked, core: Core): Answer {
  const { world } = core;
  const channel = channelOf(asked, core);
  const message = messageOf(asked, core, channel);
  if (message.author.id !== world.bot.id) need(core, channel, "MANAGE_MESSAGES");
  if (channel.thread?.isArchived) throw refusal(50083);
  deleteMessage(world, channel, message);
  return { status: 204 };
}

function type(asked: Asked, core: Core): Answer {
  const channel = channelOf(asked, core);
  need(core, channel, channel.thread === undefined ? "SEND_MESSAGES" : "SEND_MESSAGES_IN_THREADS");
  return { status: 204 };
}
