import { badLength, type Flaw, missing, notAChoice, tooLong } from "./refusal.ts";

/** A command or one of its options as a bot registers it. Source: Discord docs, "Application Commands". */
export interface CommandForm {
  readonly id?: string;
  /** 1 slash command (absent too), 2 user menu, 3 message menu. */
  readonly type?: number;
  readonly name: string;
  readonly description?: string;
  readonly options?: readonly OptionForm[];
  readonly contexts?: readonly number[] | null;
  readonly default_member_permissions?: string | null;
}

export interface OptionForm {
  /** 1 subcommand, 2 group, 3 string, 4 integer, 5 boolean, 6 user, 7 channel, 8 role, 9 mentionable, 10 number. */
  readonly type: number;
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly options?: readonly OptionForm[];
  readonly channel_types?: readonly number[];
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
}

/** "Application Command Naming"; lower case besides, where the alphabet has one. */
const SLASH_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const MAX_OF_TYPE = new Map([
  [1, 100],
  [2, 15],
  [3, 15],
]);

function nameFlaws(at: string, name: unknown): Flaw[] {
  if (typeof name === "string" && SLASH_NAME.test(name) && name === name.toLowerCase()) return [];
  const message = "Command name is invalid";
  return [{ at, code: "APPLICATION_COMMAND_INVALID_NAME", message }];
}

function textFlaws(at: string, text: unknown): Flaw[] {
  return typeof text === "string" && text.length >= 1 && text.length <= 100 ? [] : [badLength(at, 1, 100)];
}

function optionFlaws(at: string, options: readonly OptionForm[]): Flaw[] {
  const flaws: Flaw[] = options.length > 25 ? [badLength(at, 0, 25)] : [];
  const names = options.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    flaws.push({ at, code: "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", message: "Option names must be unique" });
  }
  let optional = false;
  options.forEach((option, n) => {
    const here = `${at}.${n}`;
    flaws.push(...nameFlaws(`${here}.name`, option.name), ...textFlaws(`${here}.description`, option.description));
    if (option.type < 1 || option.type > 11)
      flaws.push(notAChoice(`${here}.type`, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
    if (option.required && optional) {
      const message = "Required options must be placed before non-required options";
      flaws.push({ at: here, code: "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message });
    }
    if (!option.required) optional = true;
    if ((option.choices?.length ?? 0) > 25) flaws.push(badLength(`${here}.choices`, 0, 25));
    option.choices?.forEach((choice, k) => {
      flaws.push(...textFlaws(`${here}.choices.${k}.name`, choice.name));
      if (String(choice.value).length > 100) flaws.push(tooLong(`${here}.choices.${k}.value`, 100));
    });
    if (option.autocomplete && option.choices?.length) flaws.push(notAChoice(`${here}.autocomplete`, ["false"]));
    flaws.push(...optionFlaws(`${here}.options`, option.options ?? []));
  });
  return flaws;
}

/** Every thing wrong with a whole set of commands. */
export function commandFlaws(commands: readonly CommandForm[]): Flaw[] {
  const flaws: Flaw[] = [];
  for (const [type, max] of MAX_OF_TYPE) {
    const those = commands.filter((command) => (command.type ?? 1) === type);
    if (those.length > max) flaws.push(badLength("", 0, max));
    if (new Set(those.map(({ name }) => name)).size < those.length) {
      flaws.push({
        at: "",
        code: "APPLICATION_COMMANDS_DUPLICATE_NAME",
        message: "Application command names must be unique",
      });
    }
  }
  commands.forEach((command, n) => {
    if ((command.type ?? 1) !== 1) {
      flaws.push(...(command.name?.length >= 1 && command.name.length <= 32 ? [] : [badLength(`${n}.name`, 1, 32)]));
      if (command.description) flaws.push(notAChoice(`${n}.description`, [""]));
      return;
    }
    flaws.push(...nameFlaws(`${n}.name`, command.name), ...textFlaws(`${n}.description`, command.description));
    if (command.description === undefined) flaws.push(missing(`${n}.description`));
    flaws.push(...optionFlaws(`${n}.options`, command.options ?? []));
    if (sumOfTexts(command) > 8_000) flaws.push(tooLong(`${n}`, 8_000));
  });
  return flaws;
}

/** Names, descriptions and values together may have 8,000 characters. */
function sumOfTexts(form: CommandForm | OptionForm): number {
  const choices = "choices" in form ? (form.choices ?? []) : [];
  const own = form.name.length + (form.description?.length ?? 0);
  const chosen = choices.reduce((sum, { name, value }) => sum + name.length + String(value).length, 0);
  return (form.options ?? []).reduce((sum, option) => sum + sumOfTexts(option), own + chosen);
}
