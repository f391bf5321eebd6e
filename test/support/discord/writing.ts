import { couldMention, mentioned } from "./mentions.ts";
import { FLAG, isEmpty, type MessageForm, messageFlaws } from "./message-form.ts";
import { may } from "./permissions.ts";
import { invalidForm, refusal } from "./refusal.ts";
import type { UploadedFile } from "./request-body.ts";
import type { Asked, Core } from "./route.ts";
import { shownChannel, shownMember } from "./shown.ts";
import { type Attachment, type Channel, isoTime, type Message, type User, type World } from "./world.ts";

/** Flags that a bot may ask for; others are ignored by Discord, and noted here. */
const MAY_ASK = { create: FLAG.suppressEmbeds | FLAG.suppressNotifications, edit: FLAG.suppressEmbeds } as const;

/** The form of a message, or what is wrong with it. @throws {Refusal} 50035, 40005, 200000, 240000 */
export function messageForm(asked: Asked, json: unknown, core: Core, channel: Channel | undefined): MessageForm {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    asked.violation("the message is no object");
    throw invalidForm([
      { at: "", code: "MODEL_TYPE_CONVERT", message: "Only dictionaries may be used in a model type" },
    ]);
  }
  const form = json as MessageForm;
  const flaws = messageFlaws(form);
  if (flaws.length > 0) asked.violation(flaws.map(({ at, message }) => `${at}: ${message}`).join("; "));
  if (flaws.length + asked.shapeFlaws.length > 0) throw invalidForm(flaws.length > 0 ? flaws : asked.shapeFlaws);
  if (asked.files.reduce((sum, { bytes }) => sum + bytes.length, 0) > core.settings.maxFileBytes) {
    asked.violation("the files are too large");
    throw refusal(40005);
  }
  if (couldMention(form.content ?? "") && !form.allowed_mentions) asked.violation("mentions without allowed_mentions");
  const guild = core.world.guilds.get(channel?.guildId ?? "");
  const said = JSON.stringify([form.content, form.embeds]);
  if (guild?.harmfulLinks.some((link) => said.includes(link))) throw refusal(240000);
  if (guild?.blockedWords.some((word) => said.includes(word))) throw refusal(200000);
  return form;
}

/** The flags asked for that mean something, `also` among them; others are noted. */
export function checkFlags(asked: Asked, form: MessageForm, what: "create" | "edit", also = 0): number {
  const wanted = form.flags ?? 0;
  const useless = wanted & ~(MAY_ASK[what] | also);
  if (useless !== 0) asked.violation(`flags ${useless} cannot be set in this way`);
  return wanted & (MAY_ASK[what] | also);
}

/** What a message needs besides the right to send; `kept` files it has already. @throws {Refusal} 50013, 50006 */
export function checkParts(asked: Asked, form: MessageForm, core: Core, channel: Channel, kept = 0): void {
  const { world } = core;
  const has = (permission: "EMBED_LINKS" | "ATTACH_FILES") => may(world, channel, world.bot.id, permission);
  if (isEmpty(form, asked.files.length + kept)) {
    asked.violation("the message is empty");
    throw refusal(50006);
  }
  if ((form.embeds?.length ?? 0) > 0 && !has("EMBED_LINKS")) throw refusal(50013);
  if (asked.files.length > 0 && !has("ATTACH_FILES")) throw refusal(50013);
}

export function storeFiles(world: World, files: readonly UploadedFile[], form: MessageForm): Attachment[] {
  return files.map((file) => {
    const id = world.newId();
    world.files.set(id, file.bytes);
    const filename = form.attachments?.find((one) => String(one.id) === file.id)?.filename ?? file.filename;
    const url = `http://files.invalid/${id}/${encodeURIComponent(filename)}`;
    return { id, filename, size: file.bytes.length, content_type: file.contentType, url, proxy_url: url };
  });
}

