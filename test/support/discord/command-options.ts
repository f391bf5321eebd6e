import type { CommandForm, OptionForm } from "./command-form.ts";
import { shownChannel, shownMember, shownRole } from "./shown.ts";
import type { Channel, Guild, World } from "./world.ts";

/** Values by the name of their option; users, channels and roles by their id. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** A value as an interaction carries it. Source: Discord docs, "Receiving and Responding to Interactions". */
export interface GivenOption {
  readonly name: string;
  readonly type: number;
  readonly value?: string | number | boolean;
  readonly focused?: true;
  readonly options?: readonly GivenOption[];
}

const TYPES = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10 } as const;

/** Something that Discord's own client would not let a person do. */
export class ClientRefuses extends Error {
  override readonly name = "ClientRefuses";
}

/** The commands that a person sees in `guild`: its own ones and the global ones. */
export function commandsIn(world: World, guildId: string | undefined): readonly CommandForm[] {
  const all = [
    ...(world.commands.get(guildId ?? "") ?? []),
    ...(guildId === undefined ? [] : (world.commands.get("") ?? [])),
  ];
  return all as unknown as readonly CommandForm[];
}

/**
 * `data` of the interaction for `list subscribe` with `values`, as the client makes it of what the bot registered.
 * @throws {ClientRefuses} for a command, option, choice or value that is not registered or does not fit
 */
export function commandData(
  world: World,
  place: Channel,
  words: string,
  values: OptionValues,
  focused?: string,
): Record<string, unknown> {
  const [name, ...path] = words.trim().split(/\s+/);
  const command = commandsIn(world, place.guildId).find((one) => (one.type ?? 1) === 1 && one.name === name);
  if (command === undefined) throw new ClientRefuses(`no command /${name} is registered`);
  if (place.guildId === undefined && command.contexts && !command.contexts.includes(1)) {
    throw new ClientRefuses(`/${name} is not offered in direct messages`);
  }
  const levels: OptionForm[] = [];
  let options = command.options ?? [];
  for (const word of path) {
    const next = options.find((option) => option.type <= 2 && option.name === word);
    if (next === undefined) throw new ClientRefuses(`/${words} has no part ${word}`);
    levels.push(next);
    options = next.options ?? [];
  }
  if (options.some(({ type }) => type <= 2)) throw new ClientRefuses(`/${words} needs a subcommand`);
  const given = options.flatMap((option) =>
    give(option, values[option.name], option.name === focused, focused !== undefined, world, place),
  );
  const strange = Object.keys(values).find((key) => !options.some((option) => option.name === key));
  if (strange !== undefined) throw new ClientRefuses(`/${words} has no option ${strange}`);
  const nested = levels
    .toReversed()
    .reduce<GivenOption[]>((inner, level) => [{ name: level.name, type: level.type, options: inner }], given);
  const data = { id: command.id, name, type: 1, ...(nested.length === 0 ? {} : { options: nested }) };
  const resolved = resolvedOf(world, place, given);
  const own = place.guildId !== undefined && "guild_id" in command ? { guild_id: place.guildId } : {};
  return { ...data, ...own, ...(resolved === undefined ? {} : { resolved }) };
}

function give(
  option: OptionForm,
  value: string | number | boolean | undefined,
  isFocused: boolean,
  isDraft: boolean,
  world: World,
  place: Channel,
): GivenOption[] {
  const says = (what: string) => new ClientRefuses(`${option.name}: ${what}`);
  if (isFocused && !option.autocomplete) throw says("is not completed by the bot");
  if (value === undefined) {
    if (option.required && !isDraft) throw says("is required");
    return [];
  }
  const { name, type } = option;
  if (isFocused) return [{ name, type, value: String(value), focused: true }];
  const wants = { [TYPES.integer]: "number", [TYPES.number]: "number", [TYPES.boolean]: "boolean" }[type] ?? "string";
  if (typeof value !== wants) throw says(`is no ${wants}`);
  if (type === TYPES.integer && !Number.isInteger(value)) throw says("is no whole number");
  if (option.choices?.length && !option.choices.some((choice) => choice.value === value))
    throw says(`${value} is no choice`);
  const size = typeof value === "string" ? value.length : Number(value);
  const isText = type === TYPES.string;
  if (isText && (size > (option.max_length ?? 6_000) || size < (option.min_length ?? 0)))
    throw says("has the wrong length");
  if (!isText && typeof value === "number") {
    if (size > (option.max_value ?? 2 ** 53) || size < (option.min_value ?? -(2 ** 53))) throw says("is out of range");
  }
  if (type === TYPES.channel) {
    const channel = world.channels.get(String(value));
    if (channel === undefined || channel.guildId !== place.guildId) throw says("no such channel here");
    if (option.channel_types?.includes(channel.type) === false) throw says("not a channel of this kind");
  }
  if (type === TYPES.user && !world.users.has(String(value))) throw says("no such user");
  return [{ name, type, value }];
}

function resolvedOf(world: World, place: Channel, given: readonly GivenOption[]): Record<string, unknown> | undefined {
  const guild: Guild | undefined = world.guilds.get(place.guildId ?? "");
  const ids = (type: number) => given.filter((one) => one.type === type).map((one) => String(one.value));
  const users = ids(TYPES.user).map((id) => [id, world.users.get(id)]);
  const members = ids(TYPES.user).flatMap((id) => {
    const member = guild?.members.get(id);
    if (member === undefined) return [];
    const { user: _, mute: __, deaf: ___, ...shown } = shownMember(member);
    return [[id, { ...shown, permissions: "0" }]];
  });
  const channels = ids(TYPES.channel).map((id) => [id, { ...shownChannel(world.channels.get(id)!), permissions: "0" }]);
  const roles = ids(TYPES.role).flatMap(
    (id) => guild?.roles.filter((role) => role.id === id).map((role) => [id, shownRole(role)]) ?? [],
  );
  const all = { users, members, channels, roles };
  const kept = Object.entries(all).flatMap(([key, rows]) =>
    rows.length === 0 ? [] : [[key, Object.fromEntries(rows)]],
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
