import type { Interaction } from "./interactions.ts";
import { isLoading } from "./interactions.ts";
import { FLAG, type MessageForm } from "./message-form.ts";
import { badLength, type Flaw, invalidForm, notAChoice, refusal } from "./refusal.ts";
import type { Answer, Asked, Core, Route } from "./route.ts";
import { changeMessage } from "./routes-messages.ts";
import type { Message } from "./world.ts";
import { addMessage, checkFlags, checkParts, deleteMessage, messageForm, storeFiles, written } from "./writing.ts";

const own = "/webhooks/:application/:token";

/** Source: Discord docs, "Receiving and Responding to Interactions", Endpoints. */
export const interactionRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/interactions/:interaction/:token/callback",
    rate: "webhook",
    isOpen: true,
    handle: respond,
  },
  { method: "POST", path: own, rate: "webhook", isOpen: true, handle: followUp },
  { method: "GET", path: `${own}/messages/:message`, rate: "webhook", isOpen: true, handle: one },
  { method: "PATCH", path: `${own}/messages/:message`, rate: "webhook", isOpen: true, handle: edit },
  { method: "DELETE", path: `${own}/messages/:message`, rate: "webhook", isOpen: true, handle: remove },
];

const RESPONSES = { pong: 1, message: 4, deferred: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 } as const;

/** Which kinds of answer fit which kind of interaction. */
const FITTING = new Map<number, readonly number[]>([
  [2, [RESPONSES.message, RESPONSES.deferred, RESPONSES.modal]],
  [3, [RESPONSES.message, RESPONSES.deferred, RESPONSES.deferredUpdate, RESPONSES.update, RESPONSES.modal]],
  [4, [RESPONSES.choices]],
]);

/** @throws {Refusal} 10062 after three seconds, 40060 for a second answer */
function respond(asked: Asked, core: Core): Answer {
  const { world, settings } = core;
  const interaction = core.interactions.byId(asked.params.interaction!);
  if (interaction === undefined || interaction.token !== asked.params.token) throw refusal(10062);
  if (interaction.isAcknowledged) throw refusal(40060);
  if (world.now() - interaction.at > settings.interactionMs) throw refusal(10062);
  const { type, data = {} } = (asked.json ?? {}) as { readonly type?: number; readonly data?: Record<string, unknown> };
  const fitting = FITTING.get(interaction.type) ?? [];
  if (type === undefined || !fitting.includes(type)) {
    asked.violation(`an answer of type ${type} to an interaction of type ${interaction.type}`);
    throw invalidForm([notAChoice("type", fitting)]);
  }
  carryOut(asked, core, interaction, type, data);
  interaction.isAcknowledged = true;
  core.interactions.changed(interaction);
  if (asked.query.get("with_response") !== "true") return { status: 204 };
  const message = type === RESPONSES.update ? interaction.source : interaction.original;
  const told = {
    id: interaction.id,
    type: interaction.type,
    response_message_id: message?.id,
    response_message_loading: message !== undefined && isLoading(message),
    response_message_ephemeral: message !== undefined && (message.flags & FLAG.ephemeral) !== 0,
  };
  const resource = message === undefined ? {} : { resource: { type, message } };
  return { status: 200, json: { interaction: told, ...resource } };
}

function carryOut(
  asked: Asked,
  core: Core,
  interaction: Interaction,
  type: number,
  data: Record<string, unknown>,
): void {
  if (type === RESPONSES.message) interaction.original = say(asked, core, interaction, data);
  if (type === RESPONSES.deferred) {
    const flags = FLAG.loading | (Number(data.flags ?? 0) & FLAG.ephemeral);
    interaction.original = show(core, interaction, { flags });
  }
  if (type === RESPONSES.deferredUpdate) interaction.original = interaction.source;
  if (type === RESPONSES.update && interaction.source !== undefined) {
    const form = messageForm(asked, data, core, interaction.channel);
    interaction.original = changeMessage(asked, form, core, interaction.channel, interaction.source);
  }
  if (type === RESPONSES.choices) interaction.choices = choicesOf(asked, data);
}

/** @throws {Refusal} 50035 */
function choicesOf(asked: Asked, data: Record<string, unknown>): NonNullable<Interaction["choices"]> {
  const choices = (data.choices ?? []) as NonNullable<Interaction["choices"]>;
  const flaws: Flaw[] = choices.length > 25 ? [badLength("data.choices", 0, 25)] : [];
  choices.forEach(({ name, value }, n) => {
    if (name.length < 1 || name.length > 100) flaws.push(badLength(`data.choices.${n}.name`, 1, 100));
    if (String(value).length > 100) flaws.push(badLength(`data.choices.${n}.value`, 0, 100));
  });
  if (flaws.length === 0) return choices;
  asked.violation(flaws.map(({ at, message }) => `${at}: ${message}`).join("; "));
  throw invalidForm(flaws);
}

