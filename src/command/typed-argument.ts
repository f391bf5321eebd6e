import { commandRow } from "./table.ts";

/** What of a line is being typed. */
export interface TypedArgument {
  readonly command: string;
  readonly argument: string;
  readonly typed: string;
  /** The arguments before it. */
  readonly given: Readonly<Record<string, string>>;
  /** The line before it, a blank at its end: `set mode `. */
  readonly before: string;
}

/**
 * The argument at the end of a line that somebody types: of `set mode di` the second one, `di`. Arguments go by place; one
 * that takes several words (`subscribe WBUS DRI`) takes all that are left.
 */
export function typedArgument(line: string): TypedArgument | undefined {
  const [, name = "", rest = ""] = /^\s*[!/]?(\S+(?: (?:add|remove|test)(?= ))?) (.*)$/.exec(line) ?? [];
  const args = commandRow(name)?.args ?? [];
  const given: Record<string, string> = {};
  let typed = rest.trimStart();
  for (const [at, { name: argument, kind }] of args.entries()) {
    const end = typed.indexOf(" ");
    const isLast = end < 0 || kind === "what" || kind === "rule" || at === args.length - 1;
    if (isLast) return { command: name, argument, typed, given, before: line.slice(0, line.length - typed.length) };
    given[argument] = typed.slice(0, end);
    typed = typed.slice(end).trimStart();
  }
  return undefined;
}
