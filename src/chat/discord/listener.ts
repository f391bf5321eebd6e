import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  type Message,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
} from "discord.js";
import type { ChannelId, Invocation, Listener, PostRef } from "../chat-platform.ts";
import { menus } from "./commands.ts";
import { patiently } from "./patiently.ts";
import { roleOf } from "./rights.ts";
import { toAnswer } from "./to-answer.ts";

type Answer = Parameters<Listener["start"]>[0];
type Complete = Parameters<Listener["start"]>[1];

/** A command that Discord hands over, in whatever way it was given. */
type Given = ChatInputCommandInteraction | ButtonInteraction | MessageContextMenuCommandInteraction;

export interface ListenerDeps {
  readonly client: Client;
  readonly operators: ReadonlySet<string>;
  /** An answer that did not reach its asker: noted, and no more. */
  readonly onTrouble: (error: unknown, what: string) => void;
}

/** Takes what people ask for by commands, menus, buttons and replies to our posts, and shows them the answers. */
export function discordListener({ client, operators, onTrouble }: ListenerDeps): Pick<Listener, "start" | "stop"> {
  let answer: Answer | undefined;
  let complete: Complete;
  const underWay = new Set<Promise<void>>();

  const track = (what: string, work: Promise<void>): void => {
    const done = work.catch((error: unknown) => onTrouble(error, what)).finally(() => underWay.delete(done));
    underWay.add(done);
  };

  client.on(Events.InteractionCreate, (interaction) => {
    if (answer === undefined || interaction.guildId === null) return;
    if (interaction.isAutocomplete()) track("completion", completed(interaction));
    else if (interaction.isChatInputCommand() || interaction.isButton() || interaction.isMessageContextMenuCommand())
      track("command", answered(interaction, answer));
  });
  client.on(Events.MessageCreate, (message) => {
    if (answer !== undefined) track("reply", replied(message, answer));
  });

  async function answered(given: Given, say: Answer): Promise<void> {
    await given.deferReply({ flags: MessageFlags.Ephemeral });
    const request = requestOf(given);
    const posts = await say({
      id: given.id,
      channel: channelOf(given),
      user: `discord:${given.user.id}`,
      role: roleIn(given),
      ...request,
    });
    const [first, ...more] = toAnswer(posts);
    if (first !== undefined) await patiently(() => given.editReply(first));
    for (const next of more) await patiently(() => given.followUp({ ...next, flags: MessageFlags.Ephemeral }));
  }

  async function completed(interaction: AutocompleteInteraction): Promise<void> {
    const { name: argument, value } = interaction.options.getFocused(true);
    const found = await complete?.({
      channel: channelOf(interaction),
      role: roleIn(interaction),
      command: commandName(interaction),
      argument,
      typed: String(value),
    });
    await interaction.respond((found ?? []).map(({ label, value }) => ({ name: label, value: value.slice(0, 100) })));
  }

  /** Words typed in reply to a post of ours, or in its thread: `!full`. Without a ping Discord shows them only to some. */
  async function replied(message: Message, say: Answer): Promise<void> {
    const { author, guildId, webhookId, system, content, channel } = message;
    if (author.bot || guildId === null || webhookId !== null || system) return;
    const self = client.user?.id ?? "";
    const words = content.replaceAll(new RegExp(`<@!?${self}>`, "g"), " ").trim();
    const isCalled = message.mentions.users.has(self);
    const about = await aboutOf(message, self);
    const isCommand = /^![a-z]/i.test(words) || (isCalled && /^[a-z]/i.test(words));
    if (!isCommand || (about === undefined && !isCalled)) return;
    const posts = await say({
      id: message.id,
      channel: channelOf(message),
      user: `discord:${author.id}`,
      role: roleOf({ user: author.id, permissions: permissionsOf(message) }, operators),
      request: words.replace(/^!/, ""),
      ...(about !== undefined && { about }),
    });
    if (!channel.isSendable()) return;
    for (const part of toAnswer(posts))
      await patiently<unknown>(() =>
        channel.send({ ...part, reply: { messageReference: message.id, failIfNotExists: false } }),
      );
  }

  const roleIn = (interaction: Interaction): Invocation["role"] =>
    roleOf(
      {
        user: interaction.user.id,
        permissions:
          interaction.memberPermissions === null ? undefined : BigInt(interaction.memberPermissions.bitfield),
      },
      operators,
    );

  return {
    async start(handler, completer) {
      [answer, complete] = [handler, completer];
    },
    async stop(graceMs) {
      answer = undefined;
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([Promise.allSettled(underWay), grace]);
      clearTimeout(timer);
    },
  };
}

/** The post it is said in reply to, or the card of the thread it is said in. */
async function aboutOf(message: Message, self: string): Promise<PostRef | undefined> {
  const { reference, channel, channelId } = message;
  if (reference?.messageId !== undefined) {
    const answered = await patiently(() => message.fetchReference()).catch(() => undefined);
    if (answered?.author.id === self) return `${channelId}/${answered.id}` as PostRef;
  }
  if (!channel.isThread() || channel.ownerId !== self) return undefined;
  const isForum = channel.parent !== null && !channel.parent.isTextBased();
  return `${isForum ? channel.id : channel.parentId}/${channel.id}` as PostRef;
}

/** The channel whose matter it is: that of a thread is the one it stands in. */
function channelOf({ channelId, channel }: Pick<Interaction | Message, "channelId" | "channel">): ChannelId {
  const parent = channel?.isThread() ? channel.parentId : undefined;
  return `discord:${parent ?? channelId}` as ChannelId;
}

function permissionsOf({ member, channel }: Message): bigint | undefined {
  if (member === null || !("permissionsFor" in channel)) return undefined;
  return channel.permissionsFor(member)?.bitfield;
}

function requestOf(given: Given): Pick<Invocation, "request" | "about"> {
  if (given.isButton()) return { request: given.customId.replace(":", " ") };
  if (given.isMessageContextMenuCommand())
    return {
      request: menus[given.commandName] ?? "help",
      about: `${given.targetMessage.channelId}/${given.targetId}` as PostRef,
    };
  const args = given.options.data
    .flatMap((one) => one.options ?? [one])
    .flatMap((one) => one.options ?? [one])
    .flatMap(({ name, value }) => (value === undefined ? [] : [[name, String(value)] as const]));
  return { request: { name: commandName(given), args: Object.fromEntries(args) } };
}

/** `/list filter add` is `filter add`. */
function commandName({ commandName: top, options }: ChatInputCommandInteraction | AutocompleteInteraction): string {
  const sub = options.getSubcommand(false);
  const group = options.getSubcommandGroup(false);
  return sub === null ? top : group === null ? sub : `${group} ${sub}`;
}