/** A new message of the interaction. @throws {Refusal} */
function say(asked: Asked, core: Core, interaction: Interaction, json: unknown): Message {
  const { channel } = interaction;
  const form = messageForm(asked, json, core, channel);
  checkParts(asked, form, core, channel);
  const flags = checkFlags(asked, form, "create", FLAG.ephemeral);
  const parts = written(core, channel, form, undefined, core.world.bot);
  return show(core, interaction, { ...parts, attachments: storeFiles(core.world, asked.files, form), flags });
}

/** Ephemeral messages are seen by the person alone: they are in no channel, and no event tells of them. */
function show(core: Core, interaction: Interaction, parts: Partial<Message> & { readonly flags: number }): Message {
  const { world } = core;
  const isCommand = interaction.type === 2;
  const draft = {
    type: isCommand ? (interaction.data.type === 1 ? 20 : 23) : interaction.source === undefined ? 0 : 19,
    ...parts,
    author: world.bot,
    application_id: world.bot.id,
    webhook_id: world.bot.id,
    interaction_metadata: {
      id: interaction.id,
      type: interaction.type,
      user: interaction.user,
      authorizing_integration_owners: { "0": interaction.channel.guildId ?? "0" },
      ...(isCommand ? { name: interaction.data.name, command_type: interaction.data.type } : {}),
      ...(interaction.type === 3 ? { interacted_message_id: interaction.source?.id } : {}),
    },
  };
  const isHidden = (parts.flags & FLAG.ephemeral) !== 0;
  const place = isHidden ? { ...interaction.channel, lastMessageId: null } : interaction.channel;
  const quiet = { ...world, messages: new Map(), tell: () => undefined };
  const { thread: _, ...plain } = place;
  const message = isHidden ? addMessage(quiet, plain, draft) : addMessage(world, place, draft);
  interaction.shown.push(message);
  return message;
}

/** @throws {Refusal} 10015 before the first answer, 50027 after fifteen minutes */
function interactionOf({ params }: Asked, core: Core): Interaction {
  const interaction = core.interactions.byToken(params.token!);
  if (params.application !== core.world.bot.id || !interaction?.isAcknowledged) throw refusal(10015);
  if (core.world.now() - interaction.at > core.settings.interactionTokenMs) throw refusal(50027);
  return interaction;
}

/** The first follow-up of a deferred answer takes its place, as Discord does it. */
function followUp(asked: Asked, core: Core): Answer {
  const interaction = interactionOf(asked, core);
  const { original } = interaction;
  if (original !== undefined && isLoading(original)) {
    return { status: 200, json: settle(asked, core, interaction, original) };
  }
  const message = say(asked, core, interaction, asked.json);
  core.interactions.changed(interaction);
  return { status: 200, json: message };
}

/** @throws {Refusal} 10008 */
function shownOf(asked: Asked, interaction: Interaction): Message {
  const { message: id } = asked.params;
  const found = id === "@original" ? interaction.original : interaction.shown.find((one) => one.id === id);
  if (found === undefined) throw refusal(10008);
  return found;
}

function one(asked: Asked, core: Core): Answer {
  return { status: 200, json: shownOf(asked, interactionOf(asked, core)) };
}

function edit(asked: Asked, core: Core): Answer {
  const interaction = interactionOf(asked, core);
  return { status: 200, json: settle(asked, core, interaction, shownOf(asked, interaction)) };
}

function settle(asked: Asked, core: Core, interaction: Interaction, message: Message): Message {
  const form: MessageForm = messageForm(asked, asked.json, core, interaction.channel);
  const loading = message.flags & FLAG.loading;
  message.flags &= ~FLAG.loading;
  try {
    changeMessage(asked, form, core, interaction.channel, message);
  } catch (refused) {
    message.flags |= loading;
    throw refused;
  }
  core.interactions.changed(interaction);
  return message;
}

function remove(asked: Asked, core: Core): Answer {
  const interaction = interactionOf(asked, core);
  const message = shownOf(asked, interaction);
  if (!(message.flags & FLAG.ephemeral)) deleteMessage(core.world, interaction.channel, message);
  interaction.shown.splice(interaction.shown.indexOf(message), 1);
  core.interactions.changed(interaction);
  return { status: 204 };
}
