import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandGroupOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from "discord.js";
import type { Argument, CommandRow } from "../../command/row.ts";
import { commands } from "../../command/table.ts";

/** Right click on a post: what it asks for. */
export const menus: Readonly<Record<string, string>> = {
  "Full mail": "full",
  Patch: "patch",
  Thread: "thread",
  Why: "why",
  Hide: "hide",
};

/** In servers alone, since nobody else has channels to speak of. */
const inGuilds = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/** What Discord is to offer: `/list …`, `/mail …`, `/news`, `/help` out of the one table, and the menus of a message. */
export function applicationCommands(): RESTPostAPIApplicationCommandsJSONBody[] {
  const groups = { list: "What this channel shows", mail: "One mail or its conversation" } as const;
  const grouped = (["list", "mail"] as const).map((group) => ({
    type: ApplicationCommandType.ChatInput as const,
    name: group,
    description: groups[group],
    options: nested(commands.filter((row) => row.group === group)),
    ...inGuilds,
  }));
  const top = commands
    .filter((row) => row.group === "top")
    .map((row) => ({
      type: ApplicationCommandType.ChatInput as const,
      name: row.name,
      description: row.help,
      options: row.args.map(option),
      ...inGuilds,
    }));
  const onMessages = Object.keys(menus).map((name) => ({
    type: ApplicationCommandType.Message as const,
    name,
    ...inGuilds,
  }));
  return [...grouped, ...top, ...onMessages] as RESTPostAPIApplicationCommandsJSONBody[];
}

/** A command of two words is nested once more: `/list filter add`. */
function nested(
  rows: readonly CommandRow[],
): (APIApplicationCommandSubcommandOption | APIApplicationCommandSubcommandGroupOption)[] {
  const found: (APIApplicationCommandSubcommandOption | APIApplicationCommandSubcommandGroupOption)[] = [];
  for (const [first, same] of Map.groupBy(rows, ({ name }) => name.split(" ", 1)[0] ?? name)) {
    const [only] = same;
    if (same.length === 1 && only?.name === first) found.push(subcommand(only, first));
    else
      found.push({
        type: ApplicationCommandOptionType.SubcommandGroup,
        name: first,
        description: same
          .map(({ name }) => name)
          .join(", ")
          .slice(0, 100),
        options: same.map((row) => subcommand(row, row.name.slice(first.length + 1))),
      });
  }
  return found;
}

function subcommand(row: CommandRow, name: string): APIApplicationCommandSubcommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, name, description: row.help, options: row.args.map(option) };
}

/** Required where the table says so; a mail has to be named, since there is no post that this is said in reply to. */
function option(arg: Argument): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    name: arg.name,
    description: arg.help.slice(0, 100),
    required: arg.required !== "no",
    ...(arg.choices === undefined
      ? { autocomplete: arg.kind === "what" || arg.kind === "command" }
      : { choices: arg.choices.map(({ value, help }) => ({ name: `${value}: ${help}`.slice(0, 100), value })) }),
  } as APIApplicationCommandBasicOption;
}

/** Whether what Discord has is what it is to have; its own ids and defaults aside. */
export function isRegistered(known: readonly object[], wanted: readonly object[]): boolean {
  const forms = (all: readonly object[]): string[] => all.map((one) => JSON.stringify(form(one))).sort();
  return JSON.stringify(forms(known)) === JSON.stringify(forms(wanted));
}

const told = ["type", "name", "description", "required", "autocomplete", "choices", "options", "value", "contexts"];

/** The parts that we say, empty ones left out, in one order. */
function form(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(form);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, part]) => told.includes(key) && part !== "" && part !== false && part !== null && part !== undefined)
    .filter(([, part]) => !Array.isArray(part) || part.length > 0)
    .map(([key, part]) => [key, form(part)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
