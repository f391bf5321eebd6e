import { type Argument, type CommandRow, presets } from "./row.ts";
import { commands, usage } from "./table.ts";

const groups: readonly { readonly name: CommandRow["group"]; readonly title: string }[] = [
  { name: "list", title: "What this channel shows" },
  { name: "mail", title: "One mail" },
  { name: "top", title: "Help" },
];

const givenBy: Readonly<Record<CommandRow["who"], string>> = {
  member: "anyone in the channel",
  admin: "admins of the channel, and the operator",
  operator: "the operator",
};

/** docs/commands.md, made from the table. */
export function commandsDocument(): string {
  return `# Commands

<!-- Made from src/command/table.ts by docs/commands.ts; change it there. -->

The words are the same on every platform. A mail is named by the short id at the end of its post (\`k7q2m9xa\`), by its
Message-ID, or by saying the command in reply to a post. Arguments go by place or by name (\`preset=quiet\`), several
words in quotes (\`"WBUS DRIVERS"\`). The group may be said first: \`list subscribe wbus\`, \`mail full k7q2m9xa\`.
What may not be shown in a channel is "not found" there, in the same words as what does not exist.

${groups
  .map(
    ({ name, title }) =>
      `## ${title}\n\n${commands
        .filter((row) => row.group === name)
        .map(section)
        .join("\n")}`,
  )
  .join("\n")}
## Presets

| preset | what the channel gets |
|---|---|
${presets.map(({ value, help }) => `| \`${value}\` | ${help} |`).join("\n")}
`;
}

function section(row: CommandRow): string {
  const facts = [
    `Given by: ${givenBy[row.who]}.`,
    ...(row.aliases.length > 0 ? [`Also: ${row.aliases.map((alias) => `\`${alias}\``).join(", ")}.`] : []),
    `For example: ${row.examples.map((example) => `\`${example}\``).join(", ")}.`,
  ];
  return `### \`${usage(row)}\`

${row.help}.
${row.args.map(argument).join("")}${row.args.length > 0 ? "\n" : ""}
${facts.join(" ")}
`;
}

function argument(arg: Argument): string {
  return `\n- \`${arg.name}\`${arg.required === "no" ? " (may be left out)" : ""}: ${arg.help}`;
}
