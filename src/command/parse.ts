import type { Command } from "./command.ts";
import { nearest } from "./nearest.ts";
import type { Argument, CommandRow } from "./row.ts";
import { commandRow, commands, usage } from "./table.ts";
import { valueFor, wanted } from "./values.ts";
import { words } from "./words.ts";

/** `say` is one line for the one who asked; it repeats nothing of what they typed. */
export type Parsed =
  | { readonly kind: "command"; readonly command: Command; readonly row: CommandRow }
  | { readonly kind: "refused"; readonly say: string };

const maxRequest = 1000;
const maxValue = 200;

/** Controls, line and bidi marks, lone surrogates: nothing that a person types into a command. */
const unseen = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/**
 * The command that `request` asks for: `full k7q2m9xa`, `list subscribe wbus quiet`, `!mute for=7d`.
 *
 * `about` tells whether it is said in reply to a post; then the mail need not be named. Arguments go by their name
 * (`preset=quiet`) or by what they look like: in `mute 7d` the `7d` cannot be a mail.
 */
export function parseCommand(request: string, about: "post" | "nothing"): Parsed {
  const line = request.trim();
  if (line.length > maxRequest) return refused(`That is too long: a command has at most ${maxRequest} characters.`);
  if (unseen.test(line)) return refused("That holds characters that cannot be seen; please type it anew.");

  const typed = words(line.replace(/^[!/]\s*/, ""));
  const inGroup = typed[0] !== undefined && typed[1] !== undefined && isGroup(typed[0].text);
  const [name, second, ...others] = inGroup ? typed.slice(1) : typed;
  if (name === undefined) return refused('Say what to do; "help" lists what there is.');
  const longer = second && commandRow(`${name.text} ${second.text}`);
  const row = longer ?? commandRow(name.text);
  if (row === undefined) return unknown(name.text);
  const rest = longer === undefined && second !== undefined ? [second, ...others] : others;
  const isOpen = row.args.some(({ kind }) => kind === "rule");

  const args: Record<string, string> = {};
  const positional: string[] = [];
  for (const word of rest) {
    const option = word.text.slice(0, Math.max(word.equals, 0)).toLowerCase();
    const arg = row.args.find((one) => one.name === option);
    // A Message-ID may have a `=` in it.
    if (arg === undefined && !isOpen && /^[a-z]+$/.test(option) && !word.text.includes("@")) return noOption(row);
    if (arg === undefined) positional.push(word.text);
    else if (Object.hasOwn(args, arg.name)) return refused(`${arg.name} is given twice; say: ${usage(row)}`);
    else args[arg.name] = word.text.slice(word.equals + 1);
  }
  for (const arg of row.args) {
    if (Object.hasOwn(args, arg.name)) continue;
    const isName = arg.kind === "what" || arg.kind === "rule";
    const taken = isName ? nameOf(arg, positional, row) : firstFor(arg, positional);
    if (taken !== undefined) args[arg.name] = taken;
  }
  if (positional[0] !== undefined) return misfit(row, args, positional[0]);
  return checkCommand({ name: row.name, args }, about);
}

/** The same for a command that a platform took apart itself: its values are those of the table, or it is refused. */
export function checkCommand(command: Command, about: "post" | "nothing"): Parsed {
  const row = commandRow(command.name);
  if (row === undefined) return unknown(command.name);
  if (Object.keys(command.args).some((name) => !row.args.some((arg) => arg.name === name))) {
    return noOption(row);
  }
  const args: Record<string, string> = {};
  for (const arg of row.args) {
    const given = Object.hasOwn(command.args, arg.name) ? command.args[arg.name]!.trim() : "";
    if (given === "") {
      if (arg.required === "yes") return refused(`${row.name} needs ${arg.name}: ${arg.help}.`);
      if (arg.required === "unless-reply" && about === "nothing") {
        return refused(`Which mail? Say it in reply to a post, or with the post's short id: ${row.name} k7q2m9xa`);
      }
      continue;
    }
    const value = given.length <= maxValue && !unseen.test(given) ? valueFor(arg.kind, given) : undefined;
    if (value === undefined) return refused(`${arg.name} must be ${wanted(arg.kind)}.`);
    args[arg.name] = value;
  }
  return { kind: "command", command: { name: row.name, args }, row };
}

function refused(say: string): Parsed {
  return { kind: "refused", say };
}

function unknown(word: string): Parsed {
  const longer = commands.filter(({ name }) => name.startsWith(`${word.toLowerCase()} `));
  if (longer.length > 0) return refused(`Say one of: ${longer.map(({ name }) => name).join(", ")}.`);
  const meant = nearest(
    word,
    commands.map((row) => row.name),
  );
  const hint = meant === undefined ? "" : `Did you mean ${meant}? `;
  return refused(`There is no such command. ${hint}"help" lists what there is.`);
}

function noOption(row: CommandRow): Parsed {
  return refused(`${row.name} has no such option; say: ${usage(row)}`);
}

function isGroup(word: string): boolean {
  return commands.some((row) => row.group !== "top" && row.group === word.toLowerCase());
}

/** Takes out the first word that fits the argument. */
function firstFor(arg: Argument, positional: string[]): string | undefined {
  const at = positional.findIndex((word) => valueFor(arg.kind, word) !== undefined);
  return at < 0 ? undefined : positional.splice(at, 1)[0];
}

/** Takes out a name: the first word, and those behind it that no later argument can take (`DMA BUFFER SHARING`). */
function nameOf(arg: Argument, positional: string[], row: CommandRow): string | undefined {
  const later = row.args.slice(row.args.indexOf(arg) + 1);
  const isLater = (word: string): boolean => later.some((one) => valueFor(one.kind, word) !== undefined);
  const end = positional.findIndex((word, at) => at > 0 && isLater(word));
  const name = positional.splice(0, end < 0 ? positional.length : end);
  return name.length > 0 ? name.join(" ") : undefined;
}

/** A word is left over, most likely meant for the argument that is still missing. */
function misfit(row: CommandRow, args: Readonly<Record<string, string>>, word: string): Parsed {
  const open = row.args.find((arg) => !Object.hasOwn(args, arg.name));
  if (open?.kind === "command") return unknown(word);
  return refused(
    open === undefined ? `That is too much; say: ${usage(row)}` : `${open.name} must be ${wanted(open.kind)}.`,
  );
}
