import { ClientRefuses, commandData, type OptionValues, offered } from "./command-options.ts";
import { type Interaction, isLoading } from "./interactions.ts";
import { mentioned } from "./mentions.ts";
import { may, permissionsIn } from "./permissions.ts";
import type { Core } from "./route.ts";
import { shownChannel, shownMember } from "./shown.ts";
import { type Channel, isoTime, type Message, type User } from "./world.ts";
import { addMessage, tellMessage } from "./writing.ts";

/** What a person has asked for by a command, a button or a menu, and what they see of the answer. */
export interface Act {
  readonly id: string;
  readonly token: string;
  /** All messages that answer it, ephemeral ones too, as they stand now. */
  readonly shown: readonly Message[];
  readonly isAcknowledged: boolean;
  /** The text of the first answer that says more than that the bot is thinking. */
  answer(): Promise<Message>;
  /** As soon as there are `count` such messages. */
  answers(count: number): Promise<readonly Message[]>;
  /** As soon as the bot has reacted in any way. */
  acknowledged(): Promise<void>;
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** A person, or with `bot: true` another bot, who does what Discord's client lets them. */
export interface Person {
  readonly user: User;
  readonly id: string;
  /** Types a message; a reply pings unless told not to. */
  says(channel: Channel, text: string, options?: SayOptions): Message;
  /** Changes a message of their own. */
  edits(message: Message, text: string): void;
  /** `runs(channel, "list subscribe", { name: "wbus" })`. @throws {ClientRefuses} */
  runs(channel: Channel, words: string, values?: OptionValues): Act;
  /** What is offered while `focused` is typed. @throws {ClientRefuses} */
  completes(channel: Channel, words: string, values: OptionValues, focused: string): Promise<readonly Choice[]>;
  /** A button of a message that they see, by its label or custom_id. @throws {ClientRefuses} */
  presses(message: Message, button: string): Act;
  /** An entry of the message menu, `Full mail`. @throws {ClientRefuses} */
  picks(message: Message, entry: string): Act;
}

export interface SayOptions {
  readonly replyTo?: Message;
  readonly ping?: boolean;
  /** As a webhook speaks, under their name. */
  readonly byWebhook?: boolean;
}

/** How long, in real time, a test waits for an answer before it says that none came. */
const PATIENCE_MS = 5_000;

export function person(core: Core, user: User): Person {
  const { world } = core;
  const typist = (place: Channel) => ({ world, place, user: user.id });

  function see(channel: Channel): void {
    if (permissionsIn(world, channel, user.id) !== 0n) return;
    throw new ClientRefuses(`${user.username} does not see the channel`);
  }

  function begin(type: number, channel: Channel, data: Record<string, unknown>, source?: Message): Interaction {
    const interaction = core.interactions.begin({ type, data, user, channel, source });
    const guild = world.guilds.get(channel.guildId ?? "");
    const member = guild?.members.get(user.id);
    const permissions = String(permissionsIn(world, channel, user.id));
    world.tell({
      name: "INTERACTION_CREATE",
      guildId: channel.guildId,
      data: {
        id: interaction.id,
        application_id: world.bot.id,
        type,
        data,
        token: interaction.token,
        version: 1,
        channel_id: channel.id,
        channel: { ...shownChannel(channel), permissions },
        locale: "en-US",
        guild_locale: "en-US",
        app_permissions: String(permissionsIn(world, channel, world.bot.id)),
        entitlements: [],
        authorizing_integration_owners: { "0": channel.guildId ?? "0" },
        context: channel.guildId === undefined ? 1 : 0,
        attachment_size_limit: 10_485_760,
        ...(guild === undefined || member === undefined
          ? { user }
          : {
              guild_id: guild.id,
              guild: { id: guild.id, locale: "en-US", features: [] },
              member: { ...shownMember(member), permissions },
            }),
        ...(source === undefined ? {} : { message: source }),
      },
    });
    return interaction;
  }

  async function wait(interaction: Interaction, is: (one: Interaction) => boolean, what: string): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`The application did not respond: ${what}`)), PATIENCE_MS);
    await Promise.race([core.interactions.until(interaction, is), promise]).finally(() => clearTimeout(timer));
  }

  function act(interaction: Interaction): Act {
    const said = () => interaction.shown.filter((message) => !isLoading(message));
    const name = String(interaction.data.name ?? interaction.data.custom_id);
    const answers = async (count: number) => {
      await wait(interaction, () => said().length >= count, name);
      return said();
    };
    return {
      id: interaction.id,
      token: interaction.token,
      shown: interaction.shown,
      get isAcknowledged() {
        return interaction.isAcknowledged;
      },
      answer: async () => (await answers(1))[0]!,
      answers,
      acknowledged: () => wait(interaction, ({ isAcknowledged }) => isAcknowledged, name),
    };
  }

  return {
    user,
    id: user.id,
    says(channel, text, { replyTo, ping = true, byWebhook = false } = {}) {
      see(channel);
      const sends = channel.thread === undefined ? "SEND_MESSAGES" : "SEND_MESSAGES_IN_THREADS";
      if (!may(world, channel, user.id, sends)) throw new ClientRefuses(`${user.username} may not write here`);
      if (channel.thread?.isLocked && !may(world, channel, user.id, "MANAGE_THREADS")) {
        throw new ClientRefuses("the thread is locked");
      }
      if (text.length > 2_000) throw new ClientRefuses("the message is too long");
      const guild = world.guilds.get(channel.guildId ?? "");
      const pings = mentioned(
        world,
        guild,
        text,
        { parse: ["users", "roles", "everyone"], replied_user: ping },
        replyTo,
        { mayEveryone: may(world, channel, user.id, "MENTION_EVERYONE") },
      );
      const reference = { type: 0, message_id: replyTo?.id ?? "", channel_id: channel.id, guild_id: channel.guildId };
      return addMessage(world, channel, {
        author: user,
        content: text.trim(),
        mentions: pings.users,
        mention_roles: pings.roles,
        mention_everyone: pings.everyone,
        ...(byWebhook ? { webhook_id: world.newId() } : {}),
        ...(replyTo === undefined ? {} : { type: 19, message_reference: reference, referenced_message: replyTo }),
      });
    },
    edits(message, text) {
      if (message.author.id !== user.id) throw new ClientRefuses("one's own messages alone");
      message.content = text;
      message.edited_timestamp = isoTime(world.now());
      tellMessage(world, "MESSAGE_UPDATE", world.channels.get(message.channel_id)!, message);
    },
    runs(channel, words, values = {}) {
      see(channel);
      if (!may(world, channel, user.id, "USE_APPLICATION_COMMANDS")) throw new ClientRefuses("no commands here");
      return act(begin(2, channel, commandData(typist(channel), words, values)));
    },
    async completes(channel, words, values, focused) {
      see(channel);
      const interaction = begin(4, channel, commandData(typist(channel), words, values, focused));
      await wait(interaction, ({ choices }) => choices !== undefined, words);
      return interaction.choices!;
    },
    presses(message, button) {
      const channel = world.channels.get(message.channel_id)!;
      see(channel);
      const found = buttonsOf(message).find(({ label, custom_id }) => label === button || custom_id === button);
      if (found?.custom_id === undefined) throw new ClientRefuses(`the message has no button ${button}`);
      if (found.disabled) throw new ClientRefuses(`the button ${button} is disabled`);
      return act(begin(3, channel, { component_type: 2, custom_id: found.custom_id, id: found.id }, message));
    },
    picks(message, entry) {
      const channel = world.channels.get(message.channel_id)!;
      see(channel);
      const command = offered(typist(channel), 3, entry);
      const resolved = { messages: { [message.id]: message } };
      return act(begin(2, channel, { id: command.id, name: entry, type: 3, target_id: message.id, resolved }));
    },
  };
}

interface ShownButton {
  readonly id?: number;
  readonly label?: string;
  readonly custom_id?: string;
  readonly disabled?: boolean;
}

/** The buttons of a message, row by row. */
function buttonsOf(message: Message): readonly ShownButton[] {
  return message.components.flatMap((row) => (row as { components?: readonly ShownButton[] }).components ?? []);
}
