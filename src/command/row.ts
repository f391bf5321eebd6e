/** What a word must look like to be taken for an argument; the rows are in `values.ts`. */
export type ValueKind =
  | "what"
  | "preset"
  | "mail"
  | "number"
  | "version"
  | "duration"
  | "command"
  | "rule"
  | "setting"
  | "value";

/** Who may give a command; each may also what those before may. The platform says who somebody is in a channel. */
export type Role = "member" | "admin" | "operator";

export interface Argument {
  /** One lower-case word: the option's name on platforms that have options, and before `=` everywhere. */
  readonly name: string;
  readonly kind: ValueKind;
  /** `unless-reply`: must be given, except where the command is said in reply to a post. */
  readonly required: "yes" | "no" | "unless-reply";
  readonly help: string;
  /** The only values there are, for a menu. */
  readonly choices?: readonly Choice[];
}

interface Choice {
  readonly value: string;
  readonly help: string;
}

export interface CommandRow {
  /** One word, or two: `filter add`, which is nested once more where a platform nests. */
  readonly name: string;
  /** `list` and `mail` are the sub-commands' parents where a platform nests them (`/list subscribe`); `top` stands alone. */
  readonly group: "list" | "mail" | "top";
  readonly aliases: readonly string[];
  /** One line, at most 100 characters, as Discord's descriptions are. */
  readonly help: string;
  readonly args: readonly Argument[];
  readonly who: Role;
  /** It changes something: the same invocation again must not change it again. */
  readonly changes: boolean;
  readonly examples: readonly string[];
}

export const presets = [
  {
    value: "normal",
    help: "a card a series or topic, replies in its thread, a digest on weekdays; regressions are loud",
  },
  { value: "quiet", help: "regressions at once, all else in a digest on Mondays" },
  { value: "everything", help: "every mail, robots counted on the cards" },
] as const satisfies readonly Choice[];
