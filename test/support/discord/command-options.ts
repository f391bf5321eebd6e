import type { CommandForm, OptionForm } from "./command-form.ts";
import { permissionsIn } from "./permissions.ts";
import { shownChannel, shownMember, shownRole } from "./shown.ts";
import type { Channel, World } from "./world.ts";

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

/** Who types a command, and where. */
export interface Typist {
  readonly world: World;
  readonly place: Channel;
  readonly user: string;
}

type Value = string | number | boolean;

/** Something that Discord's own client would not let a person do. */
export class ClientRefuses extends Error {
  override readonly name = "ClientRefuses";
}

/** The command as the person is offered it: of the guild or global, for this kind of place, for whom it is meant. */
export function offered({ world, place, user }: Typist, type: number, name: string): CommandForm {
  const own = place.guildId === undefined ? [] : (world.commands.get(place.guildId) ?? []);
  const all = [...own, ...(world.commands.get("") ?? [])] as unknown as readonly CommandForm[];
  const found = all.find((one) => (one.type ?? 1) === type && one.name === name);
  if (found === undefined) throw new ClientRefuses(`no command ${name} is registered`);
  if (found.contexts?.includes(place.guildId === undefined ? 1 : 0) === false) {
    throw new ClientRefuses(`${name} is not offered in such a place`);
  }
  const needed = BigInt(world.openCommands.has(name) ? 0 : (found.default_member_permissions ?? 0));
  if ((permissionsIn(world, place, user) & needed) !== needed) {
    throw new ClientRefuses(`${name} is not offered to this person`);
  }
  return found;
}

/**
 * `data` of the interaction for `list subscribe` with `values`, as the client makes it of what the bot registered.
 * `focused` is the option that is being typed: others that are needed may be missing then.
 * @throws {ClientRefuses} for a command, option, choice or value that is not registered or does not fit
 */
export function commandData(
  typist: Typist,
  words: string,
  values: OptionValues,
  focused?: string,
): Record<string, unknown> {
  const [name = "", ...path] = words.trim().split(/\s+/);
  const command = offered(typist, 1, name);
  const levels: OptionForm[] = [];
  let options = command.options ?? [];
  for (const word of path) {
    const next = options.find((option) => option.type <= 2 && option.name === word);
    if (next === undefined) throw new ClientRefuses(`/${words} has no part ${word}`);
    levels.push(next);
    options = next.options ?? [];
  }
  if (options.some(({ type }) => type <= 2)) throw new ClientRefuses(`/${words} needs a subcommand`);
  const strange = Object.keys(values).find((key) => !options.some((option) => option.name === key));
  if (strange !== undefined) throw new ClientRefuses(`/${words} has no option ${strange}`);
  const given = options.flatMap((option): GivenOption[] => {
    const value = values[option.name];
    if (option.name === focused) return [typed(option, value)];
    if (value !== undefined) return [chosen(option, value, typist)];
    if (option.required && focused === undefined) throw new ClientRefuses(`${option.name}: is required`);
    return [];
  });
  const nested = levels
    .toReversed()
    .reduce<GivenOption[]>((inner, level) => [{ name: level.name, type: level.type, options: inner }], given);
  const resolved = resolvedOf(typist, given);
  return {
    id: command.id,
    name,
    type: 1,
    ...(nested.length === 0 ? {} : { options: nested }),
    ...("guild_id" in command ? { guild_id: command.guild_id } : {}),
    ...(resolved === undefined ? {} : { resolved }),
  };
}

/** What stands in an option while the bot is asked to complete it. */
function typed({ name, type, autocomplete }: OptionForm, value: Value | undefined): GivenOption {
  if (!autocomplete) throw new ClientRefuses(`${name}: is not completed by the bot`);
  return { name, type, value: String(value ?? ""), focused: true };
}

/** Kinds of value in JavaScript, by the type of option; a string for all others. */
const KINDS = new Map<number, string>([
  [TYPES.integer, "number"],
  [TYPES.number, "number"],
  [TYPES.boolean, "boolean"],
]);

function chosen(option: OptionForm, value: Value, { world, place }: Typist): GivenOption {
  const { name, type, choices = [] } = option;
  const kind = KINDS.get(type) ?? "string";
  const size = typeof value === "string" ? value.length : Number(value);
  const [min, max] =
    typeof value === "string"
      ? [option.min_length ?? 0, option.max_length ?? 6_000]
      : [option.min_value ?? -(2 ** 53), option.max_value ?? 2 ** 53];
  const channel = type === TYPES.channel ? world.channels.get(String(value)) : undefined;
  const isStrangeChannel = type === TYPES.channel && (channel === undefined || channel.guildId !== place.guildId);
  // biome-ignore format: the columns are the rules
  const rules: readonly [breaks: boolean, says: string][] = [
    [typeof value !== kind,                                                    `is no ${kind}`],
    [type === TYPES.integer && !Number.isInteger(value),                       "is no whole number"],
    [choices.length > 0 && !choices.some((choice) => choice.value === value),  "is no choice"],
    [size < min || size > max,                                                 "is too short, too long or out of range"],
    [isStrangeChannel,                                                         "no such channel here"],
    [channel !== undefined && option.channel_types?.includes(channel.type) === false, "is a channel of another kind"],
    [type === TYPES.user && !world.users.has(String(value)),                   "no such user"],
  ];
  const broken = rules.find(([breaks]) => breaks);
  if (broken !== undefined) throw new ClientRefuses(`${name}: ${broken[1]}`);
  return { name, type, value };
}

/** What the ids stand for, each with the rights that Discord computes: of a channel those of the person who types. */
function resolvedOf(
  { world, place, user }: Typist,
  given: readonly GivenOption[],
): Record<string, unknown> | undefined {
  const guild = world.guilds.get(place.guildId ?? "");
  const ids = (type: number) => given.filter((one) => one.type === type).map((one) => String(one.value));
  const rights = (channel: Channel, id: string) => String(permissionsIn(world, channel, id));
  const users = ids(TYPES.user).map((id) => [id, world.users.get(id)]);
  const members = ids(TYPES.user).flatMap((id) => {
    const member = guild?.members.get(id);
    if (member === undefined) return [];
    const { user: _, mute: __, deaf: ___, ...shown } = shownMember(member);
    return [[id, { ...shown, permissions: rights(place, id) }]];
  });
  const channels = ids(TYPES.channel).map((id) => {
    const channel = world.channels.get(id)!;
    return [id, { ...shownChannel(channel), permissions: rights(channel, user) }];
  });
  const roles = (guild?.roles ?? [])
    .filter(({ id }) => ids(TYPES.role).includes(id))
    .map((role) => [role.id, shownRole(role)]);
  const kinds = Object.entries({ users, members, channels, roles }).filter(([, rows]) => rows.length > 0);
  return kinds.length === 0
    ? undefined
    : Object.fromEntries(kinds.map(([key, rows]) => [key, Object.fromEntries(rows)]));
}
