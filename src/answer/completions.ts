import type { Typing } from "../chat/chat-platform.ts";
import { type Completion, complete, type Names, namesOf } from "../command/complete.ts";
import { commandRow, commands, may } from "../command/table.ts";
import type { AnswerDeps } from "./ask.ts";
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
  return async ({ channel, role, command, argument, typed }) => {
    const row = commandRow(command);
    const arg = row?.args.find(({ name }) => name === argument);
    if (row === undefined || arg === undefined || !may(role, row)) return [];
    if (arg.choices !== undefined)
      return arg.choices
        .filter(({ value }) => value.startsWith(typed.toLowerCase()))
        .map(({ value, help }) => ({ label: `${value}: ${help}`.slice(0, 100), value }));
    if (arg.kind === "command")
      return plain(
        typed,
        commands.filter((one) => may(role, one)).map(({ name }) => name),
      );
    if (arg.kind !== "what") return [];
    if (row.name === "unsubscribe") return plain(typed, await subscriptionNames(deps, channel));
    const lists = (await deps.lists()).filter(({ id }) => deps.maySee(channel, [id])).map(({ name }) => name);
    return complete(typed, [namesOf("list", lists), subsystems()]);
  };
}

function plain(typed: string, names: readonly string[]): Completion[] {
  const all: Names = namesOf("list", names);
  return complete(typed, [all]).map(({ value }) => ({ label: value, value }));
}
