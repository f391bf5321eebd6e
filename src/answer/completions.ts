import type { ChannelId, Typing } from "../chat/chat-platform.ts";
import { type Completion, complete, MOST, type Names, namesOf, shown } from "../command/complete.ts";
import { commandRow, commands, may } from "../command/table.ts";
import { authorName } from "../compose/names.ts";
import { filterWords } from "../route/filter.ts";
import type { AnswerDeps, ListEntry } from "./ask.ts";
import { blockedNames } from "./on-block.ts";
import { settingNames, settingValues } from "./on-settings.ts";
import { subscriptionNames } from "./wished.ts";

/** What completions are made of, all of it in memory. */
type CompleterDeps = Pick<AnswerDeps, "store" | "lists" | "maySee" | "subsystems">;

/**
 * Completes what is typed for an argument of a command. Nothing for one who may not give the command, and no list that
 * may not be shown in the channel, however it is typed.
 */
export function completer(deps: CompleterDeps): (typing: Typing) => Promise<readonly Completion[]> {
  let prepared = { from: deps.subsystems, names: namesOf("subsystem", deps.subsystems) };
  /** Made ready once: a MAINTAINERS file has thousands, and is read again when it changes. */
  const subsystems = () => {
    if (prepared.from !== deps.subsystems)
      prepared = { from: deps.subsystems, names: namesOf("subsystem", deps.subsystems) };
    return prepared.names;
  };
  return async ({ channel, role, command, argument, typed, given = {} }) => {
    const row = commandRow(command);
    const arg = row?.args.find(({ name }) => name === argument);
    if (row === undefined || arg === undefined || !may(role, row)) return [];
    switch (arg.kind) {
      case "command":
        return plain(
          typed,
          commands.filter((one) => may(role, one)).map(({ name }) => name),
        );
      case "what": {
        if (row.name === "unblock")
          return plain(typed, blockedNames((await deps.store.settings(channel)) ?? noFilters));
        if (row.name === "block") return plain(typed, await authorsHere(deps, channel));
        if (row.name === "unsubscribe") return plain(typed, await subscriptionNames(deps, channel));
        const lists = (await deps.lists()).filter(
          ({ id, isPrivate }) => deps.maySee(channel, [id]) && (role === "operator" || isPrivate !== true),
        );
        return complete(typed, [namesOf("list", listNames(lists, typed)), subsystems()]);
      }
      case "setting":
        return plain(typed, settingNames);
      case "value":
        return begun(
          typed,
          settingValues(given.name?.toLowerCase() ?? "").map((value) => ({ label: value, value })),
        );
      case "number":
        return row.name === "filter remove" ? begun(typed, await filtersOf(deps, channel)) : [];
      default:
        return begun(
          typed,
          (arg.choices ?? []).map(({ value, help }) => ({ label: `${value}: ${help}`, value })),
        );
    }
  };
}

/** Mails among whose authors one is looked for. */
const LATEST = 200;

/** Who wrote of late what may be shown there. */
async function authorsHere({ store, maySee }: CompleterDeps, channel: ChannelId): Promise<string[]> {
  const mails = (await store.latestMails(LATEST)).filter((mail) => !mail.hidden && maySee(channel, mail.lists));
  return [...new Set(mails.map(({ author }) => authorName(author, 100)))];
}

const noFilters = { filters: [] };

/** By their ids where somebody types one, and where several are called the same. */
function listNames(lists: readonly ListEntry[], typed: string): string[] {
  const isAlone = (name: string): boolean => lists.filter((one) => one.name === name).length === 1;
  return lists.map(({ id, name }) => (typed.includes(".") || !isAlone(name) ? id : name));
}

/** The filters of a channel, each by its number. */
async function filtersOf({ store }: CompleterDeps, channel: ChannelId): Promise<Completion[]> {
  const filters = (await store.settings(channel))?.filters ?? [];
  return filters.map((filter, at) => ({ label: `${at + 1}. ${filterWords(filter)}`, value: `${at + 1}` }));
}

/** Those that begin with what was typed, in the order given. */
function begun(typed: string, all: readonly Completion[]): Completion[] {
  return all
    .filter(({ value }) => value.startsWith(typed.trim().toLowerCase()))
    .slice(0, MOST)
    .map(({ label, value }) => ({ label: shown(label), value }));
}

function plain(typed: string, names: readonly string[]): Completion[] {
  const all: Names = namesOf("list", names);
  return complete(typed, [all]).map(({ value }) => ({ label: value, value }));
}