/** The parts of a message that its author decides on, with whom it pings. */
export function written(core: Core, channel: Channel, form: MessageForm, repliedTo: Message | undefined, author: User) {
  const { world } = core;
  const guild = world.guilds.get(channel.guildId ?? "");
  const pings = mentioned(world, guild, form.content ?? "", form.allowed_mentions ?? undefined, repliedTo, {
    mayEveryone: may(world, channel, author.id, "MENTION_EVERYONE"),
  });
  return {
    content: (form.content ?? "").trim(),
    embeds: (form.embeds ?? []).map((embed) => ({ type: "rich", ...embed })),
    components: withIds(form.components ?? []),
    mentions: pings.users,
    mention_roles: pings.roles,
    mention_everyone: pings.everyone,
  };
}

/** Discord numbers the components that come without an id. */
function withIds(rows: readonly object[]): object[] {
  let next = 0;
  return rows.map((row) => {
    const id = ++next;
    const parts = (row as { components?: readonly object[] }).components ?? [];
    return { id, ...row, components: parts.map((part) => ({ id: ++next, ...part })) };
  });
}

export type Draft = Omit<Partial<Message>, "id"> & { readonly id?: string; readonly author: User };

/** Puts a message into its channel and tells of it; wakes a thread that is archived. */
export function addMessage(world: World, channel: Channel, draft: Draft, nonce?: string | number | null): Message {
  const message: Message = {
    id: world.newId(),
    type: 0,
    channel_id: channel.id,
    content: "",
    timestamp: isoTime(world.now()),
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    flags: 0,
    ...draft,
  };
  const { thread } = channel;
  if (thread?.isArchived) {
    thread.isArchived = false;
    thread.archivedAt = isoTime(world.now());
    world.tell({ name: "THREAD_UPDATE", data: shownChannel(channel), guildId: channel.guildId, channel });
  }
  const all = world.messages.get(channel.id);
  if (all === undefined) world.messages.set(channel.id, [message]);
  else all.push(message);
  channel.lastMessageId = message.id;
  if (thread !== undefined && message.type !== 21 && message.id !== channel.id) {
    thread.messageCount += 1;
    thread.totalSent += 1;
  }
  if (thread !== undefined) addMembers(world, channel, [message.author, ...message.mentions]);
  tellMessage(world, "MESSAGE_CREATE", channel, nonce ? { ...message, nonce } : message);
  return message;
}

/** Who writes in a thread, and who is pinged there, joins it. Source: Discord docs, "Threads", Thread Membership. */
function addMembers(world: World, channel: Channel, users: readonly User[]): void {
  const guild = world.guilds.get(channel.guildId!);
  for (const { id } of users) {
    if (guild?.members.has(id) && !channel.thread!.members.has(id)) {
      channel.thread!.members.set(id, isoTime(world.now()));
    }
  }
}

export function deleteMessage(world: World, channel: Channel, message: Message): void {
  const all = world.messages.get(channel.id) ?? [];
  all.splice(all.indexOf(message), 1);
  const data = { id: message.id, channel_id: channel.id, guild_id: channel.guildId };
  world.tell({ name: "MESSAGE_DELETE", data, guildId: channel.guildId, channel });
}

/** MESSAGE_CREATE and MESSAGE_UPDATE carry guild and member besides. Source: Discord docs, "Gateway Events". */
export function tellMessage(
  world: World,
  name: string,
  channel: Channel,
  message: Message & { nonce?: unknown },
): void {
  const member = world.guilds.get(channel.guildId ?? "")?.members.get(message.author.id);
  const { user: _, ...shown } = member === undefined ? { user: undefined } : shownMember(member);
  const place = channel.guildId === undefined ? {} : { guild_id: channel.guildId };
  const data = { ...message, ...place, ...(member === undefined ? {} : { member: shown }), channel_type: channel.type };
  world.tell({ name, data, guildId: channel.guildId, channel });
}

/** Source: Discord docs, "Gateway", Message Content Intent: own messages, mentions and direct messages keep their text. */
export function withoutContent(world: World, message: Message, channel: Channel): Message {
  const keeps =
    message.author.id === world.bot.id ||
    channel.guildId === undefined ||
    message.mentions.some(({ id }) => id === world.bot.id);
  const answered = message.referenced_message;
  const inner = answered ? { referenced_message: withoutContent(world, answered, channel) } : {};
  const blank = { content: "", embeds: [], attachments: [], components: [] };
  return { ...message, ...(keeps ? {} : blank), ...inner };
}
