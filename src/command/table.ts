import { listRows } from "./list-rows.ts";
import { mailRows } from "./mail-rows.ts";
import type { CommandRow, Role } from "./row.ts";

/** Every command there is, in the order of `help`. All platforms, their help and docs/commands.md are made from it. */
export const commands: readonly CommandRow[] = [
  ...listRows,
  ...mailRows,
  {
    name: "news",
    group: "top",
    aliases: [],
    help: "What happened in this channel since you asked last",
    args: [],
    who: "member",
    changes: false,
    examples: ["news"],
  },
  {
    name: "help",
    group: "top",
    aliases: ["?", "commands"],
    help: "What can be said here",
    args: [{ name: "command", kind: "command", required: "no", help: "the command to explain" }],
    who: "member",
    changes: false,
    examples: ["help", "help subscribe"],
  },
];

/** The row that `word` names, by name or alias, whatever its case. */
export function commandRow(word: string): CommandRow | undefined {
  const name = word.toLowerCase().replace(/\s+/g, " ");
  return commands.find((row) => row.name === name || row.aliases.includes(name));
}

/** `patch [mail] [n]`: brackets around what may be left out. */
export function usage(row: CommandRow): string {
  return [row.name, ...row.args.map((arg) => (arg.required === "yes" ? arg.name : `[${arg.name}]`))].join(" ");
}

const ranks: readonly Role[] = ["member", "admin", "operator"];

/** Whether one who is `role` in a channel may give the command there. */
export function may(role: Role, row: CommandRow): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(row.who);
}
